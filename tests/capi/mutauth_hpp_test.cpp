// The C++ classes over the C functions.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <future>
#include <mutauth/mutauth.hpp>
#include <stdexcept>
#include <string>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace {

namespace auth = mutauth::v1;
using std::chrono::milliseconds;

template <class Class>
constexpr bool move_only =
    std::is_nothrow_move_constructible_v<Class>&& std::is_nothrow_move_assignable_v<Class> &&
    !std::is_copy_constructible_v<Class>;

static_assert(move_only<auth::Account> && move_only<auth::Bytes> && move_only<auth::Channel> &&
              move_only<auth::Context> && move_only<auth::Credential> &&
              move_only<auth::Deadline> && move_only<auth::Directory> &&
              move_only<auth::Listener> && move_only<auth::Negotiation> &&
              move_only<auth::Policy> && move_only<auth::Requirements> &&
              move_only<auth::AliasMap> && move_only<auth::Controller> && move_only<auth::Service>);
static_assert(std::is_nothrow_copy_constructible_v<auth::Spn>, "names are values");
static_assert(std::is_nothrow_copy_constructible_v<auth::Error>, "exceptions are copied");

/// Only a negotiation that is given up yields a context.
template <class Class, class = void>
constexpr bool finishes_as = false;
template <class Class>
constexpr bool finishes_as<Class, std::void_t<decltype(std::declval<Class>().finish())>> = true;
static_assert(finishes_as<auth::Negotiation&&> && !finishes_as<auth::Negotiation&>);

/// The status of the Error that a body throws, 0 if it throws none.
template <class Body>
mutauth_status thrown(Body body) {
    try {
        body();
    } catch (const auth::Error& error) {
        return error.status();
    }
    return MUTAUTH_OK;
}

TEST(HppSpn, ComposesAndGivesItsParts) {
    const auto spn = auth::Spn::compose("ldap", "dc1.example.test", 3268, "example.test");
    EXPECT_EQ(spn.text(), "ldap/dc1.example.test:3268/example.test");
    EXPECT_EQ(spn.service_class(), "ldap");
    EXPECT_EQ(spn.host(), "dc1.example.test");
    EXPECT_EQ(spn.port(), 3268);
    EXPECT_EQ(spn.service(), "example.test");
    EXPECT_EQ(spn.instance(), "");
    EXPECT_EQ(spn.realm(), "");
    EXPECT_EQ(spn.principal(), "ldap/dc1.example.test:3268/example.test@");
}

TEST(HppSpn, TakesEveryKindOfText) {
    const std::string host = "www.example.test";
    const std::string_view cut = std::string_view("http-and-more").substr(0, 4);
    EXPECT_EQ(auth::Spn::compose(cut, host).text(), "http/www.example.test");
    EXPECT_EQ(auth::Spn::compose_for_target("http", host, nullptr, 0, std::string("x")).text(),
              "http/www.example.test");
    EXPECT_NE(auth::Spn::compose("http", nullptr).host(), "");
}

TEST(HppSpn, ComparesAsKdcsAndAsDirectoriesDo) {
    const auto spn = auth::Spn::parse("http/a");
    EXPECT_TRUE(spn.equal_to_kdc(auth::Spn::parse("http/a@REALM")));
    EXPECT_FALSE(spn.equal_to_kdc(auth::Spn::parse("HTTP/a")));
    EXPECT_TRUE(spn.equal_to_directory(auth::Spn::parse("HTTP/A")));
}

TEST(HppSpn, ReadsAndMakesEachForm) {
    EXPECT_EQ(auth::Spn::parse_value("a/b@c").text(), "a/b@c");
    EXPECT_EQ(auth::Spn::from_principal("a/b\\@c@R").text(), "a/b@c");
    EXPECT_EQ(auth::Spn::compose_for_host("http", "a.test").text(), "http/a.test");
    EXPECT_EQ(auth::Spn::expand_host("http/_HOST", "a.test").text(), "http/a.test");
    EXPECT_EQ(auth::Spn::parse("krbtgt/R").controller_name(),
              MUTAUTH_CONTROLLER_NAME_TICKET_GRANTING);
}

