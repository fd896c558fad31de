// What a man in the middle, or a peer that lies, can do to a channel.
#include <gmock/gmock.h>

#include <random>
#include <thread>

#include "capi/channels.h"
#include "support/stopwatch.h"

namespace {

using support::Direction;
using support::frame;
using testing::AnyOf;

class ChannelAttack : public testing::Test {
  protected:
    static realm::Negotiation client() {
        return realm::initiate(realm::account("alice"), realm::host_spn());
    }
    static realm::Negotiation service() {
        return realm::accept(realm::computer(), realm::serving(realm::host_spn()));
    }

    /// What an honest service says to a peer that sends these octets and then closes or waits.
    static realm::End service_hearing(const std::string& octets, bool close = true) {
        auto [liar, honest] = support::socket_pair();
        support::write_all(liar.get(), octets);
        if (close) {
            ::shutdown(liar.get(), SHUT_WR);
        }
        return realm::open_end(honest, service(), 300);
    }
};

TEST_F(ChannelAttack, NoApplicationOctetMovesBeforeTheProof) {
    support::Proxy proxy;
    const realm::Ends ends = realm::open_both(proxy.client(), proxy.service());
    ASSERT_EQ(ends.client.status, MUTAUTH_OK) << ends.client.why;
    ASSERT_EQ(ends.service.status, MUTAUTH_OK) << ends.service.why;
    // Before anybody sends: one token each way, and nothing else.
    auto seen = proxy.seen();
    ASSERT_EQ(seen.size(), 2U);
    EXPECT_EQ(seen[0].kind, support::kTokenFrame);
    EXPECT_EQ(seen[0].direction, Direction::to_service);
    EXPECT_EQ(seen[1].kind, support::kTokenFrame);
    EXPECT_EQ(seen[1].direction, Direction::to_client);
    EXPECT_EQ(realm::send(ends.client.channel, "secret"), MUTAUTH_OK);
    EXPECT_EQ(realm::text_of(realm::received(ends.service.channel)), "secret");
    seen = proxy.seen();
    ASSERT_EQ(seen.size(), 3U);
    EXPECT_EQ(seen[2].kind, support::kSealedFrame);
}

TEST_F(ChannelAttack, ReadsWhatComesOctetByOctet) {
    support::Proxy proxy(nullptr, true);
    const realm::Ends ends = realm::open_both(proxy.client(), proxy.service());
    ASSERT_EQ(ends.client.status, MUTAUTH_OK) << ends.client.why;
    for (const char* text : {"one", "", "three"}) {
        EXPECT_EQ(realm::send(ends.client.channel, text), MUTAUTH_OK);
        EXPECT_EQ(realm::text_of(realm::received(ends.service.channel)), text);
    }
}

TEST_F(ChannelAttack, RefusesFramesThatAreNotOfTheProtocol) {
    const std::string zero(4, '\0');
    EXPECT_EQ(service_hearing(zero + '\1').status, MUTAUTH_FRAME_MALFORMED);
    for (const int kind : {0, 4, 5, 127, 255}) {
        EXPECT_EQ(service_hearing(frame(static_cast<char>(kind), "token")).status,
                  MUTAUTH_FRAME_MALFORMED)
            << kind;
    }
    EXPECT_EQ(service_hearing(frame(support::kSealedFrame, "sealed?")).status,
              MUTAUTH_FRAME_MALFORMED);
    EXPECT_EQ(service_hearing("GET / HTTP/1.1\r\n\r\n").status, MUTAUTH_FRAME_TOO_LARGE);
}

TEST_F(ChannelAttack, BoundsFramesBeforeTheyCome) {
    const auto head = [](size_t payload) {
        return support::length_head(payload + 1) + support::kTokenFrame;
    };
    EXPECT_EQ(service_hearing(head(65537), false).status, MUTAUTH_FRAME_TOO_LARGE);
    EXPECT_EQ(service_hearing(head(0xfffffffe), false).status, MUTAUTH_FRAME_TOO_LARGE);
    // The longest is waited for.
    EXPECT_EQ(service_hearing(head(65536), false).status, MUTAUTH_DEADLINE_PASSED);
    EXPECT_EQ(service_hearing(head(65536) + "begin").status, MUTAUTH_STREAM_TRUNCATED);

    auto [liar, honest] = support::socket_pair();
    const realm::Ends ends = realm::open_ends();
    const size_t longest = 16 + 16 + 16 + 12 + 1 + MUTAUTH_CHANNEL_MESSAGE_MAX;
    const auto sealed_head = [](size_t payload) {
        return support::length_head(payload + 1) + support::kSealedFrame;
    };
    support::write_all(mutauth_channel_fd(ends.client.channel.get()), sealed_head(longest + 50));
    EXPECT_EQ(realm::receive_status(ends.service.channel), MUTAUTH_FRAME_TOO_LARGE);
}

TEST_F(ChannelAttack, APeerThatStopsIsLeftAtTheDeadline) {
    auto [liar, honest] = support::socket_pair();
    for (const auto& negotiation : {client(), service()}) {
        const auto took = support::taken_by([&, &socket = honest] {
            EXPECT_EQ(realm::open_end(socket, negotiation, 200).status, MUTAUTH_DEADLINE_PASSED);
        });
        EXPECT_GE(took, std::chrono::milliseconds(200));
        EXPECT_LT(took, support::kPrompt);
    }
}

TEST_F(ChannelAttack, APeerThatGoesIsTruncation) {
    EXPECT_EQ(service_hearing("").status, MUTAUTH_STREAM_TRUNCATED);
    EXPECT_EQ(service_hearing(std::string("\0\0", 2)).status, MUTAUTH_STREAM_TRUNCATED);
    auto [liar, honest] = support::socket_pair();
    ::shutdown(liar.get(), SHUT_WR);
    EXPECT_EQ(realm::open_end(honest, client()).status, MUTAUTH_STREAM_TRUNCATED);
}

TEST_F(ChannelAttack, UnprovenWordsAreNoMoreThanThat) {
    const auto client_hearing = [](const std::string& octets) {
        auto [liar, honest] = support::socket_pair();
        support::write_all(liar.get(), octets);
        const realm::End end = realm::open_end(honest, client());
        EXPECT_EQ(end.channel, nullptr);
        return end.status;
    };
    EXPECT_EQ(client_hearing(frame(support::kFailureFrame, "")), MUTAUTH_PEER_REFUSED);
    EXPECT_LT(client_hearing(frame(support::kFailureFrame, "junk")), 0);
    EXPECT_LT(client_hearing(frame(support::kTokenFrame, "")), 0);
    EXPECT_LT(client_hearing(frame(support::kTokenFrame, "junk")), 0);
    EXPECT_EQ(client_hearing(frame(support::kSealedFrame, "junk")), MUTAUTH_FRAME_MALFORMED);
}

TEST_F(ChannelAttack, AProofInAFailureFrameDoesNotOpenAChannel) {
    // The bytes are the true service's, only the frame says failure.
    support::Proxy proxy([](Direction direction, const std::string& whole) {
        return direction == Direction::to_client ? frame(support::kFailureFrame, whole.substr(5))
                                                 : whole;
    });
    const realm::Ends ends = realm::open_both(proxy.client(), proxy.service());
    EXPECT_LT(ends.client.status, 0);
    EXPECT_EQ(ends.client.channel, nullptr);
}

TEST_F(ChannelAttack, ATokenAfterTheProofIsRefused) {
    for (const char kind : {support::kTokenFrame, support::kFailureFrame}) {
        const realm::Ends ends = realm::open_ends();
        support::write_all(mutauth_channel_fd(ends.client.channel.get()), frame(kind, "token"));
        EXPECT_EQ(realm::receive_status(ends.service.channel), MUTAUTH_FRAME_MALFORMED);
        EXPECT_LT(realm::receive_status(ends.service.channel), 0);
    }
}

TEST_F(ChannelAttack, AnEndWithinAFrameIsTruncation) {
    for (const size_t sent : {1, 4, 5, 6, 40}) {
        realm::Ends ends = realm::open_ends();
        support::write_all(mutauth_channel_fd(ends.client.channel.get()),
                           frame(support::kSealedFrame, std::string(80, 's')).substr(0, sent));
        ends.client.channel.reset();
        EXPECT_EQ(realm::receive_status(ends.service.channel), MUTAUTH_STREAM_TRUNCATED) << sent;
    }
}

TEST_F(ChannelAttack, SendingToAPeerThatIsGoneFails) {
    realm::Ends ends = realm::open_ends();
    ends.service.channel.reset();
    mutauth_status status = MUTAUTH_OK;
    for (int i = 0; i < 10 && status == MUTAUTH_OK; ++i) {
        status = realm::send(ends.client.channel, "m");
    }
    // And no SIGPIPE has ended this program.
    EXPECT_EQ(status, MUTAUTH_STREAM_TRUNCATED);
}

/// Runs ten messages from the client to the service through a proxy that spoils sealed frames, and
/// returns how the service's receiving ended. What it got before must be what was sent.
mutauth_status spoiled(const std::function<std::string(int nth, const std::string& whole)>& spoil) {
    int nth = 0;
    support::Proxy proxy([&](Direction direction, const std::string& whole) {
        return direction == Direction::to_service && whole[4] == support::kSealedFrame
                   ? spoil(nth++, whole)
                   : whole;
    });
    realm::Ends ends = realm::open_both(proxy.client(), proxy.service());
    EXPECT_EQ(ends.client.status, MUTAUTH_OK) << ends.client.why;
    EXPECT_EQ(ends.service.status, MUTAUTH_OK) << ends.service.why;
    for (int i = 0; i < 10; ++i) {
        EXPECT_EQ(realm::send(ends.client.channel, "message " + std::to_string(i)), MUTAUTH_OK);
    }
    EXPECT_EQ(mutauth_channel_close(ends.client.channel.get(), nullptr), MUTAUTH_OK);
    ends.client.channel.reset();
    for (int i = 0;; ++i) {
        mutauth_bytes* out = nullptr;
        const mutauth_status status =
            mutauth_channel_receive(ends.service.channel.get(), realm::within(5000).get(), &out);
        const realm::Bytes got(out, mutauth_bytes_free);
        if (status != MUTAUTH_OK) {
            return status;
        }
        EXPECT_EQ(realm::text_of(got), "message " + std::to_string(i));
    }
}

TEST_F(ChannelAttack, FramesThatAreLeftAloneArrive) {
    EXPECT_EQ(spoiled([](int, const std::string& whole) { return whole; }), MUTAUTH_END);
}

TEST_F(ChannelAttack, DroppedDuplicatedAndSwappedFramesAreSeen) {
    EXPECT_EQ(spoiled([](int nth, const std::string& whole) { return nth == 3 ? "" : whole; }),
              MUTAUTH_MESSAGE_OUT_OF_ORDER);
    EXPECT_EQ(
        spoiled([](int nth, const std::string& whole) { return nth == 3 ? whole + whole : whole; }),
        MUTAUTH_MESSAGE_REPLAYED);
    std::string kept;
    EXPECT_EQ(spoiled([&](int nth, const std::string& whole) {
                  if (nth == 3) {
                      kept = whole;
                      return std::string();
                  }
                  return nth == 4 ? whole + kept : whole;
              }),
              MUTAUTH_MESSAGE_OUT_OF_ORDER);
    // The eleventh is the sealed end: without it nothing says that all came.
    EXPECT_EQ(spoiled([](int nth, const std::string& whole) { return nth == 10 ? "" : whole; }),
              MUTAUTH_STREAM_TRUNCATED);
    // An end that is moved forward does not end the stream early.
    EXPECT_EQ(spoiled([&](int nth, const std::string& whole) {
                  kept += nth >= 3 ? whole : "";
                  return nth < 3 ? whole : nth == 10 ? whole + kept : std::string();
              }),
              MUTAUTH_MESSAGE_OUT_OF_ORDER);
}

TEST_F(ChannelAttack, AFlippedBitAnywhereIsSeen) {
    const auto seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 60; ++round) {
        const int victim = static_cast<int>(random() % 11);
        const size_t place = random();
        const mutauth_status status = spoiled([&](int nth, const std::string& whole) {
            std::string out = whole;
            if (nth == victim) {
                const size_t bit = place % (out.size() * 8);
                out[bit / 8] = static_cast<char>(out[bit / 8] ^ 1 << bit % 8);
            }
            return out;
        });
        EXPECT_THAT(status, AnyOf(MUTAUTH_MESSAGE_TAMPERED, MUTAUTH_FRAME_MALFORMED,
                                  MUTAUTH_FRAME_TOO_LARGE, MUTAUTH_STREAM_TRUNCATED))
            << "round " << round;
    }
}

TEST_F(ChannelAttack, AFlippedBitInATokenOpensNoChannelAtTheClient) {
    const auto seed = std::random_device()();
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    for (int round = 0; round < 20; ++round) {
        const size_t place = random();
        support::Proxy proxy([&](Direction direction, const std::string& whole) {
            std::string out = whole;
            // Behind the frame's head and the token's clear fields: in what is encrypted.
            if (direction == Direction::to_client && out.size() > 60) {
                out[60 + place % (out.size() - 60)] ^= static_cast<char>(1 << place % 8);
            }
            return out;
        });
        realm::Ends ends = realm::open_both(proxy.client(), proxy.service());
        EXPECT_EQ(ends.client.status, MUTAUTH_PEER_NOT_PROVEN) << ends.client.why;
    }
}

}  // namespace
