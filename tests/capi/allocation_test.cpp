// Runs each path again and again, failing the first, the second, ... allocation of C++ in turn. The
// replaced operators serve the library too: libmutauth calls them through the dynamic linker.
#include <fcntl.h>
#include <sys/stat.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <new>

#include "capi/channels.h"
#include "capi/engines.h"

namespace {

/// How many allocations may still succeed on this thread; negative for any number.
thread_local long allowance = -1;
thread_local bool failed = false;
/// The allowance, while what is prepared allocates freely.
thread_local long kept_allowance = -1;

void* allocate(std::size_t size) noexcept {
    if (allowance == 0) {
        failed = true;
        return nullptr;
    }
    if (allowance > 0) {
        --allowance;
    }
    return std::malloc(size == 0 ? 1 : size);
}

void* allocate_or_throw(std::size_t size) {
    void* made = allocate(size);
    if (made == nullptr) {
        throw std::bad_alloc();
    }
    return made;
}

}  // namespace

void* operator new(std::size_t size) {
    return allocate_or_throw(size);
}
void* operator new[](std::size_t size) {
    return allocate_or_throw(size);
}
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    return allocate(size);
}
void* operator new[](std::size_t size, const std::nothrow_t&) noexcept {
    return allocate(size);
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete[](void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}
void operator delete[](void* memory, std::size_t) noexcept {
    std::free(memory);
}

namespace {

/// Counts the allocations that the call may make, from none to as many as it needs.
template <typename Call>
void sweep(Call call) {
    for (long allowed = 0; allowed < 20000; ++allowed) {
        failed = false;
        allowance = allowed;
        const mutauth_status status = call();
        allowance = -1;
        if (!failed) {
            EXPECT_GT(allowed, 0) << "nothing was allocated: the operators are not ours";
            EXPECT_GE(status, 0) << realm::why();
            return;
        }
        // A failed allocation that only took away a better message leaves the call's own answer.
        ASSERT_TRUE(status == MUTAUTH_OUT_OF_MEMORY || status >= 0)
            << "allocation " << allowed << ": " << mutauth_status_symbol(status);
        if (status == MUTAUTH_OUT_OF_MEMORY) {
            EXPECT_STREQ(mutauth_error_message(nullptr), "out of memory");
        }
    }
    ADD_FAILURE() << "the call never had enough";
}

/// For calls that make an object: it is there exactly if the call succeeded.
template <typename T, typename Call>
void sweep_making(void (*release)(T*), Call call) {
    sweep([&] {
        auto* made = reinterpret_cast<T*>(1);
        const mutauth_status status = call(&made);
        if (status < 0 && made != nullptr) {
            allowance = -1;
            ADD_FAILURE() << "an object came with a failure";
        }
        release(made);
        return status;
    });
}

TEST(CapiAllocation, OfNames) {
    sweep_making(mutauth_spn_free, [](mutauth_spn** out) {
        return mutauth_spn_compose("a-long-service-class", "host.of.some.example.test", 8080,
                                   "CN=service,DC=example,DC=test", out);
    });
    sweep_making(mutauth_spn_free, [](mutauth_spn** out) {
        return mutauth_spn_compose("a-long-service-class", nullptr, 0, nullptr, out);
    });
    sweep_making(mutauth_spn_free, [](mutauth_spn** out) {
        return mutauth_spn_compose_for_target("a-long-service-class", "192.0.2.10", nullptr, 1,
                                              "gateway.example.test", out);
    });
    sweep_making(mutauth_spn_free, [](mutauth_spn** out) {
        return mutauth_spn_parse("class/host.example.test:1433/CN=x,DC=example@EXAMPLE.TEST", out);
    });
}

TEST(CapiAllocation, OfReadNames) {
    sweep_making(mutauth_spn_free, [](mutauth_spn** out) {
        return mutauth_spn_from_principal("class/host.example.test/CN=a\\\\,b@EXAMPLE.TEST", out);
    });
    sweep_making(mutauth_spn_free, [](mutauth_spn** out) {
        return mutauth_spn_expand_host("class/_HOST@EXAMPLE.TEST", "Host.Example.Test", out);
    });
    const realm::Spn spn = realm::spn("http/H\xc5\x8dst.example.test.:80");
    sweep_making(mutauth_findings_free, [&](mutauth_findings** out) {
        return mutauth_findings_of(spn.get(), nullptr, out);
    });
    sweep_making(mutauth_candidates_free, [&](mutauth_candidates** out) {
        mutauth_alias_map* map = nullptr;
        mutauth_status status = mutauth_alias_map_new(&map);
        status =
            status < 0 ? status : mutauth_alias_map_add(map, mutauth_alias_map_active_directory());
        *out = nullptr;
        status = status < 0 ? status : mutauth_candidates_of(spn.get(), "a.test", map, out);
        mutauth_alias_map_free(map);
        return status;
    });
}

TEST(CapiAllocation, OfServicesAndControllers) {
    sweep_making(mutauth_spns_free, [](mutauth_spns** out) {
        mutauth_service* service = nullptr;
        mutauth_status status =
            mutauth_service_new(MUTAUTH_SERVICE_REPLICATED, "a-long-service-class",
                                "CN=service,DC=example,DC=test", 0, &service);
        status = status < 0 ? status
                            : mutauth_service_add_host(service, "host.of.some.example.test", 80);
        status = status < 0
                     ? status
                     : mutauth_service_set_local_names(service, "some.example.test", nullptr);
        *out = nullptr;
        status = status < 0 ? status : mutauth_service_compose(service, out);
        mutauth_service_free(service);
        return status;
    });
    sweep_making(mutauth_spns_free, [](mutauth_spns** out) {
        mutauth_controller* controller = nullptr;
        mutauth_status status = mutauth_controller_new("controller.of.some.example.test",
                                                       "some.example.test", "SOME", &controller);
        *out = nullptr;
        status = status < 0 ? status : mutauth_controller_compose(controller, out);
        mutauth_controller_free(controller);
        return status;
    });
}

TEST(CapiAllocation, OfSettings) {
    sweep_making(mutauth_policy_free, mutauth_policy_new);
    sweep_making(mutauth_requirements_free, mutauth_requirements_new);
    sweep_making(mutauth_deadline_free,
                 [](mutauth_deadline** out) { return mutauth_deadline_in(1000, out); });
    sweep_making(mutauth_log_free, [](mutauth_log** out) {
        const auto nothing = [](void*, int32_t, const char*, const char*) {
        };
        return mutauth_log_new(nothing, nullptr, nullptr, MUTAUTH_LOG_DEBUG, out);
    });
    sweep_making(mutauth_listener_free,
                 [](mutauth_listener** out) { return mutauth_listener_open("127.0.0.1:0", out); });
    const realm::Spn spn = realm::spn(realm::host_spn());
    sweep([&] {
        mutauth_policy* made = nullptr;
        mutauth_status status = mutauth_policy_new(&made);
        status = status < 0 ? status : mutauth_policy_add_served_spn(made, spn.get());
        mutauth_policy_free(made);
        return status;
    });
    sweep([] {
        mutauth_requirements* made = nullptr;
        mutauth_status status = mutauth_requirements_new(&made);
        status =
            status < 0 ? status : mutauth_requirements_add_client(made, "someone@EXAMPLE.TEST");
        status = status < 0 ? status
                            : mutauth_requirements_add_service_key(made, "http/some.example.test");
        mutauth_requirements_free(made);
        return status;
    });
}

TEST(CapiAllocation, OfAnErrorThatIsTaken) {
    for (const long allowed : {0, 1}) {
        mutauth_spn* none = nullptr;
        ASSERT_EQ(mutauth_spn_parse("x", &none), MUTAUTH_INVALID_NAME);
        allowance = allowed;
        mutauth_error* taken = nullptr;
        const mutauth_status status = mutauth_error_take(&taken);
        allowance = -1;
        EXPECT_EQ(status, allowed == 0 ? MUTAUTH_OUT_OF_MEMORY : MUTAUTH_OK);
        // Lost it is not: either the thread still has it or the caller.
        EXPECT_EQ(mutauth_error_status(taken), MUTAUTH_INVALID_NAME);
        mutauth_error_free(taken);
    }
}

TEST(CapiAllocation, OfCredentials) {
    const std::string keytab = realm::keytab("host1");
    sweep_making(mutauth_credential_free, [&](mutauth_credential** out) {
        return mutauth_credential_from_keytab(keytab.c_str(), nullptr, out);
    });
    sweep_making(mutauth_credential_free, [&](mutauth_credential** out) {
        return mutauth_credential_from_keytab(keytab.c_str(), "host1$", out);
    });
    sweep_making(mutauth_credential_free, [](mutauth_credential** out) {
        return mutauth_credential_from_password("alice", "a long enough password", out);
    });
    const std::string ccache = "FILE:" + realm::variable("MUTAUTH_REALM_DIR") + "/sweep.ccache";
    support::must_run("kinit -c " + ccache + " -k -t " + realm::keytab("alice") + " alice");
    sweep_making(mutauth_credential_free, [&](mutauth_credential** out) {
        return mutauth_credential_from_ccache(ccache.c_str(), out);
    });
    const realm::Spn spn = realm::spn(realm::host_spn());
    sweep([&] {
        const long rest = std::exchange(allowance, -1);
        const realm::Credential alice = realm::account("alice");
        allowance = rest;
        return mutauth_credential_fetch(alice.get(), spn.get(), nullptr);
    });
}

TEST(CapiAllocation, OfANegotiation) {
    const realm::Credential alice = realm::account("alice");
    const realm::Credential host = realm::computer();
    for (const int32_t mechanism : {MUTAUTH_MECHANISM_KRB5, MUTAUTH_MECHANISM_NEGOTIATE}) {
        const realm::Policy asking = realm::with_mechanism(realm::policy(), mechanism);
        const realm::Policy serving =
            realm::with_mechanism(realm::serving(realm::host_spn()), mechanism);
        const realm::Spn spn = realm::spn(realm::host_spn());
        sweep([&] {
            mutauth_negotiation* client = nullptr;
            mutauth_negotiation* service = nullptr;
            mutauth_bytes* first = nullptr;
            mutauth_bytes* answer = nullptr;
            mutauth_bytes* last = nullptr;
            mutauth_context* context = nullptr;
            mutauth_status status = mutauth_negotiation_initiate(alice.get(), spn.get(),
                                                                 asking.get(), nullptr, &client);
            status = status < 0 ? status
                                : mutauth_negotiation_accept(host.get(), serving.get(), &service);
            status = status < 0 ? status : mutauth_negotiation_step(client, nullptr, 0, &first);
            status = status < 0 ? status
                                : mutauth_negotiation_step(service, mutauth_bytes_data(first),
                                                           mutauth_bytes_size(first), &answer);
            status = status < 0 ? status
                                : mutauth_negotiation_step(client, mutauth_bytes_data(answer),
                                                           mutauth_bytes_size(answer), &last);
            status = status < 0 ? status : mutauth_negotiation_finish(client, &context);
            mutauth_context_free(context);
            mutauth_bytes_free(first);
            mutauth_bytes_free(answer);
            mutauth_bytes_free(last);
            mutauth_negotiation_free(client);
            mutauth_negotiation_free(service);
            return status;
        });
    }
}

TEST(CapiAllocation, OfAContextThatMoves) {
    const realm::Pair pair = realm::proven_pair();
    mutauth_bytes* exported = nullptr;
    mutauth_status status = MUTAUTH_OUT_OF_MEMORY;
    for (long allowed = 0; status == MUTAUTH_OUT_OF_MEMORY && allowed < 100; ++allowed) {
        // Not lost by the failure before: it protects on.
        EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "m")).message, "m");
        allowance = allowed;
        status = mutauth_context_export(pair.client.get(), &exported);
        allowance = -1;
    }
    ASSERT_EQ(status, MUTAUTH_OK) << realm::why();
    const realm::Bytes owner(exported, mutauth_bytes_free);
    sweep_making(mutauth_context_free, [&](mutauth_context** out) {
        return mutauth_context_import(mutauth_bytes_data(exported), mutauth_bytes_size(exported),
                                      nullptr, out);
    });
}

