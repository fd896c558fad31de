#include <mutauth/controller.h>

#include "handles.h"
#include "spn/domain_controller_names.h"

using namespace mutauth::capi;
namespace spn = mutauth::spn;

namespace {

/// Changes a live controller by a text.
template <typename Change>
mutauth_status change(mutauth_controller* controller,
                      const char* what,
                      const char* text,
                      Change change) noexcept {
    return guard([&]() -> Outcome {
        if (!live(controller)) {
            return wrong_handle("controller");
        }
        if (text == nullptr) {
            return missing(what);
        }
        change(controller->object);
        return done();
    });
}

spn::DomainController described(const ControllerState& state) {
    spn::DomainController out;
    out.dns_host = state.dns_host;
    out.dns_domain = state.dns_domain;
    out.netbios_domain = state.netbios_domain;
    out.forest = state.forest.empty() ? state.dns_domain : state.forest;
    out.dsa_guid = state.guid;
    out.application_domains = state.partitions;
    out.global_catalog = (state.roles & MUTAUTH_CONTROLLER_GLOBAL_CATALOG) != 0;
    out.file_replication = (state.roles & MUTAUTH_CONTROLLER_FILE_REPLICATION) != 0;
    return out;
}

}  // namespace

mutauth_status mutauth_controller_new(const char* dns_host,
                                      const char* dns_domain,
                                      const char* netbios_domain,
                                      mutauth_controller** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (dns_host == nullptr || dns_domain == nullptr || netbios_domain == nullptr ||
            out == nullptr) {
            return missing("dns_host, dns_domain, netbios_domain or out");
        }
        ControllerState state;
        state.dns_host = dns_host;
        state.dns_domain = dns_domain;
        state.netbios_domain = netbios_domain;
        *out = new mutauth_controller(std::move(state));
        return done();
    });
}

mutauth_status mutauth_controller_set_roles(mutauth_controller* controller, int32_t roles) {
    constexpr int32_t kKnown =
        MUTAUTH_CONTROLLER_GLOBAL_CATALOG | MUTAUTH_CONTROLLER_FILE_REPLICATION;
    return guard([&]() -> Outcome {
        if (!live(controller)) {
            return wrong_handle("controller");
        }
        if ((roles & ~kKnown) != 0) {
            return mutauth::Error(mutauth::Status::invalid_argument, "a role is unknown");
        }
        controller->object.roles = roles;
        return done();
    });
}

mutauth_status mutauth_controller_set_forest(mutauth_controller* controller, const char* forest) {
    return change(controller, "forest", forest,
                  [&](ControllerState& state) { state.forest = forest; });
}

mutauth_status mutauth_controller_set_guid(mutauth_controller* controller, const char* guid) {
    return change(controller, "guid", guid, [&](ControllerState& state) { state.guid = guid; });
}

mutauth_status mutauth_controller_add_partition(mutauth_controller* controller,
                                                const char* dns_name) {
    return change(controller, "dns_name", dns_name,
                  [&](ControllerState& state) { state.partitions.emplace_back(dns_name); });
}

mutauth_status mutauth_controller_compose(const mutauth_controller* controller,
                                          mutauth_spns** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (!live(controller)) {
            return wrong_handle("controller");
        }
        if (out == nullptr) {
            return missing("out");
        }
        const std::string netbios = spn::netbios_name_of(controller->object.dns_host);
        spn::DomainController described_one = described(controller->object);
        described_one.netbios_host = netbios;
        return give(out, spn::names_of(described_one));
    });
}

void mutauth_controller_free(mutauth_controller* controller) {
    release(controller);
}
