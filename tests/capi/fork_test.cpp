// What a program may still use after fork, and what says that it is another process's.
#include <mutauth/directory.h>
#include <mutauth/listener.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <functional>

#include "capi/channels.h"
#include "capi/engines.h"
#include "capi/protectors.h"

namespace {

/// The expectations hold in a child process too; its failures are this test's.
void in_child(const std::function<void()>& expectations) {
    std::fflush(nullptr);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        expectations();
        std::fflush(nullptr);
        ::_exit(testing::Test::HasFailure() ? 1 : 0);
    }
    int status = 1;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0) << "see what the child said above";
}

class CapiForkedContext : public testing::TestWithParam<realm::Protectors> {};

INSTANTIATE_TEST_SUITE_P(Protectors, CapiForkedContext, realm::all_protectors());

TEST_P(CapiForkedContext, BelongsToTheProcessThatMadeIt) {
    const realm::Pair pair = realm::pair_of(GetParam());
    in_child([&] {
        std::string out(200, '\0');
        size_t written = 0;
        mutauth_bytes* bytes = nullptr;
        mutauth_context* context = pair.client.get();
        const mutauth_segment segment{out.data(), 1, MUTAUTH_SEGMENT_SEALED};
        EXPECT_EQ(mutauth_context_seal(context, "m", 1, out.data(), 200, &written), MUTAUTH_FORKED);
        EXPECT_EQ(mutauth_context_open(context, "m", 1, out.data(), 200, &written), MUTAUTH_FORKED);
        EXPECT_EQ(mutauth_context_sign(context, "m", 1, out.data(), 200, &written), MUTAUTH_FORKED);
        EXPECT_EQ(mutauth_context_verify(context, "m", 1, "s", 1), MUTAUTH_FORKED);
        EXPECT_EQ(mutauth_context_wrap(context, "m", 1, out.data(), 200, &written), MUTAUTH_FORKED);
        EXPECT_EQ(mutauth_context_unwrap(context, "m", 1, out.data(), 200, &written),
                  MUTAUTH_FORKED);
        EXPECT_EQ(mutauth_context_seal_segments(context, &segment, 1, out.data(), 200, &written),
                  MUTAUTH_FORKED);
        EXPECT_EQ(mutauth_context_export(context, &bytes), MUTAUTH_FORKED);
        // Whose context it was is no secret, and does not change.
        EXPECT_EQ(mutauth_identity_client(mutauth_context_identity(context)),
                  realm::principal("alice"));
    });
    // The parent's sequence has moved by nothing.
    EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "parent")).message, "parent");
    EXPECT_EQ(realm::open(pair.client, realm::seal(pair.service, "answer")).message, "answer");
}

TEST(CapiForked, ANegotiationThatHasBegunIsTheParents) {
    const realm::Credential alice = realm::account("alice");
    const realm::Negotiation begun = realm::initiate(alice, realm::host_spn());
    in_child([&] { EXPECT_EQ(realm::step(begun, "").status, MUTAUTH_FORKED); });
    EXPECT_EQ(realm::step(begun, "").status, MUTAUTH_CONTINUE) << realm::why();
}

TEST(CapiForked, CredentialsServeBothSides) {
    // As in a server that forks its workers: all that is made once is made before.
    const realm::Credential fetched = realm::account("alice");
    ASSERT_EQ(mutauth_credential_fetch(fetched.get(), realm::spn(realm::host_spn()).get(), nullptr),
              MUTAUTH_OK);
    const realm::Credential fresh = realm::account("bob");
    const realm::Credential keys = realm::computer();
    const realm::Policy serving = realm::serving(realm::host_spn());
    const auto proves = [&](const realm::Credential& client) {
        const realm::Negotiation asking = realm::initiate(client, realm::host_spn());
        const realm::Negotiation answering = realm::accept(keys, serving);
        const auto answer = realm::step(answering, realm::step(asking, "").token);
        EXPECT_EQ(realm::step(asking, answer.token).status, MUTAUTH_OK) << realm::why();
        const realm::Context at_client = realm::finish(asking);
        const realm::Context at_service = realm::finish(answering);
        EXPECT_EQ(realm::open(at_service, realm::seal(at_client, "worker")).message, "worker");
    };
    in_child([&] {
        proves(fetched);
        proves(fresh);
        EXPECT_EQ(mutauth_credential_ensure_fresh(fetched.get(), 60, nullptr), MUTAUTH_OK);
    });
    proves(fetched);
    proves(fresh);
}

TEST(CapiForked, AThreadThatRenewsIsTheParentsAlone) {
    const realm::Credential alice = realm::account("alice");
    ASSERT_EQ(mutauth_credential_renew_in_background(alice.get(), 60, nullptr), MUTAUTH_OK);
    in_child([&] {
        // Nothing to join there; the tickets still serve, and can be renewed by hand.
        EXPECT_EQ(mutauth_credential_ensure_fresh(alice.get(), 60, nullptr), MUTAUTH_OK);
        EXPECT_EQ(mutauth_credential_stop_renewal(alice.get()), MUTAUTH_OK);
    });
    EXPECT_EQ(mutauth_credential_stop_renewal(alice.get()), MUTAUTH_OK);
}