TEST(CapiAllocation, OfMessages) {
    const realm::Pair pair = realm::proven_pair();
    EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "first")).message, "first");
    // From the second message on sealing makes no object of C++: it works without any memory of
    // ours.
    std::string out(200, '\0');
    size_t written = 0;
    allowance = 0;
    const mutauth_status sealed =
        mutauth_context_seal(pair.client.get(), "m", 1, out.data(), out.size(), &written);
    allowance = -1;
    ASSERT_EQ(sealed, MUTAUTH_OK);
    out.resize(written);
    EXPECT_EQ(realm::open(pair.service, out).message, "m");

    sweep([&] {
        const long rest = std::exchange(allowance, -1);
        const realm::Pair fresh = realm::proven_pair();
        std::string text(100, 'x');
        std::vector<mutauth_segment> segments(20, {text.data(), 5, MUTAUTH_SEGMENT_SIGNED});
        segments.push_back({text.data() + 5, 95, MUTAUTH_SEGMENT_SEALED});
        std::string token(200, '\0');
        allowance = rest;
        size_t size = 0;
        mutauth_status status =
            mutauth_context_seal_segments(fresh.client.get(), segments.data(), segments.size(),
                                          token.data(), token.size(), &size);
        status = status < 0 ? status
                            : mutauth_context_open_segments(fresh.service.get(), segments.data(),
                                                            segments.size(), token.data(), size);
        allowance = -1;
        return status;
    });
    const realm::Ends ends = realm::open_ends();
    sweep([&] {
        const long rest = std::exchange(allowance, -1);
        const realm::Ends fresh = realm::open_ends();
        allowance = rest;
        mutauth_status status =
            mutauth_channel_send(fresh.client.channel.get(), "message", 7, nullptr);
        mutauth_bytes* got = nullptr;
        status = status < 0 ? status
                            : mutauth_channel_receive(fresh.service.channel.get(), nullptr, &got);
        mutauth_bytes_free(got);
        allowance = -1;
        return status;
    });
}

