#include <mutauth/engine.h>

#include <gmock/gmock.h>
#include <malloc.h>

#include <iostream>

#include "capi/channels.h"
#include "capi/engines.h"

namespace {

using testing::HasSubstr;

TEST(CapiEngine, ProvesBothSidesAndCarriesMessagesBothWays) {
    const realm::Engines both = realm::fresh_engines();
    EXPECT_EQ(mutauth_engine_identity(both.client.get()), nullptr);
    EXPECT_EQ(mutauth_engine_state(both.client.get()),
              MUTAUTH_ENGINE_FEEDS | MUTAUTH_ENGINE_HAS_BYTES);
    EXPECT_EQ(mutauth_engine_state(both.service.get()), MUTAUTH_ENGINE_FEEDS);
    EXPECT_EQ(realm::send(both.client, "early"), MUTAUTH_WRONG_STATE);
    EXPECT_EQ(mutauth_engine_close(both.client.get()), MUTAUTH_WRONG_STATE);
    EXPECT_EQ(realm::receive(both.client).status, MUTAUTH_WOULD_BLOCK);
    realm::exchange(both);
    for (const auto* engine : {&both.client, &both.service}) {
        EXPECT_EQ(mutauth_engine_state(engine->get()),
                  MUTAUTH_ENGINE_PROVEN | MUTAUTH_ENGINE_FEEDS | MUTAUTH_ENGINE_SENDS);
        const mutauth_identity* seen = mutauth_engine_identity(engine->get());
        EXPECT_EQ(mutauth_identity_client(seen), realm::principal("alice"));
        EXPECT_EQ(mutauth_identity_asked_service(seen), realm::principal(realm::host_spn()));
    }
    for (const size_t size : {0, 1, 16384, MUTAUTH_CHANNEL_MESSAGE_MAX}) {
        const std::string message(size, 'm');
        EXPECT_EQ(realm::send(both.client, message), MUTAUTH_OK) << realm::why();
        EXPECT_EQ(realm::send(both.service, message), MUTAUTH_OK) << realm::why();
        realm::exchange(both);
        EXPECT_TRUE(realm::receive(both.client).message == message) << size;
        EXPECT_TRUE(realm::receive(both.service).message == message) << size;
    }
    EXPECT_EQ(realm::send(both.client, std::string(MUTAUTH_CHANNEL_MESSAGE_MAX + 1, 'm')),
              MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiEngine, TakesBytesOneByOneAndSaysWhatWentInAnyPieces) {
    const realm::Engines both = realm::fresh_engines();
    const auto carry = [](const realm::Engine& from, const realm::Engine& to) {
        const void* data = nullptr;
        size_t size = 0;
        while (mutauth_engine_to_send(from.get(), &data, &size) == MUTAUTH_OK && size > 0) {
            EXPECT_EQ(mutauth_engine_feed(to.get(), data, 1), MUTAUTH_OK) << realm::why();
            EXPECT_EQ(mutauth_engine_sent(from.get(), 1), MUTAUTH_OK);
        }
        EXPECT_EQ(data, nullptr);
    };
    carry(both.client, both.service);
    carry(both.service, both.client);
    EXPECT_EQ(realm::send(both.client, "one"), MUTAUTH_OK);
    EXPECT_EQ(realm::send(both.client, "two"), MUTAUTH_OK);
    carry(both.client, both.service);
    EXPECT_EQ(realm::receive(both.service).message, "one");
    EXPECT_EQ(realm::receive(both.service).message, "two");
    EXPECT_EQ(realm::receive(both.service).status, MUTAUTH_WOULD_BLOCK);
    EXPECT_EQ(mutauth_engine_sent(both.client.get(), 1), MUTAUTH_INVALID_ARGUMENT);
}

TEST(CapiEngine, SpeaksWithTheBlockingChannel) {
    auto [near, far] = support::socket_pair();
    static const realm::Credential host = realm::computer();
    auto accepting = std::async(std::launch::async, [&, &socket = far] {
        return realm::open_end(socket, realm::accept(host, realm::serving(realm::host_spn())));
    });
    const realm::Engine client =
        realm::begin(realm::initiate(realm::account("alice"), realm::host_spn()));
    const auto read_some = [&, &socket = near] {
        std::string got(4096, '\0');
        const ssize_t size = ::read(socket.get(), got.data(), got.size());
        got.resize(size > 0 ? static_cast<size_t>(size) : 0);
        return got;
    };
    while (!realm::has(client, MUTAUTH_ENGINE_PROVEN)) {
        support::write_all(near.get(), realm::taken(client));
        ASSERT_EQ(realm::feed(client, read_some()), MUTAUTH_OK) << realm::why();
    }
    const realm::End service = accepting.get();
    ASSERT_EQ(service.status, MUTAUTH_OK) << service.why;
    EXPECT_EQ(realm::send(client, "from the engine"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_engine_close(client.get()), MUTAUTH_OK);
    support::write_all(near.get(), realm::taken(client));
    EXPECT_EQ(realm::text_of(realm::received(service.channel)), "from the engine");
    realm::received(service.channel, MUTAUTH_END);
    EXPECT_EQ(realm::send(service.channel, "from the channel"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_channel_close(service.channel.get(), nullptr), MUTAUTH_OK);
    while (realm::has(client, MUTAUTH_ENGINE_FEEDS) &&
           !realm::has(client, MUTAUTH_ENGINE_RECEIVES)) {
        ASSERT_EQ(realm::feed(client, read_some()), MUTAUTH_OK) << realm::why();
    }
    EXPECT_EQ(realm::receive(client).message, "from the channel");
    while (!realm::has(client, MUTAUTH_ENGINE_RECEIVES)) {
        ASSERT_EQ(realm::feed(client, read_some()), MUTAUTH_OK) << realm::why();
    }
    EXPECT_EQ(realm::receive(client).status, MUTAUTH_END);
}

TEST(CapiEngine, RefusesToSendBeyondItsBoundAndLosesNothing) {
    const realm::Engines both = realm::proven_engines();
    EXPECT_EQ(mutauth_engine_set_bounds(both.client.get(), 1000, MUTAUTH_ENGINE_BOUND), MUTAUTH_OK);
    int sent = 0;
    while (realm::has(both.client, MUTAUTH_ENGINE_SENDS)) {
        ASSERT_EQ(realm::send(both.client, std::to_string(sent)), MUTAUTH_OK);
        ++sent;
    }
    // 67 octets each (docs/channel.md): the sixteenth finds 1005 waiting.
    EXPECT_EQ(sent, 15);
    EXPECT_EQ(realm::send(both.client, "too much"), MUTAUTH_SEND_QUEUE_FULL);
    EXPECT_THAT(mutauth_error_message(nullptr), HasSubstr("1000"));
    // The end is never refused, and what was refused used nothing up.
    EXPECT_EQ(mutauth_engine_close(both.client.get()), MUTAUTH_OK);
    realm::exchange(both);
    for (int i = 0; i < sent; ++i) {
        EXPECT_EQ(realm::receive(both.service).message, std::to_string(i));
    }
    EXPECT_EQ(realm::receive(both.service).status, MUTAUTH_END);
}

TEST(CapiEngine, RefusesBytesWhileMessagesPileUp) {
    const realm::Engines both = realm::proven_engines();
    EXPECT_EQ(mutauth_engine_set_bounds(both.service.get(), 0, 1000), MUTAUTH_OK);
    int fed = 0;
    std::string bytes;
    for (; realm::has(both.service, MUTAUTH_ENGINE_FEEDS); ++fed) {
        ASSERT_EQ(realm::send(both.client, "m" + std::to_string(fed)), MUTAUTH_OK);
        bytes = realm::taken(both.client);
        ASSERT_EQ(realm::feed(both.service, bytes), MUTAUTH_OK);
    }
    EXPECT_EQ(fed, 15);
    ASSERT_EQ(realm::send(both.client, "after"), MUTAUTH_OK);
    bytes = realm::taken(both.client);
    EXPECT_EQ(realm::feed(both.service, bytes), MUTAUTH_RECEIVE_QUEUE_FULL);
    for (int i = 0; i < fed; ++i) {
        EXPECT_EQ(realm::receive(both.service).message, "m" + std::to_string(i));
    }
    EXPECT_EQ(realm::feed(both.service, bytes), MUTAUTH_OK);
    EXPECT_EQ(realm::receive(both.service).message, "after");
    // A message longer than the bound still comes through, since only whole ones pile up.
    const std::string longer(5000, 'l');
    EXPECT_EQ(realm::send(both.client, longer), MUTAUTH_OK);
    for (const char octet : realm::taken(both.client)) {
        ASSERT_EQ(realm::feed(both.service, std::string(1, octet)), MUTAUTH_OK) << realm::why();
    }
    EXPECT_TRUE(realm::receive(both.service).message == longer);
    // And 0 allows for one at a time.
    EXPECT_EQ(realm::send(both.service, "one"), MUTAUTH_OK);
    EXPECT_EQ(realm::send(both.service, "two"), MUTAUTH_SEND_QUEUE_FULL);
}

TEST(CapiEngine, TellsASealedEndFromTruncation) {
    const realm::Engines both = realm::proven_engines();
    EXPECT_EQ(realm::send(both.client, "last"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_engine_close(both.client.get()), MUTAUTH_OK);
    EXPECT_EQ(mutauth_engine_close(both.client.get()), MUTAUTH_OK);
    EXPECT_EQ(realm::send(both.client, "late"), MUTAUTH_WRONG_STATE);
    realm::exchange(both);
    EXPECT_EQ(realm::feed(both.service, "noise behind the end"), MUTAUTH_OK);
    EXPECT_EQ(mutauth_engine_ended(both.service.get()), MUTAUTH_OK);
    EXPECT_EQ(realm::receive(both.service).message, "last");
    for (int i = 0; i < 2; ++i) {
        EXPECT_EQ(realm::receive(both.service).status, MUTAUTH_END);
    }
    EXPECT_EQ(realm::send(both.service, "answer"), MUTAUTH_OK);
    EXPECT_EQ(realm::feed(both.client, realm::taken(both.service)), MUTAUTH_OK);
    EXPECT_EQ(mutauth_engine_ended(both.client.get()), MUTAUTH_OK);
    EXPECT_EQ(realm::receive(both.client).message, "answer");
    EXPECT_TRUE(realm::has(both.client, MUTAUTH_ENGINE_RECEIVES));
    EXPECT_EQ(realm::receive(both.client).status, MUTAUTH_STREAM_TRUNCATED);
    EXPECT_FALSE(realm::has(both.client, MUTAUTH_ENGINE_RECEIVES));
    EXPECT_EQ(realm::receive(both.client).status, MUTAUTH_WRONG_STATE);
    EXPECT_EQ(realm::feed(both.client, "more"), MUTAUTH_WRONG_STATE);
}

TEST(CapiEngine, AnEndBeforeTheProofIsTruncation) {
    const realm::Engines both = realm::fresh_engines();
    for (const auto* engine : {&both.client, &both.service}) {
        EXPECT_EQ(mutauth_engine_ended(engine->get()), MUTAUTH_STREAM_TRUNCATED);
        EXPECT_EQ(mutauth_engine_ended(engine->get()), MUTAUTH_OK);
        EXPECT_EQ(realm::receive(*engine).status, MUTAUTH_WRONG_STATE);
        EXPECT_EQ(realm::feed(*engine, "more"), MUTAUTH_WRONG_STATE);
    }
}

TEST(CapiEngine, RefusesWithAReasonForTheProvenPeer) {
    const realm::Engines both = realm::proven_engines();
    EXPECT_EQ(mutauth_engine_refuse(both.service.get(), nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_engine_refuse(both.service.get(), "\xff"), MUTAUTH_NOT_UTF8);
    EXPECT_EQ(mutauth_engine_refuse(both.service.get(), std::string(1025, 'r').c_str()),
              MUTAUTH_TEXT_TOO_LONG);
    EXPECT_EQ(mutauth_engine_refuse(both.service.get(), "not on Sundays"), MUTAUTH_OK);
    EXPECT_EQ(realm::send(both.service, "late"), MUTAUTH_WRONG_STATE);
    realm::exchange(both);
    EXPECT_EQ(realm::receive(both.client).status, MUTAUTH_REFUSED_BY_PEER);
    EXPECT_EQ(realm::evidence("reason"), "not on Sundays");
    EXPECT_EQ(realm::receive(both.client).status, MUTAUTH_WRONG_STATE);
}

TEST(CapiEngine, AFailedNegotiationIsTheEndAndTellsThePeer) {
    const realm::Credential alice = realm::account("alice");
    const realm::Credential host = realm::computer();
    const realm::Engines both{realm::begin(realm::initiate(alice, realm::web_spn())),
                              realm::begin(realm::accept(host, realm::serving(realm::host_spn())))};
    EXPECT_LT(realm::feed(both.service, realm::taken(both.client)), 0);
    EXPECT_EQ(mutauth_engine_state(both.service.get()), MUTAUTH_ENGINE_HAS_BYTES);
    EXPECT_EQ(realm::receive(both.service).status, MUTAUTH_WRONG_STATE);
    const std::string words = realm::taken(both.service);
    ASSERT_GE(words.size(), 5U);
    EXPECT_EQ(words[4], support::kFailureFrame);
    EXPECT_EQ(realm::feed(both.client, words), MUTAUTH_PEER_REFUSED) << realm::why();
    EXPECT_EQ(realm::taken(both.client), "");
    EXPECT_EQ(realm::feed(both.client, words), MUTAUTH_WRONG_STATE);
}

// Finding C19.
TEST(CapiEngine, NeedsPrivacyBeforeItHasAnyBytes) {
    const realm::Policy asks = realm::with_level(realm::policy(), MUTAUTH_LEVEL_INTEGRITY);
    const realm::Policy serves =
        realm::with_level(realm::serving(realm::host_spn()), MUTAUTH_LEVEL_INTEGRITY);
    const realm::Negotiation sides[] = {
        realm::initiate(realm::account("alice"), realm::host_spn(), asks),
        realm::accept(realm::computer(), serves)};
    for (const realm::Negotiation& side : sides) {
        auto* made = reinterpret_cast<mutauth_engine*>(1);
        EXPECT_EQ(mutauth_engine_begin(side.get(), &made), MUTAUTH_LEVEL_TOO_LOW);
        EXPECT_EQ(made, nullptr);
    }
}

TEST(CapiEngine, KeepsOrderWhateverThePolicyTakes) {
    const realm::Policy loose = realm::policy();
    ASSERT_EQ(mutauth_policy_set_replay_window(loose.get(), 64), MUTAUTH_OK);
    const realm::Negotiation client =
        realm::initiate(realm::account("alice"), realm::host_spn(), loose);
    auto* made = reinterpret_cast<mutauth_engine*>(1);
    EXPECT_EQ(mutauth_engine_begin(client.get(), &made), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(made, nullptr);
}

TEST(CapiEngine, SpeaksTheFramingOfWindowsSamples) {
    const auto begin = [](const realm::Negotiation& negotiation) {
        mutauth_engine* made = nullptr;
        EXPECT_EQ(mutauth_engine_begin_windows_sample(negotiation.get(), &made), MUTAUTH_OK)
            << realm::why();
        return realm::Engine(made, mutauth_engine_free);
    };
    const realm::Engines both{
        begin(realm::initiate(realm::account("alice"), realm::host_spn())),
        begin(realm::accept(realm::computer(), realm::serving(realm::host_spn())))};
    realm::exchange(both);
    EXPECT_EQ(realm::send(both.client, "hello"), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(realm::send(both.client, ""), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(realm::send(both.client, std::string(12000, 'm')), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_engine_refuse(both.client.get(), "no"), MUTAUTH_NOT_IN_FRAMING);
    EXPECT_EQ(mutauth_engine_close(both.client.get()), MUTAUTH_OK);
    EXPECT_EQ(realm::send(both.client, "late"), MUTAUTH_WRONG_STATE);
    realm::exchange(both);
    EXPECT_EQ(realm::receive(both.service).message, "hello");
    EXPECT_EQ(realm::receive(both.service).status, MUTAUTH_OK);
    EXPECT_EQ(realm::receive(both.service).status, MUTAUTH_WOULD_BLOCK);
    EXPECT_EQ(mutauth_engine_ended(both.service.get()), MUTAUTH_OK);
    EXPECT_EQ(realm::receive(both.service).status, MUTAUTH_STREAM_END_UNPROVEN);
    EXPECT_EQ(realm::receive(both.service).status, MUTAUTH_WRONG_STATE);
}

TEST(CapiEngine, RefusesWrongArguments) {
    EXPECT_EQ(mutauth_engine_begin(nullptr, nullptr), MUTAUTH_INVALID_ARGUMENT);
    auto* out = reinterpret_cast<mutauth_engine*>(1);
    EXPECT_EQ(mutauth_engine_begin(nullptr, &out), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(out, nullptr);
    const realm::Engines both = realm::proven_engines();
    mutauth_engine* engine = both.client.get();
    EXPECT_EQ(mutauth_engine_feed(engine, nullptr, 1), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_engine_feed(engine, nullptr, 0), MUTAUTH_OK);
    EXPECT_EQ(mutauth_engine_send(engine, nullptr, 1), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_engine_receive(engine, nullptr), MUTAUTH_INVALID_ARGUMENT);
    const void* data = engine;
    size_t size = 1;
    EXPECT_EQ(mutauth_engine_to_send(engine, nullptr, &size), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_engine_to_send(engine, &data, nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_engine_to_send(nullptr, &data, &size), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(data, nullptr);
    EXPECT_EQ(size, 0U);
    auto* wrong = reinterpret_cast<mutauth_engine*>(realm::spn("a/b").release());
    mutauth_bytes* message = nullptr;
    EXPECT_EQ(mutauth_engine_feed(wrong, "", 0), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_engine_ended(wrong), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_engine_sent(wrong, 0), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_engine_send(wrong, "", 0), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_engine_receive(wrong, &message), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_engine_close(wrong), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_engine_refuse(wrong, ""), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_engine_set_bounds(wrong, 0, 0), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_engine_state(wrong), 0);
    EXPECT_EQ(mutauth_engine_identity(wrong), nullptr);
    mutauth_engine_free(wrong);
    mutauth_engine_free(nullptr);
    mutauth_spn_free(reinterpret_cast<mutauth_spn*>(wrong));
}

// Finding M7: what is queued is sealed frames and nothing else.
TEST(CapiEngine, QueuesNothingWhenItCannotSeal) {
    for (const int32_t protector : {MUTAUTH_PROTECTOR_OWN, MUTAUTH_PROTECTOR_GSS}) {
        const realm::Policy few = realm::policy();
        ASSERT_EQ(mutauth_policy_set_message_limit(few.get(), 1), MUTAUTH_OK);
        ASSERT_EQ(mutauth_policy_set_protector(few.get(), protector), MUTAUTH_OK);
        const realm::Engines both = realm::fresh_engines(few);
        realm::exchange(both);
        ASSERT_EQ(realm::send(both.client, "first"), MUTAUTH_OK);
        const void* data = nullptr;
        size_t before = 0;
        size_t after = 0;
        ASSERT_EQ(mutauth_engine_to_send(both.client.get(), &data, &before), MUTAUTH_OK);
        EXPECT_EQ(realm::send(both.client, "second"), MUTAUTH_MESSAGE_LIMIT);
        EXPECT_EQ(mutauth_engine_close(both.client.get()), MUTAUTH_MESSAGE_LIMIT);
        ASSERT_EQ(mutauth_engine_to_send(both.client.get(), &data, &after), MUTAUTH_OK);
        EXPECT_EQ(after, before);
        ASSERT_EQ(realm::feed(both.service, realm::taken(both.client)), MUTAUTH_OK);
        EXPECT_EQ(realm::receive(both.service).message, "first");
        EXPECT_EQ(realm::receive(both.service).status, MUTAUTH_WOULD_BLOCK);
    }
}

/// Bytes that this process has from malloc.
std::size_t in_use() {
    return ::mallinfo2().uordblks;
}

/// What each of some objects that stay needs.
template <typename T, typename Make>
std::size_t bytes_of_each(Make make) {
    constexpr std::size_t kCount = 32;
    std::vector<T> kept;
    kept.reserve(kCount);
    make();
    const std::size_t before = in_use();
    for (std::size_t i = 0; i < kCount; ++i) {
        kept.push_back(make());
    }
    return (in_use() - before) / kCount;
}

// Finding C17: a negotiation's tickets, keys and tokens were kept for as long as the channel.
TEST(CapiEngine, LetsItsNegotiationGoOnceBothAreProven) {
    const std::size_t contexts = bytes_of_each<realm::Pair>([] { return realm::proven_pair(); });
    if (contexts == 0) {
        GTEST_SKIP() << "this build's malloc does not count (a sanitizer's)";
    }
    const std::size_t engines =
        bytes_of_each<realm::Engines>([] { return realm::proven_engines(); });
    RecordProperty("context_pair", static_cast<int>(contexts));
    RecordProperty("engine_pair", static_cast<int>(engines));
    std::cout << "a pair of contexts: " << contexts << " bytes, of engines: " << engines << '\n';
    EXPECT_LT(engines, contexts + 3000);
}

}  // namespace