TEST(CapiForked, AFetchIsTheParents) {
    const realm::Credential alice = realm::account("alice");
    mutauth_fetch* made = nullptr;
    ASSERT_EQ(mutauth_fetch_start(alice.get(), nullptr, 10000, &made), MUTAUTH_OK);
    const realm::Owner<mutauth_fetch> fetch(made, mutauth_fetch_free);
    pollfd waits{mutauth_fetch_fd(fetch.get()), POLLIN, 0};
    ASSERT_EQ(::poll(&waits, 1, 10000), 1);
    in_child([&] { EXPECT_EQ(mutauth_fetch_outcome(fetch.get()), MUTAUTH_FORKED); });
    EXPECT_EQ(mutauth_fetch_outcome(fetch.get()), MUTAUTH_OK);
}

TEST(CapiForked, AChannelGoesOnInTheParentWhateverTheChildDoes) {
    realm::Ends ends = realm::open_ends();
    in_child([&] {
        EXPECT_EQ(realm::send(ends.client.channel, "m"), MUTAUTH_FORKED);
        EXPECT_EQ(realm::receive_status(ends.client.channel, 50), MUTAUTH_FORKED);
        EXPECT_EQ(mutauth_channel_flush(ends.client.channel.get()), MUTAUTH_FORKED);
        EXPECT_EQ(mutauth_channel_refuse(ends.client.channel.get(), "no", nullptr), MUTAUTH_FORKED);
        EXPECT_EQ(mutauth_channel_close(ends.client.channel.get(), nullptr), MUTAUTH_FORKED);
        // Frees it, which must say nothing to the peer.
        ends.client.channel.reset();
    });
    EXPECT_EQ(realm::send(ends.client.channel, "still here"), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(realm::text_of(realm::received(ends.service.channel)), "still here");
    EXPECT_EQ(realm::send(ends.service.channel, "so am I"), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(realm::text_of(realm::received(ends.client.channel)), "so am I");
    EXPECT_EQ(mutauth_channel_close(ends.client.channel.get(), nullptr), MUTAUTH_OK);
    EXPECT_EQ(realm::receive_status(ends.service.channel), MUTAUTH_END);
}

TEST(CapiForked, AnEngineIsTheParents) {
    const realm::Engines fresh = realm::fresh_engines();
    const realm::Engines proven = realm::proven_engines();
    in_child([&] {
        const void* data = "";
        size_t size = 1;
        EXPECT_EQ(mutauth_engine_to_send(fresh.client.get(), &data, &size), MUTAUTH_FORKED);
        EXPECT_EQ(data, nullptr);
        EXPECT_EQ(size, 0U);
        EXPECT_EQ(mutauth_engine_sent(fresh.client.get(), 0), MUTAUTH_FORKED);
        EXPECT_EQ(realm::feed(fresh.service, "bytes"), MUTAUTH_FORKED);
        EXPECT_EQ(mutauth_engine_ended(fresh.service.get()), MUTAUTH_FORKED);
        EXPECT_EQ(realm::send(proven.client, "m"), MUTAUTH_FORKED);
        EXPECT_EQ(realm::receive(proven.client).status, MUTAUTH_FORKED);
        EXPECT_EQ(mutauth_engine_close(proven.client.get()), MUTAUTH_FORKED);
        EXPECT_EQ(mutauth_engine_refuse(proven.client.get(), "no"), MUTAUTH_FORKED);
    });
    realm::exchange(fresh);
    EXPECT_TRUE(realm::has(fresh.client, MUTAUTH_ENGINE_PROVEN));
    EXPECT_EQ(realm::send(proven.client, "parent"), MUTAUTH_OK);
    realm::exchange(proven);
    EXPECT_EQ(realm::receive(proven.service).message, "parent");
}

TEST(CapiForked, AListenerServesBothProcesses) {
    mutauth_listener* made = nullptr;
    ASSERT_EQ(mutauth_listener_open("127.0.0.1:0", &made), MUTAUTH_OK);
    const realm::Owner<mutauth_listener> listener(made, mutauth_listener_free);
    const std::string address = mutauth_listener_address(listener.get());
    const auto takes_one = [&] {
        const support::Socket client = support::connect_to_loopback(support::port_of(address));
        int fd = -1;
        EXPECT_EQ(mutauth_listener_accept(listener.get(), nullptr, &fd), MUTAUTH_OK);
        const support::Socket taken(fd);
        EXPECT_GE(fd, 0);
    };
    in_child(takes_one);
    takes_one();
}

TEST(CapiForked, ADirectorySessionIsTheParents) {
    const realm::Directory directory = realm::directory_as("alice");
    const std::string sought = realm::host_spn();
    in_child([&] {
        mutauth_holders* out = nullptr;
        EXPECT_EQ(mutauth_directory_find_holders(directory.get(), realm::spn(sought).get(), nullptr,
                                                 &out),
                  MUTAUTH_FORKED);
    });
    EXPECT_EQ(realm::holders_of(directory, sought).size(), 1U);
}

}  // namespace
