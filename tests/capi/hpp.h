// The C++ classes over the C functions: what their tests share.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <mutauth/mutauth.hpp>
#include <optional>
#include <string>
#include <utility>

namespace hpp {

namespace auth = mutauth::v1;

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

/// A client and a service under a realm; see the tests of the C functions for what else they do.
class Realm : public testing::Test {
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

}  // namespace hpp
