#include "registration/register_host.h"

#include "core/text.h"
#include "registration/claim.h"
#include "spn/compose_for_service.h"
#include "spn/local_names.h"

namespace mutauth::registration {
namespace {

Result<std::vector<std::string>> warnings_of(Result<Edited> edited) {
    return edited ? Result<std::vector<std::string>>(std::move(edited->warnings))
                  : std::move(edited).error();
}

}  // namespace

Result<HostPair> host_pair(std::string_view service_class, std::string_view host) {
    std::string full(host);
    if (full.empty()) {
        auto local = spn::local_host();
        if (!local) {
            return std::move(local).error();
        }
        full = std::move(*local);
    }
    const std::string brief = spn::netbios_name_of(full);
    auto names = spn::compose_host_pair(service_class, 0, {std::move(full), brief});
    if (!names) {
        return std::move(names).error();
    }
    // One name stands for both where a directory takes them for one.
    return HostPair{names->front(), names->back()};
}

Result<std::vector<std::string>> register_host(const Target& target,
                                               Operation operation,
                                               const HostPair& pair,
                                               const Manner& manner) {
    if (operation == Operation::remove) {
        return warnings_of(edit(target, {{}, {pair.full, pair.brief}, false}, manner));
    }
    const bool nothing_else = operation == Operation::replace;
    const bool one = to_lower_ascii(pair.full.text()) == to_lower_ascii(pair.brief.text());
    auto both = one ? claim(target, {{pair.full}, {}, nothing_else}, manner)
                    : claim(target, {{pair.full, pair.brief}, {}, nothing_else}, manner);
    if (both || one || both.error().status() != Status::spn_not_own_name) {
        return warnings_of(std::move(both));
    }
    auto full = claim(target, {{pair.full}, {}, nothing_else}, manner);
    if (!full) {
        return std::move(full).error();
    }
    full->warnings.push_back(displayed(pair.brief.text()) +
                             " was not registered: " + both.error().message());
    return warnings_of(std::move(full));
}

}  // namespace mutauth::registration
