// What it costs to check a caller on every call: against asking MIT's context who it is and
// comparing, and against looking for a SID among texts.
#include <algorithm>
#include <cstring>

#include "identity/requirements.h"
#include "mit_peer.h"
#include "own_peer.h"
#include "rounds.h"
#include "unit/identity/callers.h"

namespace {

using namespace mutauth::bench;
using mutauth::identity::Identity;
using mutauth::identity::Requirements;
using mutauth::identity::Sid;

/// What a service on GSS-API does on each call that it checks.
void check_mit(gss_ctx_id_t context, const std::string& allowed) {
    OM_uint32 minor = 0;
    OM_uint32 flags = 0;
    OM_uint32 left = 0;
    gss_name_t client = GSS_C_NO_NAME;
    gss_buffer_desc text = GSS_C_EMPTY_BUFFER;
    require(::gss_inquire_context(&minor, context, &client, nullptr, &left, nullptr, &flags,
                                  nullptr, nullptr) == GSS_S_COMPLETE);
    require(::gss_display_name(&minor, client, &text, nullptr) == GSS_S_COMPLETE);
    require((flags & GSS_C_CONF_FLAG) != 0 && left > 0 && text.length == allowed.size() &&
            std::memcmp(text.value, allowed.data(), allowed.size()) == 0);
    ::gss_release_buffer(&minor, &text);
    ::gss_release_name(&minor, &client);
}

void compare_name() {
    OwnSides sides;
    OwnPair ours;
    MitPair theirs;
    gss_name_t host = host_name();
    establish(ours, sides);
    establish(theirs, host);
    const mutauth_identity* caller = mutauth_context_identity(ours.service);
    mutauth_requirements* requirements = nullptr;
    require(mutauth_requirements_new(&requirements) == 0);
    require(mutauth_requirements_add_client(requirements, mutauth_identity_client(caller)) == 0);
    compare(
        {"check level, lifetime and client", "gss_inquire_context, gss_display_name"},
        [&] { require(mutauth_requirements_check(requirements, caller) == MUTAUTH_OK); },
        [&, allowed = std::string(mutauth_identity_client(caller))] {
            check_mit(theirs.service, allowed);
        });
    require(mutauth_requirements_add_realm(requirements, mutauth_identity_realm(caller)) == 0);
    require(mutauth_requirements_add_service_key(requirements, "host/*.example.test") == 0);
    require(mutauth_requirements_set_mechanism(requirements, MUTAUTH_MECHANISM_KRB5) == 0);
    require(mutauth_requirements_add_indicator(requirements, "spake") == 0);
    require(mutauth_requirements_set_max_age(requirements, 86400) == 0);
    compare(
        {"... and realm, key's pattern, mechanism, indicator, age", "the same as before"},
        [&] { require(mutauth_requirements_check(requirements, caller) == MUTAUTH_OK); },
        [&, allowed = std::string(mutauth_identity_client(caller))] {
            check_mit(theirs.service, allowed);
        });
    mutauth_requirements_free(requirements);
    OM_uint32 minor = 0;
    ::gss_release_name(&minor, &host);
}

/// The core's, since the realm here has no groups.
void compare_group() {
    mutauth::testing::Logon logon;
    for (std::uint32_t i = 0; i < 1000; ++i) {
        logon.groups.emplace_back(2000 + i, 7);
    }
    const auto proof = mutauth::testing::caller("alice@EXAMPLE.TEST", logon);
    const Identity caller(proof);
    const auto wanted = Sid::from_text("S-1-5-21-1-2-3-2990");
    Requirements requirements;
    requirements.add_sid(wanted.value());
    std::vector<std::string> texts;
    for (const auto& one : (*caller.pac())->account->memberships) {
        texts.push_back(one.sid.text());
    }
    compare(
        {"check one group of 1000", "std::find among the SIDs as texts"},
        [&] { require(static_cast<bool>(requirements.check(caller))); },
        [&, text = wanted->text()] {
            require(std::find(texts.begin(), texts.end(), text) != texts.end());
        });
}

}  // namespace

int main() {
    set_up_defaults();
    compare_name();
    compare_group();
}
