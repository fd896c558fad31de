// The vectors of tests/vectors/spn_vectors.json that speak of writing SPNs on accounts, against the
// realm's real directory. Included by one test file for each kind of realm; what cannot apply is
// counted aloud.
#pragma once

#include <fstream>
#include <iostream>
#include <map>
#include <nlohmann/json.hpp>

#include "directory/ldap_failure.h"
#include "integration/account_realm.h"
#include "registration/refusal.h"
#include "registration/write_spns.h"

namespace mutauth::testing {
namespace {

using nlohmann::json;
using registration::Operation;

std::vector<json> vectors_of(const std::string& function) {
    std::ifstream in(MUTAUTH_TEST_VECTORS "/spn_vectors.json");
    const json all = json::parse(in, nullptr, false);
    EXPECT_FALSE(all.is_discarded());
    std::vector<json> out;
    for (const auto& vector : all) {
        if (vector.at("function") == function) {
            out.push_back(vector);
        }
    }
    EXPECT_FALSE(out.empty()) << function;
    return out;
}

/// Says how many ran, and why the others did not.
class Tally {
  public:
    explicit Tally(std::string function) : function_(std::move(function)) {}
    ~Tally() {
        std::cout << function_ << ": " << ran_ << " vectors ran";
        for (const auto& [reason, ids] : passed_over_) {
            std::cout << "; " << ids.size() << " did not, " << reason << ':';
            for (const auto& id : ids) {
                std::cout << ' ' << id;
            }
        }
        std::cout << '\n';
    }
    Tally(const Tally&) = delete;
    Tally& operator=(const Tally&) = delete;

    void ran() { ++ran_; }
    void pass_over(const json& vector, const std::string& reason) {
        passed_over_[reason].push_back(vector.at("id").get<std::string>());
    }

  private:
    std::string function_;
    int ran_ = 0;
    std::map<std::string, Texts> passed_over_;
};

std::int64_t win32_of(const Result<void>& result) {
    if (result) {
        return 0;
    }
    const auto& codes = result.error().native_codes();
    return codes.empty() || codes.front().system != NativeSystem::win32 ? -1 : codes.front().code;
}

std::int32_t number_of(const json& operation) {
    return operation.is_number()    ? operation.get<std::int32_t>()
           : operation == "ADD"     ? 0
           : operation == "REPLACE" ? 1
           : operation == "DELETE"  ? 2
                                    : -1;
}

class AccountVectors : public ::testing::Test {
  protected:
    void SetUp() override {
        admin_ = session_of("admin");
        ASSERT_TRUE(admin_);
        websvc_ = account_in(*admin_, "websvc").dn();
    }
    void TearDown() override { set_spns(*admin_, websvc_, {}); }

    bool on_active_directory() const {
        return admin_->profile().kind == directory::Kind::active_directory;
    }

    /// The vector's own account stands for websvc, another's lack of rights for alice.
    void write(const json& vector, const std::string& account, directory::Session& session) {
        const json& inputs = vector.at("inputs");
        const json& expected = vector.at("expected");
        Texts texts;
        for (const auto& spn : inputs.at("spns")) {
            texts.push_back(spn.is_null() ? "" : spn.get<std::string>());
        }
        const std::vector<std::string_view> views(texts.begin(), texts.end());
        const auto written = registration::write_spns(session, number_of(inputs.at("Operation")),
                                                      account, views, Deadline::usual());
        EXPECT_EQ(win32_of(written), expected.at("ret").get<std::int64_t>())
            << vector.at("id") << ' ' << (written ? "" : written.error().message());
        if (expected.contains("after") && !account.empty()) {
            EXPECT_EQ(values_of(*admin_, account, registration::kSpnAttribute),
                      sorted(expected.at("after").get<Texts>()))
                << vector.at("id");
        }
    }

    std::unique_ptr<directory::Session> admin_;
    std::string websvc_;
};

TEST_F(AccountVectors, OfDsWriteAccountSpn) {
    Tally tally("DsWriteAccountSpn");
    const auto alice = session_of("alice");
    for (const auto& vector : vectors_of("DsWriteAccountSpn")) {
        const json& inputs = vector.at("inputs");
        const std::string rights = inputs.at("rights");
        if (rights == "validated write only") {
            if (!on_active_directory()) {
                tally.pass_over(vector, "slapd has no validated writes");
                continue;
            }
            const auto host = session_of("host1");
            write(vector, account_in(*host, "host1$").dn(), *host);
        } else {
            set_spns(*admin_, websvc_, inputs.at("before").get<Texts>());
            write(vector, inputs.at("account") == "" ? "" : websvc_,
                  rights == "none" ? *alice : *admin_);
        }
        tally.ran();
    }
}

TEST_F(AccountVectors, OfDsServerRegisterSpn) {
    Tally tally("DsServerRegisterSpn");
    const registration::Steps nobody;
    const auto deadline = Deadline::usual();
    for (const auto& vector : vectors_of("DsServerRegisterSpn")) {
        const json& inputs = vector.at("inputs");
        const json& expected = vector.at("expected");
        set_spns(*admin_, websvc_, inputs.at("before").get<Texts>());
        auto account = account_in(*admin_, "websvc");
        const auto pair =
            registration::host_pair(inputs.at("ServiceClass").get<std::string>(),
                                    inputs.at("env").at("local_fqdn").get<std::string>());
        ASSERT_TRUE(pair);
        const auto done = account.register_host(
            static_cast<Operation>(number_of(inputs.at("Operation"))), *pair, {nobody, deadline});
        EXPECT_EQ(win32_of(done), expected.at("ret").get<std::int64_t>()) << vector.at("id");
        EXPECT_EQ(held_by(*admin_, websvc_), sorted(expected.at("after").get<Texts>()))
            << vector.at("id");
        tally.ran();
    }
}

}  // namespace
}  // namespace mutauth::testing
