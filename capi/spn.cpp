#include <mutauth/spn.h>

#include "handles.h"

using namespace mutauth::capi;
namespace spn = mutauth::spn;

namespace {

const spn::Parts* parts_of(const mutauth_spn* name) noexcept {
    return live(name) ? &name->object.parts() : nullptr;
}

}  // namespace

mutauth_status mutauth_spn_compose(const char* service_class,
                                   const char* host,
                                   uint16_t port,
                                   const char* service,
                                   mutauth_spn** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (service_class == nullptr || out == nullptr) {
            return missing("service_class or out");
        }
        std::string own_host;
        if (host == nullptr) {
            auto local = spn::local_host();
            if (!local) {
                return std::move(local).error();
            }
            own_host = std::move(*local);
        }
        if (service != nullptr && *service == '\0') {
            return mutauth::Error(mutauth::Status::invalid_name, "the service name is empty");
        }
        return give(out, spn::compose({service_class, host == nullptr ? own_host.c_str() : host,
                                       port, optional_text(service)}));
    });
}

mutauth_status mutauth_spn_compose_for_target(const char* service_class,
                                              const char* service_name,
                                              const char* instance_name,
                                              uint16_t port,
                                              const char* referrer,
                                              mutauth_spn** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (service_class == nullptr || service_name == nullptr || out == nullptr) {
            return missing("service_class, service_name or out");
        }
        return give(
            out, spn::compose_for_target({service_class, service_name, optional_text(instance_name),
                                          port, optional_text(referrer)}));
    });
}

mutauth_status mutauth_spn_parse(const char* text, mutauth_spn** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (text == nullptr || out == nullptr) {
            return missing("text or out");
        }
        return give(out, spn::parse(text));
    });
}

const char* mutauth_spn_text(const mutauth_spn* name) {
    return live(name) ? name->object.text().c_str() : nullptr;
}

const char* mutauth_spn_principal(const mutauth_spn* name) {
    return live(name) ? name->object.principal().c_str() : nullptr;
}

const char* mutauth_spn_service_class(const mutauth_spn* name) {
    const auto* parts = parts_of(name);
    return parts == nullptr ? nullptr : parts->service_class.c_str();
}

const char* mutauth_spn_host(const mutauth_spn* name) {
    const auto* parts = parts_of(name);
    return parts == nullptr ? nullptr : parts->host.c_str();
}

uint16_t mutauth_spn_port(const mutauth_spn* name) {
    const auto* parts = parts_of(name);
    return parts == nullptr ? uint16_t{0} : parts->port;
}

const char* mutauth_spn_instance(const mutauth_spn* name) {
    const auto* parts = parts_of(name);
    return parts == nullptr ? nullptr : parts->instance.c_str();
}

const char* mutauth_spn_service(const mutauth_spn* name) {
    const auto* parts = parts_of(name);
    return parts == nullptr ? nullptr : parts->service.c_str();
}

const char* mutauth_spn_realm(const mutauth_spn* name) {
    const auto* parts = parts_of(name);
    return parts == nullptr ? nullptr : parts->realm.c_str();
}

int32_t mutauth_spn_equal(const mutauth_spn* a, const mutauth_spn* b) {
    return live(a) && live(b) && spn::equal_to_kdc(a->object, b->object) ? 1 : 0;
}

void mutauth_spn_free(mutauth_spn* name) {
    release(name);
}