/// How many file descriptors this process has open.
long open_files() {
    long count = 0;
    for ([[maybe_unused]] const auto& one : std::filesystem::directory_iterator("/proc/self/fd")) {
        ++count;
    }
    return count;
}

ino_t inode_of(int fd) {
    struct stat found {};
    return ::fstat(fd, &found) == 0 ? found.st_ino : 0;
}

using Open = decltype(mutauth_channel_open);

/// One call on a socket of the caller's, with as many allocations as are left.
mutauth_status open_with_what_is_left(Open* open, support::Socket& mine, support::Socket& peers) {
    static const realm::Credential alice = realm::account("alice");
    static const realm::Credential host = realm::computer();
    const realm::Negotiation client = realm::initiate(alice, realm::host_spn());
    auto serving = std::async(std::launch::async, [&] {
        const realm::Negotiation service = realm::accept(host, realm::serving(realm::host_spn()));
        mutauth_channel* made = nullptr;
        if (open(peers.get(), service.get(), realm::within(5000).get(), &made) == MUTAUTH_OK) {
            peers.release();
        }
        mutauth_channel_free(made);
    });
    const realm::Deadline deadline = realm::within(5000);
    const ino_t inode = inode_of(mine.get());
    auto* made = reinterpret_cast<mutauth_channel*>(1);
    allowance = std::exchange(kept_allowance, -1);
    const mutauth_status status = open(mine.get(), client.get(), deadline.get(), &made);
    allowance = -1;
    EXPECT_EQ(made != nullptr, status == MUTAUTH_OK);
    EXPECT_EQ(inode_of(mine.get()), inode) << "the socket was closed: " << realm::why();
    if (status == MUTAUTH_OK) {
        mine.release();
    } else {
        EXPECT_EQ(::fcntl(mine.get(), F_GETFL) & O_NONBLOCK, 0) << "the caller's socket changed";
        mine.close();
    }
    mutauth_channel_free(made);
    serving.get();
    return status;
}