TEST(HppSpn, OfAListOutlivesIt) {
    auto names = auth::Service(MUTAUTH_SERVICE_DNS_HOST, "http")
                     .add_host("a.test")
                     .add_host("b.test", 80)
                     .compose();
    ASSERT_EQ(names.size(), 2U);
    const auth::Spn kept = names[1];
    names.clear();
    EXPECT_EQ(kept.text(), "http/b.test:80");
    const auto pair = auth::Service(MUTAUTH_SERVICE_DNS_HOST, "http")
                          .set_local_names("h.a.test")
                          .compose_host_pair();
    ASSERT_EQ(pair.size(), 2U);
    EXPECT_EQ(pair[1].text(), "http/H");
}

TEST(HppController, ComposesItsNames) {
    const auto names = auth::Controller("dc.b.test", "b.test", "B")
                           .set_forest("a.test")
                           .set_roles(MUTAUTH_CONTROLLER_GLOBAL_CATALOG)
                           .set_guid("75b84f00-a81b-4a19-8ef2-8e483cccff11")
                           .add_partition("p.b.test")
                           .compose();
    EXPECT_TRUE(std::any_of(names.begin(), names.end(),
                            [](const auto& name) { return name.text() == "GC/dc.b.test/a.test"; }));
}

TEST(HppCandidates, AreMadeWithAliases) {
    const auto wanted = auth::Spn::parse("cifs/a");
    const auto found = auth::candidates(wanted, "x.test", auth::AliasMap::active_directory());
    ASSERT_EQ(found.size(), 5U);
    EXPECT_EQ(found[2].name.text(), "host/a");
    EXPECT_EQ(found[2].reason, MUTAUTH_CANDIDATE_ALIAS);
    EXPECT_EQ(auth::candidates(wanted).size(), 2U);
    EXPECT_FALSE(auth::AliasMap().apply(wanted));
    EXPECT_EQ(auth::AliasMap().add("host=cifs").apply(wanted)->text(), "host/a");
}

TEST(HppFindings, AreOfOneNameOrTwo) {
    const auto found = auth::lint(auth::Spn::parse("HTTP/192.0.2.7"));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].code, MUTAUTH_FINDING_ADDRESS);
    EXPECT_EQ(found[0].part, "host");
    EXPECT_EQ(auth::lint(auth::Spn::parse("a/b"), auth::Spn::parse("a/B")).size(), 1U);
}

TEST(HppSpn, OneThatWasMovedFromIsEmpty) {
    auto spn = auth::Spn::parse("http/a");
    const auto moved = std::move(spn);
    EXPECT_EQ(moved.text(), "http/a");
    EXPECT_EQ(spn.text(), "");  // NOLINT(bugprone-use-after-move)
    spn = auth::Spn::parse("http/b");
    EXPECT_EQ(spn.text(), "http/b");
}

TEST(HppText, RefusesNulInside) {
    using namespace std::string_view_literals;
    using namespace std::string_literals;
    EXPECT_EQ(thrown([] { auth::Spn::compose("http", "a\0.evil.test"s); }), MUTAUTH_TEXT_HAS_NUL);
    EXPECT_EQ(thrown([] { auth::Spn::parse("http/a\0.evil.test"sv); }), MUTAUTH_TEXT_HAS_NUL);
    EXPECT_EQ(thrown([] { auth::Spn::parse("http/\xff"); }), MUTAUTH_NOT_UTF8);
}

TEST(HppError, SaysEverythingAndOutlivesOtherCalls) {
    try {
        auth::Spn::compose("http", "192.0.2.1");
        FAIL() << "an address is no host";
    } catch (const auth::Error& error) {
        EXPECT_EQ(thrown([] { auth::Spn::parse(""); }), MUTAUTH_INVALID_NAME);
        const std::exception& plain = error;
        EXPECT_STRNE(plain.what(), "");
        EXPECT_EQ(error.status(), MUTAUTH_NAME_IS_ADDRESS);
        EXPECT_EQ(error.kind(), MUTAUTH_KIND_NAME);
        EXPECT_STREQ(error.symbol(), "MUTAUTH_NAME_IS_ADDRESS");
        EXPECT_STRNE(error.remedy(), "");
        EXPECT_NE(error.explanation().find(error.remedy()), std::string::npos);
        EXPECT_TRUE(error.token().empty());
        for (const auth::Evidence& fact : error.evidence()) {
            EXPECT_FALSE(fact.key.empty());
        }
    }
}

