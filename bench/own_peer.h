// Both sides through the C ABI, as a program would use it.
#pragma once

#include <mutauth/mutauth.h>

#include "mit_peer.h"

namespace mutauth::bench {

struct OwnSides {
    mutauth_credential* client = nullptr;
    mutauth_credential* service = nullptr;
    mutauth_policy* policy = nullptr;
    mutauth_spn* spn = nullptr;

    OwnSides() : OwnSides(keytab("host1"), kHostSpn) {}
    OwnSides(const std::string& service_keytab, const char* service_spn) {
        require(mutauth_credential_from_keytab(keytab("alice").c_str(), nullptr, &client) == 0);
        require(mutauth_credential_from_keytab(service_keytab.c_str(), nullptr, &service) == 0);
        require(mutauth_spn_parse(service_spn, &spn) == 0);
        require(mutauth_policy_new(&policy) == 0);
        require(mutauth_policy_add_served_spn(policy, spn) == 0);
    }
    OwnSides(const OwnSides&) = delete;
    OwnSides& operator=(const OwnSides&) = delete;
    ~OwnSides() {
        mutauth_spn_free(spn);
        mutauth_policy_free(policy);
        mutauth_credential_free(service);
        mutauth_credential_free(client);
    }
};

struct OwnPair {
    mutauth_context* client = nullptr;
    mutauth_context* service = nullptr;

    OwnPair() = default;
    OwnPair(const OwnPair&) = delete;
    OwnPair& operator=(const OwnPair&) = delete;
    ~OwnPair() {
        mutauth_context_free(client);
        mutauth_context_free(service);
    }
};

inline void establish(OwnPair& pair, const OwnSides& sides) {
    mutauth_negotiation* client = nullptr;
    mutauth_negotiation* service = nullptr;
    mutauth_bytes* request = nullptr;
    mutauth_bytes* reply = nullptr;
    mutauth_bytes* none = nullptr;
    require(mutauth_negotiation_initiate(sides.client, sides.spn, nullptr, nullptr, &client) == 0);
    require(mutauth_negotiation_accept(sides.service, sides.policy, &service) == 0);
    require(mutauth_negotiation_step(client, nullptr, 0, &request) == MUTAUTH_CONTINUE);
    require(mutauth_negotiation_step(service, mutauth_bytes_data(request),
                                     mutauth_bytes_size(request), &reply) == MUTAUTH_OK);
    require(mutauth_negotiation_step(client, mutauth_bytes_data(reply), mutauth_bytes_size(reply),
                                     &none) == MUTAUTH_OK);
    require(mutauth_negotiation_finish(client, &pair.client) == MUTAUTH_OK);
    require(mutauth_negotiation_finish(service, &pair.service) == MUTAUTH_OK);
    mutauth_bytes_free(request);
    mutauth_bytes_free(reply);
    mutauth_negotiation_free(client);
    mutauth_negotiation_free(service);
}

}  // namespace mutauth::bench
