#include <mutauth/spn.h>

#include "handles.h"
#include "spn/domain_controller_names.h"
#include "spn/fold.h"
#include "spn/host_pattern.h"
#include "spn/kerberos_principal.h"
#include "spn/parse.h"

using namespace mutauth::capi;
namespace spn = mutauth::spn;

namespace {

/// A getter of one part.
template <auto Part>
const char* part(const mutauth_spn* name) noexcept {
    return live(name) ? (name->object.parts().*Part).c_str() : nullptr;
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
        if (service != nullptr && *service == '\0') {
            return mutauth::Error(mutauth::Status::invalid_name, "the service name is empty");
        }
        if (host != nullptr) {
            return give(out, spn::compose({service_class, host, port, optional_text(service)}));
        }
        auto own = spn::local_host();
        if (!own) {
            return std::move(own).error();
        }
        return give(out, spn::compose({service_class, *own, port, optional_text(service)}));
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

mutauth_status mutauth_spn_compose_for_host(const char* service_class,
                                            const char* host,
                                            mutauth_spn** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (service_class == nullptr || host == nullptr || out == nullptr) {
            return missing("service_class, host or out");
        }
        return give(out, spn::compose({service_class, host, 0, ""}));
    });
}

mutauth_status mutauth_spn_expand_host(const char* pattern, const char* host, mutauth_spn** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (pattern == nullptr || out == nullptr) {
            return missing("pattern or out");
        }
        if (host != nullptr) {
            return give(out, spn::expand_host(pattern, host));
        }
        auto own = spn::local_host();
        if (!own) {
            return std::move(own).error();
        }
        return give(out, spn::expand_host(pattern, *own));
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

mutauth_status mutauth_spn_parse_value(const char* value, mutauth_spn** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (value == nullptr || out == nullptr) {
            return missing("value or out");
        }
        return give(out, spn::parse_value(value));
    });
}

mutauth_status mutauth_spn_from_principal(const char* principal, mutauth_spn** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (principal == nullptr || out == nullptr) {
            return missing("principal or out");
        }
        return give(out, spn::from_principal(principal));
    });
}

const char* mutauth_spn_text(const mutauth_spn* name) {
    return live(name) ? name->object.text().c_str() : nullptr;
}

const char* mutauth_spn_principal(const mutauth_spn* name) {
    return live(name) ? name->object.principal().c_str() : nullptr;
}

const char* mutauth_spn_service_class(const mutauth_spn* name) {
    return part<&spn::PartTexts::service_class>(name);
}

const char* mutauth_spn_host(const mutauth_spn* name) {
    return part<&spn::PartTexts::host>(name);
}

uint16_t mutauth_spn_port(const mutauth_spn* name) {
    return live(name) ? name->object.parts().port : uint16_t{0};
}

const char* mutauth_spn_instance(const mutauth_spn* name) {
    return part<&spn::PartTexts::instance>(name);
}

const char* mutauth_spn_service(const mutauth_spn* name) {
    return part<&spn::PartTexts::service>(name);
}

const char* mutauth_spn_realm(const mutauth_spn* name) {
    return part<&spn::PartTexts::realm>(name);
}

int32_t mutauth_spn_equal_to_kdc(const mutauth_spn* a, const mutauth_spn* b) {
    return live(a) && live(b) && spn::equal_to_kdc(a->object, b->object) ? 1 : 0;
}

int32_t mutauth_spn_equal_to_directory(const mutauth_spn* a, const mutauth_spn* b) {
    return live(a) && live(b) && spn::equal_to_directory(a->object, b->object) ? 1 : 0;
}

int32_t mutauth_spn_controller_name(const mutauth_spn* name) {
    const auto what = live(name) ? spn::controller_name(name->object) : spn::ControllerName::none;
    return static_cast<int32_t>(what);
}

void mutauth_spn_free(mutauth_spn* name) {
    release(name);
}

size_t mutauth_spns_count(const mutauth_spns* names) {
    return live(names) ? names->object.size() : 0;
}

const mutauth_spn* mutauth_spns_at(const mutauth_spns* names, size_t index) {
    return live(names) && index < names->object.size() ? &names->object[index] : nullptr;
}

void mutauth_spns_free(mutauth_spns* names) {
    release(names);
}
