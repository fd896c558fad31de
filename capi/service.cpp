#include <mutauth/service.h>

#include "handles.h"

using namespace mutauth::capi;
namespace spn = mutauth::spn;
using mutauth::Error;
using mutauth::Status;

namespace {

/// What is kept is bounded; what it says is checked when names are composed of it.
Outcome bounded(std::string_view text) {
    return text.size() <= spn::kLongest ? Outcome(MUTAUTH_OK) : Error(Status::name_too_long);
}

mutauth::Result<spn::LocalNames> local_names_of(const ServiceState& service) {
    return service.local ? *service.local : spn::local_names();
}

}  // namespace

mutauth_status mutauth_service_new(int32_t type,
                                   const char* service_class,
                                   const char* service,
                                   uint16_t port,
                                   mutauth_service** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (service_class == nullptr || out == nullptr) {
            return missing("service_class or out");
        }
        if (type < MUTAUTH_SERVICE_DNS_HOST || type > MUTAUTH_SERVICE_REPLICATED) {
            return Error(Status::invalid_argument, "the type is unknown");
        }
        for (const auto text : {std::string_view(service_class), optional_text(service)}) {
            if (auto good = bounded(text); !good) {
                return good;
            }
        }
        ServiceState state;
        state.type = static_cast<spn::ServiceType>(type);
        state.service_class = service_class;
        state.service = optional_text(service);
        state.port = port;
        *out = new mutauth_service(std::move(state));
        return done();
    });
}

mutauth_status mutauth_service_add_host(mutauth_service* service, const char* host, uint16_t port) {
    return guard([&]() -> Outcome {
        if (!live(service)) {
            return wrong_handle("service");
        }
        if (host == nullptr) {
            return missing("host");
        }
        auto& hosts = service->object.hosts;
        if (hosts.size() >= MUTAUTH_SERVICE_HOSTS_MAX) {
            return Error(Status::invalid_argument, "the service has too many hosts");
        }
        if (auto good = bounded(host); !good) {
            return good;
        }
        hosts.push_back({host, port});
        return done();
    });
}

mutauth_status mutauth_service_set_local_names(mutauth_service* service,
                                               const char* dns_name,
                                               const char* netbios_name) {
    return guard([&]() -> Outcome {
        if (!live(service)) {
            return wrong_handle("service");
        }
        if (dns_name == nullptr) {
            return missing("dns_name");
        }
        for (const auto text : {std::string_view(dns_name), optional_text(netbios_name)}) {
            if (auto good = bounded(text); !good) {
                return good;
            }
        }
        service->object.local = {
            dns_name, netbios_name != nullptr ? netbios_name : spn::netbios_name_of(dns_name)};
        return done();
    });
}

mutauth_status mutauth_service_compose(const mutauth_service* service, mutauth_spns** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (!live(service)) {
            return wrong_handle("service");
        }
        if (out == nullptr) {
            return missing("out");
        }
        const ServiceState& state = service->object;
        auto local = local_names_of(state);
        if (!local) {
            return std::move(local).error();
        }
        return give(out, spn::compose_for_service({state.type, state.service_class, state.service,
                                                   state.port, state.hosts},
                                                  *local));
    });
}

mutauth_status mutauth_service_compose_host_pair(const mutauth_service* service,
                                                 mutauth_spns** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (!live(service)) {
            return wrong_handle("service");
        }
        if (out == nullptr) {
            return missing("out");
        }
        auto local = local_names_of(service->object);
        if (!local) {
            return std::move(local).error();
        }
        return give(out, spn::compose_host_pair(service->object.service_class, service->object.port,
                                                *local));
    });
}

void mutauth_service_free(mutauth_service* service) {
    release(service);
}