// Finding C10: on failure the socket is the caller's, at whichever allocation.
TEST(CapiAllocation, OfAChannelOnTheCallersSocket) {
    for (Open* open : {mutauth_channel_open, mutauth_channel_open_windows_sample}) {
        const long before = open_files();
        sweep([&] {
            kept_allowance = std::exchange(allowance, -1);
            auto [mine, peers] = support::socket_pair();
            return open_with_what_is_left(open, mine, peers);
        });
        EXPECT_EQ(open_files(), before);
    }
}

TEST(CapiAllocation, OfAChannelThatConnects) {
    const realm::Credential alice = realm::account("alice");
    const realm::Credential host = realm::computer();
    mutauth_listener* listening = nullptr;
    ASSERT_EQ(mutauth_listener_open("127.0.0.1:0", &listening), MUTAUTH_OK);
    const realm::Listener listener(listening, mutauth_listener_free);
    const long before = open_files();
    sweep([&] {
        const long rest = std::exchange(allowance, -1);
        const realm::Negotiation client = realm::initiate(alice, realm::host_spn());
        const realm::Deadline waiting = realm::within(60000);
        auto serving = std::async(std::launch::async, [&] {
            int fd = -1;
            // An earlier client may have connected and gone before anybody accepted it.
            while (mutauth_listener_accept(listener.get(), waiting.get(), &fd) == MUTAUTH_OK) {
                support::Socket accepted(fd);
                realm::open_end(accepted, realm::accept(host, realm::serving(realm::host_spn())));
            }
        });
        const realm::Deadline deadline = realm::within(60000);
        mutauth_channel* made = nullptr;
        allowance = rest;
        const mutauth_status status = mutauth_channel_connect(
            mutauth_listener_address(listener.get()), client.get(), deadline.get(), &made);
        allowance = -1;
        // It may have failed before there was a connection.
        mutauth_deadline_cancel(waiting.get());
        serving.get();
        mutauth_channel_free(made);
        return status;
    });
    EXPECT_EQ(open_files(), before);
}