TEST(HppError, CarriesNativeCodes) {
    try {
        auth::Credential::from_keytab("/nonexistent/keytab");
        FAIL() << "there is no such keytab";
    } catch (const auth::Error& error) {
        EXPECT_EQ(error.status(), MUTAUTH_KEYTAB_UNREADABLE);
        for (const auth::Native& code : error.native()) {
            EXPECT_GT(code.system, 0);
            EXPECT_NE(code.code, 0);
        }
    }
}

TEST(HppError, CanCrossThreads) {
    auto failing = std::async(std::launch::async, [] { auth::Spn::parse(""); });
    EXPECT_EQ(thrown([&] { failing.get(); }), MUTAUTH_INVALID_NAME);
}

TEST(HppError, CanBeMadeWithoutTheLibrary) {
    const auth::Error error(MUTAUTH_CANCELLED, "never mind");
    EXPECT_STREQ(error.what(), "never mind");
    EXPECT_STREQ(error.remedy(), "");
    EXPECT_EQ(error.explanation(), "never mind");
    EXPECT_TRUE(error.evidence().empty() && error.native().empty());
}

TEST(HppDeadline, PassesAndIsCancelled) {
    const auth::Listener listener("127.0.0.1:0");
    const auth::Deadline soon(milliseconds(20));
    EXPECT_EQ(thrown([&] { listener.accept(soon); }), MUTAUTH_DEADLINE_PASSED);
    EXPECT_EQ(soon.left(), milliseconds(0));
    const auto never = auth::Deadline::never();
    EXPECT_GT(never.left(), std::chrono::hours(24));
    std::thread canceller([&] { never.cancel(); });
    EXPECT_EQ(thrown([&] { listener.accept(never); }), MUTAUTH_CANCELLED);
    canceller.join();
    EXPECT_EQ(thrown([] { auth::Deadline past(milliseconds(-1)); }), MUTAUTH_INVALID_ARGUMENT);
}

