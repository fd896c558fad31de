// Contexts and credentials by the C++ classes.
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <chrono>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "capi/hpp.h"

namespace {

namespace auth = mutauth::v1;
using hpp::thrown;
using std::chrono::milliseconds;

class HppContext : public hpp::Realm {};

TEST_F(HppContext, SealsAndSigns) {
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

TEST_F(HppContext, WrapsAndSealsInSegments) {
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

TEST_F(HppContext, MovesToWhereItIsImported) {
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

TEST_F(HppContext, NamesBothSidesAndChecks) {
    const auto pair = establish();
    const auth::Identity caller = pair.server.identity();
    EXPECT_EQ(caller.client().substr(0, 6), "alice@");
    EXPECT_EQ(pair.client.identity().asked_service().substr(0, 23), spn_text);
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
    const auth::PacBytes raw = caller.pac_bytes();
    EXPECT_TRUE(raw.verified);
    EXPECT_GT(raw.bytes.size(), 8U);
    // MIT's KDC names no account, and signs with all but the extended signature (1.20).
    const auth::Pac pac = caller.pac();
    EXPECT_EQ(pac.account_name(), "");
    EXPECT_EQ(pac.user_sid(), "");
    EXPECT_TRUE(pac.groups().empty());
    EXPECT_TRUE(pac.delegation().empty());
    EXPECT_EQ(pac.signatures(), MUTAUTH_PAC_SIGNATURE_SERVER | MUTAUTH_PAC_SIGNATURE_KDC |
                                    MUTAUTH_PAC_SIGNATURE_TICKET);
    EXPECT_EQ(caller.realm(), "EXAMPLE.TEST");
    EXPECT_EQ(caller.components(), std::vector<std::string_view>{"alice"});
    EXPECT_NE(caller.json().find("\"realm\":\"EXAMPLE.TEST\""), std::string::npos);
    EXPECT_NE(caller.text().find("alice@EXAMPLE.TEST\n"), std::string::npos);
    const auth::Inquiry inquiry = auth::inquire(caller.get());
    EXPECT_EQ(inquiry.client, caller.client());
    EXPECT_EQ(inquiry.authentication, MUTAUTH_AUTHENTICATION_KERBEROS);
    EXPECT_THROW(auth::inquire(nullptr), auth::Error);
    EXPECT_THROW(caller.has_sid("S-1-5-32-544"), auth::Error);
    auth::Requirements requirements;
    requirements.add_service_key(caller.service_key());
    // The computer's key has other names in its keytab.
    EXPECT_EQ(thrown([&] { requirements.check(caller); }), MUTAUTH_CALLER_WRONG_SERVICE);
    for (const std::string_view name : caller.service_keys()) {
        requirements.add_service_key(name);
    }
    requirements.check(caller);
    requirements.add_client("bob@EXAMPLE.TEST");
    EXPECT_EQ(thrown([&] { requirements.check(caller); }), MUTAUTH_CALLER_NOT_ALLOWED);
}

TEST_F(HppContext, RenewsAndAsksForPasswords) {
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

TEST_F(HppContext, BindsTheChannel) {
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

TEST_F(HppContext, FinishIsForWhatIsDone) {
    auto client = auth::Negotiation::initiate(*client_, spn_);
    EXPECT_FALSE(client.step().done);
    EXPECT_EQ(thrown([&] { std::move(client).finish(); }), MUTAUTH_WRONG_STATE);
}

TEST_F(HppContext, ObjectsThatLogKeepTheFunction) {
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

// Finding C21: an identity is a value.
TEST_F(HppContext, GivesIdentitiesThatOutliveIt) {
    std::optional<auth::Identity> kept;
    std::optional<auth::Pac> pac;
    {
        const Pair pair = establish();
        kept = pair.server.identity();
        pac = auth::Identity(*kept).pac();
    }
    EXPECT_EQ(kept->client().substr(0, 6), "alice@");
    auth::Requirements().check(*kept);
    kept.reset();
    EXPECT_NE(pac->signatures(), 0U);
    EXPECT_EQ(establish().client.identity().asked_service().substr(0, 11), "host/host1.");
}

}  // namespace