TEST(CapiAllocation, OfWhatElseTakesOrGivesASocket) {
    const long before = open_files();
    sweep_making(mutauth_listener_free,
                 [](mutauth_listener** out) { return mutauth_listener_open("127.0.0.1:0", out); });
    {
        auto [one, other] = support::socket_pair();
        sweep_making(mutauth_local_peer_free, [&, fd = one.get()](mutauth_local_peer** out) {
            return mutauth_local_peer_of(fd, out);
        });
        EXPECT_NE(inode_of(one.get()), 0U);
        mutauth_listener* listening = nullptr;
        ASSERT_EQ(mutauth_listener_open("127.0.0.1:0", &listening), MUTAUTH_OK);
        const realm::Listener listener(listening, mutauth_listener_free);
        const uint16_t port = support::port_of(mutauth_listener_address(listening));
        // Accepting makes no object of C++ once there is a connection.
        const support::Socket client = support::connect_to_loopback(port);
        int fd = -1;
        allowance = 0;
        const mutauth_status status = mutauth_listener_accept(listening, nullptr, &fd);
        allowance = -1;
        EXPECT_EQ(status, MUTAUTH_OK) << realm::why();
        const support::Socket accepted(fd);
    }
    EXPECT_EQ(open_files(), before);
}

// Finding M7's kind: a frame is queued as a whole or not at all, also where memory ends.
TEST(CapiAllocation, OfAFrameThatIsQueued) {
    mutauth_status status = MUTAUTH_OUT_OF_MEMORY;
    for (long allowed = 0; status != MUTAUTH_OK; ++allowed) {
        const realm::Engines both = realm::proven_engines();
        allowance = allowed;
        status = mutauth_engine_send(both.client.get(), "message", 7);
        allowance = -1;
        ASSERT_TRUE(status == MUTAUTH_OK || status == MUTAUTH_OUT_OF_MEMORY) << realm::why();
        EXPECT_EQ(realm::has(both.client, MUTAUTH_ENGINE_HAS_BYTES), status == MUTAUTH_OK);
        EXPECT_EQ(realm::feed(both.service, realm::taken(both.client)), MUTAUTH_OK);
        EXPECT_EQ(realm::receive(both.service).status,
                  status == MUTAUTH_OK ? MUTAUTH_OK : MUTAUTH_WOULD_BLOCK);
    }
}

}  // namespace
