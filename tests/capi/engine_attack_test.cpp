// What a man in the middle can do to the bytes between two engines: nothing but end the exchange.
#include <gmock/gmock.h>
#include <mutauth/engine.h>

#include <functional>
#include <iostream>

#include "capi/engines.h"
#include "support/proxy.h"

namespace {

using Frames = std::vector<std::string>;

/// The frames of one exchange, and the engine that has proven itself to their sender.
struct Recorded {
    realm::Engines both;
    Frames to_service;
    Frames to_client;
};

const Frames& messages() {
    static const Frames sent{"first", "", "third, a longer one", "fourth"};
    return sent;
}

Frames split(const std::string& bytes) {
    Frames out;
    for (size_t at = 0; at < bytes.size(); at += out.back().size()) {
        out.push_back(bytes.substr(at, 4 + support::length_in(bytes.substr(at, 4))));
    }
    return out;
}

/// Both are proven; what each then sealed, its end included, was not yet fed to the other.
Recorded record() {
    Recorded out{realm::proven_engines(), {}, {}};
    for (const auto* engine : {&out.both.client, &out.both.service}) {
        for (const auto& message : messages()) {
            EXPECT_EQ(realm::send(*engine, message), MUTAUTH_OK) << realm::why();
        }
        EXPECT_EQ(mutauth_engine_close(engine->get()), MUTAUTH_OK) << realm::why();
    }
    out.to_service = split(realm::taken(out.both.client));
    out.to_client = split(realm::taken(out.both.service));
    EXPECT_EQ(out.to_service.size(), messages().size() + 1);
    return out;
}

/// Feeds and receives until nothing more comes; what was received must be what was sent, in order.
/// MUTAUTH_END only if all of it came.
mutauth_status outcome_of(const realm::Engine& engine, const std::string& bytes, size_t& received) {
    mutauth_status status = realm::feed(engine, bytes);
    EXPECT_EQ(mutauth_engine_ended(engine.get()), MUTAUTH_OK);
    for (received = 0; status == MUTAUTH_OK;) {
        const realm::Received got = realm::receive(engine);
        status = got.status;
        if (status == MUTAUTH_OK) {
            EXPECT_LT(received, messages().size());
            EXPECT_EQ(got.message, messages()[received]);
            ++received;
        }
    }
    EXPECT_TRUE(status < 0 || received == messages().size()) << status;
    // Final: nothing can be had afterwards.
    EXPECT_EQ(realm::receive(engine).status, status == MUTAUTH_END ? status : MUTAUTH_WRONG_STATE);
    return status;
}

std::string joined(const Frames& frames) {
    std::string out;
    for (const auto& frame : frames) {
        out += frame;
    }
    return out;
}

/// Which of the two is the victim, and the frames that were sealed for it.
struct Victim {
    const realm::Engine& engine;
    Frames frames;
};

Victim victim_of(const Recorded& recorded, bool service) {
    return {service ? recorded.both.service : recorded.both.client,
            service ? recorded.to_service : recorded.to_client};
}

/// Spoils one exchange in both directions: it must end in failure. Returns how it did.
std::vector<mutauth_status> spoiled(const std::function<void(Frames&)>& spoil) {
    const Recorded recorded = record();
    std::vector<mutauth_status> out;
    for (const bool service : {true, false}) {
        Victim victim = victim_of(recorded, service);
        spoil(victim.frames);
        size_t received = 0;
        out.push_back(outcome_of(victim.engine, joined(victim.frames), received));
    }
    return out;
}

std::vector<mutauth_status> both(mutauth_status status) {
    return {status, status};
}

TEST(CapiEngineAttack, WhatIsLeftAloneArrives) {
    EXPECT_EQ(spoiled([](Frames&) {}), both(MUTAUTH_END));
}

TEST(CapiEngineAttack, EveryFlippedByteOfEveryFrameIsSeen) {
    const Recorded sample = record();
    const size_t frames = sample.to_service.size();
    size_t flipped = 0;
    size_t accepted = 0;
    for (size_t nth = 0; nth < frames; ++nth) {
        for (size_t at = 0; at < sample.to_service[nth].size(); ++at) {
            const auto statuses = spoiled([&](Frames& sealed) {
                sealed[nth][at] = static_cast<char>(sealed[nth][at] ^ (1 << (at + nth) % 8));
            });
            for (const mutauth_status status : statuses) {
                ++flipped;
                accepted += status >= 0 ? 1 : 0;
                EXPECT_LT(status, 0) << "frame " << nth << " octet " << at;
            }
        }
    }
    std::cout << flipped << " octets flipped, " << accepted << " accepted\n";
    EXPECT_GT(flipped, 600U);
    EXPECT_EQ(accepted, 0U);
}

/// RFC 4120 5.5.2: where the AP-REP says in clear that it is one. Nothing proves that octet, and
/// libkrb5 does not look at it; the proof is in what follows.
size_t message_type_in(const std::string& answer) {
    const size_t at = answer.find("\xa1\x03\x02\x01\x0f");
    EXPECT_NE(at, std::string::npos);
    return at + 4;
}

TEST(CapiEngineAttack, EveryFlippedByteOfTheAnswerToTheProofIsSeen) {
    size_t size = 1;
    size_t flipped = 0;
    for (size_t at = 0; at < size; ++at) {
        const realm::Engines both = realm::fresh_engines();
        ASSERT_EQ(realm::feed(both.service, realm::taken(both.client)), MUTAUTH_OK) << realm::why();
        std::string answer = realm::taken(both.service);
        size = answer.size();
        if (at == message_type_in(answer)) {
            continue;
        }
        answer[at] = static_cast<char>(answer[at] ^ (1 << at % 8));
        mutauth_status status = realm::feed(both.client, answer);
        // A longer length only makes the client wait for more.
        status = status == MUTAUTH_OK ? mutauth_engine_ended(both.client.get()) : status;
        ASSERT_LT(status, 0) << "octet " << at;
        ASSERT_FALSE(realm::has(both.client, MUTAUTH_ENGINE_PROVEN)) << "octet " << at;
        ++flipped;
    }
    std::cout << flipped << " octets flipped, 0 accepted\n";
    EXPECT_GT(flipped, 100U);
}

TEST(CapiEngineAttack, TruncationAtEachLengthIsSeen) {
    const size_t whole = joined(record().to_service).size();
    for (size_t length = 0; length < whole; ++length) {
        const Recorded recorded = record();
        for (const bool service : {true, false}) {
            const Victim victim = victim_of(recorded, service);
            size_t received = 0;
            ASSERT_EQ(outcome_of(victim.engine, joined(victim.frames).substr(0, length), received),
                      MUTAUTH_STREAM_TRUNCATED)
                << length;
        }
    }
    std::cout << whole << " lengths in each direction\n";
}

TEST(CapiEngineAttack, AFrameThatIsRepeatedDroppedOrMovedIsSeen) {
    const size_t count = messages().size() + 1;
    for (size_t nth = 0; nth < count; ++nth) {
        const auto at = static_cast<std::ptrdiff_t>(nth);
        // Behind the sealed end nothing is looked at.
        EXPECT_EQ(spoiled([&](Frames& sealed) { sealed.insert(sealed.begin() + at, sealed[nth]); }),
                  both(nth + 1 == count ? MUTAUTH_END : MUTAUTH_MESSAGE_REPLAYED));
        EXPECT_EQ(spoiled([&](Frames& sealed) { sealed.erase(sealed.begin() + at); }),
                  both(nth + 1 == count ? MUTAUTH_STREAM_TRUNCATED : MUTAUTH_MESSAGE_OUT_OF_ORDER));
        for (size_t other = nth + 1; other < count; ++other) {
            EXPECT_EQ(spoiled([&](Frames& sealed) { std::swap(sealed[nth], sealed[other]); }),
                      both(MUTAUTH_MESSAGE_OUT_OF_ORDER));
        }
    }
}

TEST(CapiEngineAttack, AFrameOfAnotherStreamIsSeen) {
    const Recorded other = record();
    for (size_t nth = 0; nth <= messages().size(); ++nth) {
        EXPECT_EQ(spoiled([&](Frames& sealed) { sealed[nth] = other.to_service[nth]; }),
                  both(MUTAUTH_MESSAGE_TAMPERED));
        EXPECT_EQ(spoiled([&](Frames& sealed) { sealed[nth] = other.to_client[nth]; }),
                  both(MUTAUTH_MESSAGE_TAMPERED));
    }
    // One's own words come back.
    const Recorded recorded = record();
    size_t received = 0;
    EXPECT_LT(outcome_of(recorded.both.client, joined(recorded.to_service), received), 0);
    EXPECT_EQ(received, 0U);
}

TEST(CapiEngineAttack, ByteByByteNothingIsDifferent) {
    const Recorded recorded = record();
    for (const bool service : {true, false}) {
        const Victim victim = victim_of(recorded, service);
        const std::string bytes = joined(victim.frames);
        for (const char octet : bytes.substr(0, bytes.size() - 1)) {
            ASSERT_EQ(realm::feed(victim.engine, std::string(1, octet)), MUTAUTH_OK);
        }
        size_t received = 0;
        EXPECT_EQ(outcome_of(victim.engine, bytes.substr(bytes.size() - 1), received), MUTAUTH_END);
    }
}

TEST(CapiEngineAttack, AFrameBeyondTheBoundIsRefusedByItsHeadAlone) {
    const realm::Engines fresh = realm::fresh_engines();
    // docs/channel.md: 65536 before the proof, and the length counts the kind.
    const std::string head = support::length_head(65538) + support::kTokenFrame;
    EXPECT_EQ(realm::feed(fresh.service, head), MUTAUTH_FRAME_TOO_LARGE);
    const realm::Engines proven = realm::proven_engines();
    const std::string sealed =
        support::length_head(MUTAUTH_CHANNEL_MESSAGE_MAX + 100) + support::kSealedFrame;
    EXPECT_EQ(realm::feed(proven.service, sealed), MUTAUTH_OK);
    EXPECT_EQ(realm::receive(proven.service).status, MUTAUTH_FRAME_TOO_LARGE);
    EXPECT_EQ(realm::feed(proven.service, "more"), MUTAUTH_WRONG_STATE);
}

TEST(CapiEngineAttack, NoSealedFrameIsTakenBeforeTheProof) {
    const Recorded recorded = record();
    const realm::Engines fresh = realm::fresh_engines();
    EXPECT_EQ(realm::feed(fresh.service, recorded.to_service[0]), MUTAUTH_FRAME_MALFORMED);
    EXPECT_EQ(realm::feed(fresh.client, recorded.to_client[0]), MUTAUTH_FRAME_MALFORMED);
    EXPECT_EQ(realm::receive(fresh.client).status, MUTAUTH_WRONG_STATE);
}

}  // namespace
