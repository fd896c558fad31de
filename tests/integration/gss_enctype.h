// The library and MIT's own GSS-API as the two sides of a context, with keys of one enctype.
#pragma once

#include <gmock/gmock.h>

#include <cstdlib>
#include <memory>
#include <ostream>
#include <string>

#include "context/negotiation.h"
#include "credential/credential.h"
#include "integration/gss_peer.h"
#include "spn/service_principal_name.h"
#include "support/command.h"
#include "support/environment.h"

namespace enctype {

using mutauth::bytes_of;
using mutauth::Deadline;
using mutauth::context::Level;
using mutauth::context::Mechanism;
using mutauth::context::Policy;
using mutauth::context::Protector;
using mutauth::context::SecurityContext;
using mutauth::credential::Credential;

inline constexpr auto kComplete = static_cast<OM_uint32>(GSS_S_COMPLETE);

/// RFC 3962 7 and RFC 8009 7.
struct Enctype {
    int number;
    const char* name;
};

inline std::ostream& operator<<(std::ostream& out, const Enctype& enctype) {
    return out << enctype.name;
}

struct Way {
    Mechanism mechanism;
    gss_OID theirs;
    Level level;
    OM_uint32 flags;
    Protector protector;
    bool dce_style = false;
};

/// A service with keys of one enctype, in a realm where nothing else is permitted: MIT's acceptor
/// would choose a subkey of a better one (RFC 4537).
class GssEnctype : public testing::TestWithParam<Enctype> {
  protected:
    GssEnctype()
        : spn_("enctype" + std::to_string(GetParam().number) + "/host.example.test"),
          configuration_(support::KerberosConfiguration::with_defaults(
              std::string("permitted_enctypes = ") + GetParam().name)) {
        // There already, after the first test of this enctype.
        support::run("kadmin.local -q 'addprinc -randkey -e " + std::string(GetParam().name) +
                     ":normal " + spn_ + "'");
        support::kadmin("ktadd -norandkey -k " + keytab_ + " " + spn_);
        support::must_run("kinit -c " + ccache_ + " -k -t " +
                          std::string(std::getenv("MUTAUTH_REALM_KEYTABS")) +
                          "/alice.keytab alice");
    }

    Policy policy(const Way& way) const {
        Policy out;
        out.mechanism = way.mechanism;
        out.level = way.level;
        out.protector = way.protector;
        out.dce_style = way.dce_style;
        out.served = mutauth::spn::serving({*mutauth::spn::parse(spn_)});
        return out;
    }

    std::unique_ptr<SecurityContext> serve(peer::Side& theirs, const Way& way) const {
        auto keys = Credential::from_keytab(keytab_, "");
        auto ours = mutauth::context::accept(**keys, policy(way));
        EXPECT_TRUE(ours) << ours.error().message();
        std::string token;
        OM_uint32 major = theirs.initiate("", token);
        while (!token.empty()) {
            auto step = (*ours)->step(bytes_of(token));
            EXPECT_TRUE(step) << step.error().message();
            token.clear();
            if (step && !step->token.empty()) {
                major = theirs.initiate(std::string(mutauth::text_of(step->token)), token);
            }
        }
        EXPECT_EQ(major, kComplete);
        auto context = (*ours)->finish();
        EXPECT_TRUE(context);
        return context ? std::move(*context) : nullptr;
    }

    std::unique_ptr<SecurityContext> call(peer::Side& theirs, const Way& way) const {
        auto tickets = Credential::from_ccache(ccache_);
        auto ours = mutauth::context::initiate(**tickets, *mutauth::spn::parse(spn_), policy(way),
                                               Deadline::usual());
        EXPECT_TRUE(ours) << ours.error().message();
        OM_uint32 major = GSS_S_CONTINUE_NEEDED;
        auto step = (*ours)->step({});
        while (step && !step->token.empty()) {
            std::string token;
            major = theirs.accept(std::string(mutauth::text_of(step->token)), token);
            if (token.empty()) {
                break;
            }
            step = (*ours)->step(bytes_of(token));
        }
        EXPECT_TRUE(step) << step.error().message();
        EXPECT_EQ(major, kComplete);
        auto context = (*ours)->finish();
        EXPECT_TRUE(context);
        return context ? std::move(*context) : nullptr;
    }

    std::string spn_;
    support::Folder folder_;
    std::string ccache_ = "FILE:" + (folder_ / "ccache");
    std::string keytab_ = folder_ / "keytab";
    support::KerberosConfiguration configuration_;
};

inline auto all_of_aes() {
    return testing::Values(
        Enctype{17, "aes128-cts-hmac-sha1-96"}, Enctype{18, "aes256-cts-hmac-sha1-96"},
        Enctype{19, "aes128-cts-hmac-sha256-128"}, Enctype{20, "aes256-cts-hmac-sha384-192"});
}

}  // namespace enctype