TEST(HppPolicy, ChainsAndRefusesUnknownNumbers) {
    auth::Policy policy;
    policy.set_level(MUTAUTH_LEVEL_INTEGRITY)
        .set_mechanism(MUTAUTH_MECHANISM_NEGOTIATE)
        .add_served_spn(auth::Spn::parse("http/a"))
        .waive_mutual()
        .set_dce_style()
        .set_channel_bindings(MUTAUTH_BINDINGS_REQUIRE)
        .set_delegation(MUTAUTH_DELEGATION_NEVER)
        .set_session_enctypes({18, 20})
        .set_ticket_enctypes({18, 23})
        .set_longest_life(60);
    EXPECT_EQ(thrown([&] { policy.set_longest_life(0); }), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(thrown([&] { policy.set_session_enctypes({}); }), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(thrown([&] { policy.set_level(1); }), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(thrown([&] { policy.set_mechanism(9); }), MUTAUTH_INVALID_ARGUMENT);
}

TEST(HppRequirements, RefuseWhatTheyCannotMean) {
    auth::Requirements requirements;
    requirements.set_level(MUTAUTH_LEVEL_PRIVACY).add_client("alice@EXAMPLE.TEST");
    EXPECT_EQ(thrown([&] { requirements.add_client("alice"); }), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(thrown([&] { requirements.add_service_key(""); }), MUTAUTH_INVALID_ARGUMENT);
}

/// A client and a service under a realm; see tests/bindings for what else they do to each other.
class HppRealm : public testing::Test {
  protected:
    // Held by host1 in every realm, and under its own name in its keytab.
    static constexpr const char* spn_text = "host/host1.example.test";

    static std::string keytab(const char* account) {
        const char* folder = std::getenv("MUTAUTH_REALM_KEYTABS");
        return std::string(folder != nullptr ? folder : "") + "/" + account + ".keytab";
    }

    void SetUp() override {
        if (std::getenv("MUTAUTH_REALM_DIR") == nullptr) {
            GTEST_SKIP() << "no realm: run under mutauth-realm";
        }
        served_.add_served_spn(spn_);
        client_.emplace(auth::Credential::from_keytab(keytab("alice"), "alice"));
        server_.emplace(auth::Credential::from_keytab(keytab("host1")));
    }

    struct Pair {
        auth::Context client;
        auth::Context server;
    };

    Pair establish() {
        auto client = auth::Negotiation::initiate(*client_, spn_);
        auto server = auth::Negotiation::accept(*server_, served_);
        auto request = client.step();
        auto answer = server.step(request.token);
        EXPECT_TRUE(answer.done);
        EXPECT_TRUE(client.step(answer.token).done);
        return {std::move(client).finish(), std::move(server).finish()};
    }

    const auth::Spn spn_ = auth::Spn::parse(spn_text);
    auth::Policy served_;
    std::optional<auth::Credential> client_;
    std::optional<auth::Credential> server_;
};

TEST_F(HppRealm, SealsAndSigns) {
    auto pair = establish();
    const std::string sealed = pair.client.seal("hello");
    EXPECT_EQ(sealed.size(), pair.client.sealed_size(5));
    EXPECT_EQ(pair.server.open(sealed), "hello");
    const std::vector<std::uint8_t> bytes{1, 2, 3};
    std::array<char, 256> buffer{};
    const auto size = pair.server.seal(bytes, buffer.data(), buffer.size());
    EXPECT_EQ(pair.client.open({buffer.data(), size}), "\1\2\3");
    pair.server.verify("clear", pair.client.sign("clear"));
    EXPECT_EQ(thrown([&] { pair.server.open("not sealed at all"); }), MUTAUTH_MESSAGE_TAMPERED);
    EXPECT_EQ(thrown([&] { pair.server.open(pair.client.seal("x")); }), MUTAUTH_CONTEXT_BROKEN);
}

TEST_F(HppRealm, WrapsAndSealsInSegments) {
    auto pair = establish();
    EXPECT_EQ(pair.server.unwrap(pair.client.wrap("clear")), "clear");
    EXPECT_EQ(pair.client.wrap("clear").size(), pair.client.wrapped_size(5));
    EXPECT_EQ(thrown([&] { pair.client.wrap("x", nullptr, 0); }), MUTAUTH_BUFFER_TOO_SMALL);

    auto other = establish();
    std::string body = "body";
    const std::vector<auth::Segment> segments{auth::signed_segment("head"),
                                              auth::sealed_segment(body.data(), body.size())};
    const std::string token = other.client.seal_segments(segments);
    EXPECT_EQ(token.size(), other.client.token_size());
    EXPECT_NE(body, "body");
    other.server.open_segments(segments, token);
    EXPECT_EQ(body, "body");
    other.client.verify("headbody", other.server.sign_segments(segments));
    other.client.verify_segments(segments, other.server.sign("headbody"));
}

TEST_F(HppRealm, MovesToWhereItIsImported) {
    auto pair = establish();
    EXPECT_GT(pair.client.seconds_left(), 0);
    EXPECT_EQ(pair.client.messages_left(), std::uint64_t{1} << 40);
    EXPECT_EQ(pair.client.session_key(), pair.server.session_key());
    const auth::Bytes exported = pair.server.export_context();
    EXPECT_EQ(thrown([&] { pair.server.seal("m"); }), MUTAUTH_CONTEXT_EXPORTED);
    auto moved = auth::Context::import_context(exported);
    EXPECT_EQ(moved.open(pair.client.seal("hello")), "hello");
    EXPECT_EQ(moved.identity().client(), pair.server.identity().client());
    EXPECT_EQ(thrown([] { auth::Context::import_context("x"); }), MUTAUTH_EXPORT_MALFORMED);
}

TEST_F(HppRealm, NamesBothSidesAndChecks) {
    const auto pair = establish();
    const auth::Identity caller = pair.server.identity();
    EXPECT_EQ(caller.client().substr(0, 6), "alice@");
    EXPECT_EQ(pair.client.identity().service().substr(0, 23), spn_text);
    EXPECT_EQ(caller.level(), MUTAUTH_LEVEL_PRIVACY);
    EXPECT_EQ(caller.mechanism(), MUTAUTH_MECHANISM_KRB5);
    EXPECT_GT(caller.expires(), 0);
    EXPECT_TRUE(caller.mutual());
    EXPECT_FALSE(caller.channel_bound());
    EXPECT_EQ(caller.ticket_enctype(), 18);
    EXPECT_GE(caller.enctype(), 17);
    EXPECT_NE(caller.flags() & 2, 0U);
    EXPECT_GT(caller.authenticated(), 0);
    EXPECT_EQ(caller.indicators(), std::vector<std::string_view>{"spake"});
    const auth::Pac pac = caller.pac();
    EXPECT_TRUE(pac.verified);
    EXPECT_GT(pac.bytes.size(), 8U);
    auth::Requirements requirements;
    requirements.add_service_key(caller.service_key());
    requirements.check(caller);
    requirements.add_client("bob@EXAMPLE.TEST");
    EXPECT_EQ(thrown([&] { requirements.check(caller); }), MUTAUTH_CALLER_NOT_ALLOWED);
}

TEST_F(HppRealm, RenewsAndAsksForPasswords) {
    auto credential = auth::Credential::from_keytab(keytab("alice"), "alice");
    credential.ensure_fresh(60);
    const auto first = credential.expires();
    EXPECT_GT(first, 0);
    std::atomic<int> lines = 0;
    credential.renew_in_background(
        60, auth::Log([&](auto, auto, auto) { ++lines; }, MUTAUTH_LOG_DEBUG));
    EXPECT_EQ(thrown([&] { credential.renew_in_background(60); }), MUTAUTH_WRONG_STATE);
    for (int i = 0; i < 100 && lines == 0; ++i) {
        std::this_thread::sleep_for(milliseconds(20));
    }
    credential.stop_renewal();
    EXPECT_GT(lines, 0);
    credential.follow_source();

    std::string asked;
    const auto by_asking = auth::Credential::from_password("alice", [&](std::string_view whose) {
        asked = whose;
        return std::string("not the password");
    });
    EXPECT_EQ(thrown([&] { by_asking.fetch(); }), MUTAUTH_WRONG_PASSWORD);
    EXPECT_EQ(asked.substr(0, 6), "alice@");
    const auto silent = auth::Credential::from_password(
        "alice", [](std::string_view) -> std::string { throw std::runtime_error("none"); });
    EXPECT_EQ(thrown([&] { silent.fetch(); }), MUTAUTH_NO_CREDENTIAL);
    ::setenv("KRB5_CLIENT_KTNAME", keytab("alice").c_str(), 1);
    EXPECT_EQ(auth::Credential::from_client_keytab().principal().substr(0, 6), "alice@");
    ::unsetenv("KRB5_CLIENT_KTNAME");
}

TEST_F(HppRealm, BindsTheChannel) {
    const auto bindings = auth::ChannelBindings::from_data("a channel");
    EXPECT_EQ(std::string(static_cast<const char*>(bindings.data().data()), bindings.data().size()),
              "a channel");
    auto client = auth::Negotiation::initiate(*client_, spn_);
    auto server = auth::Negotiation::accept(*server_, served_);
    client.bind(bindings);
    server.bind(auth::ChannelBindings::from_data("another"));
    EXPECT_EQ(thrown([&] { server.step(client.step().token); }), MUTAUTH_CHANNEL_BINDINGS_MISMATCH);
    EXPECT_EQ(thrown([] { auth::ChannelBindings::from_certificate("none"); }),
              MUTAUTH_CERTIFICATE_UNUSABLE);
    EXPECT_EQ(thrown([] { auth::ChannelBindings::from_exporter("short"); }),
              MUTAUTH_INVALID_ARGUMENT);
}

TEST_F(HppRealm, FinishIsForWhatIsDone) {
    auto client = auth::Negotiation::initiate(*client_, spn_);
    EXPECT_FALSE(client.step().done);
    EXPECT_EQ(thrown([&] { std::move(client).finish(); }), MUTAUTH_WRONG_STATE);
}

TEST_F(HppRealm, ObjectsThatLogKeepTheFunction) {
    auto lines = std::make_shared<std::vector<std::string>>();
    const std::weak_ptr<std::vector<std::string>> alive = lines;
    {
        auth::Policy policy;
        policy.set_log(auth::Log(
            [kept = std::move(lines)](std::int32_t, std::string_view, std::string_view text) {
                kept->emplace_back(text);
                throw std::runtime_error("the log fails");
            },
            MUTAUTH_LOG_DEBUG));
        auto client = auth::Negotiation::initiate(*client_, spn_, policy);
        policy = auth::Policy();
        client.step();
        EXPECT_FALSE(alive.expired());
    }
    EXPECT_TRUE(alive.expired());
}

TEST_F(HppRealm, SpeaksOverAChannel) {
    const auth::Listener listener("127.0.0.1:0");
    const std::string address(listener.address());
    auto server = std::async(std::launch::async, [&] {
        auto channel =
            auth::Channel::open(listener.accept(), auth::Negotiation::accept(*server_, served_));
        while (auto message = channel.receive()) {
            channel.send(*message);
        }
        channel.close();
        return std::string(channel.identity().client());
    });
    auto channel = auth::Channel::connect(address, auth::Negotiation::initiate(*client_, spn_));
    channel.send("hello");
    auto answer = channel.receive();
    ASSERT_TRUE(answer.has_value());
    EXPECT_EQ(answer->view(), "hello");
    EXPECT_EQ(answer->string(), "hello");
    EXPECT_EQ(answer->vector().size(), 5U);
    channel.close();
    EXPECT_EQ(channel.receive().has_value(), false);
    EXPECT_EQ(server.get().substr(0, 6), "alice@");
}

TEST_F(HppRealm, SpeaksThroughEngines) {
    auto client = auth::Engine::begin(auth::Negotiation::initiate(*client_, spn_));
    auto server = auth::Engine::begin(auth::Negotiation::accept(*server_, served_));
    const auto carry = [](auth::Engine& from, auth::Engine& to) {
        to.feed(from.to_send());
        from.sent(from.to_send().size());
    };
    EXPECT_TRUE(client.has_bytes() && client.feeds() && !client.proven());
    carry(client, server);
    carry(server, client);
    EXPECT_TRUE(client.proven() && server.proven() && client.sends());
    EXPECT_EQ(server.identity().client().substr(0, 6), "alice@");
    client.set_bounds(0, 0).send("hello");
    EXPECT_EQ(thrown([&] { client.send("too much"); }), MUTAUTH_SEND_QUEUE_FULL);
    client.close();
    EXPECT_EQ(thrown([&] { server.receive(); }), MUTAUTH_WOULD_BLOCK);
    carry(client, server);
    EXPECT_TRUE(server.receives());
    EXPECT_EQ(server.receive()->view(), "hello");
    EXPECT_FALSE(server.receive().has_value());
    server.refuse("enough");
    carry(server, client);
    client.ended();
    EXPECT_EQ(thrown([&] { client.receive(); }), MUTAUTH_REFUSED_BY_PEER);
}

TEST_F(HppRealm, LeavesTheSocketToTheCallerOnFailure) {
    std::array<int, 2> fds{};
    ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM, 0, fds.data()), 0);
    ::close(fds[1]);
    EXPECT_EQ(
        thrown([&] { auth::Channel::open(fds[0], auth::Negotiation::accept(*server_, served_)); }),
        MUTAUTH_STREAM_TRUNCATED);
    EXPECT_EQ(::fcntl(fds[0], F_GETFD) >= 0, true);
    ::close(fds[0]);
}

TEST_F(HppRealm, AsksAndChangesADirectory) {
    const char* uri = std::getenv("MUTAUTH_REALM_LDAP_URI");
    if (mutauth_has_feature("directory") == 0 || uri == nullptr) {
        GTEST_SKIP() << "no directory";
    }
    const auto admin = auth::Credential::from_keytab(keytab("admin"), "admin");
    auto directory = auth::Directory::open(uri, auth::Spn::parse("ldap/localhost"), admin);
    EXPECT_NE(directory.base(), "");
    EXPECT_EQ(directory.find_holders(spn_).size(), 1U);
    auto account = auth::Account::find(directory, "othersvc");
    const auto fresh = auth::Spn::compose("hpp", "fresh.example.test");
    account.add_spn(fresh);
    EXPECT_EQ(directory.find_holders(fresh), std::vector<std::string>{std::string(account.dn())});
    EXPECT_EQ(auth::look_up_spn(directory, fresh).by, MUTAUTH_FOUND_BY_EXACT);
    EXPECT_NO_THROW(auth::check_unique(directory, fresh, account.dn()));
    EXPECT_FALSE(auth::FoundSpns::alias_conflicts(directory, fresh, account.dn()).next());
    auto found = auth::FoundSpns::find(directory, "HPP/*", MUTAUTH_RANGE_FOREST);
    const auto held = found.next();
    ASSERT_TRUE(held);
    EXPECT_EQ(held->spn, fresh.text());
    EXPECT_EQ(held->dn, account.dn());
    EXPECT_FALSE(found.next());
    EXPECT_EQ(found.entries(), 1U);
    auto duplicates = auth::Duplicates::find(directory);
    while (duplicates.advance()) {
        EXPECT_GT(duplicates.entries(), 0U);
    }
    EXPECT_FALSE(duplicates.next());
    directory.open_catalog(nullptr, nullptr, admin);
    account.delete_spn(fresh);
    for (const std::string& spn : account.spns()) {
        EXPECT_NE(spn, fresh.text());
    }
}

}  // namespace
