#include "registration/register_host.h"

#include "core/text.h"
#include "registration/judged_names.h"
#include "spn/compose_for_service.h"
#include "spn/local_names.h"

namespace mutauth::registration {

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

Outcome<Edited> register_host(const Target& target,
                              Operation operation,
                              const HostPair& pair,
                              const Manner& manner) {
    if (operation == Operation::remove) {
        return edit(target, {{}, {pair.full, pair.brief}, false}, manner);
    }
    const bool nothing_else = operation == Operation::replace;
    const Wish full_alone{{pair.full}, {}, nothing_else};
    if (to_lower_ascii(pair.full.text()) == to_lower_ascii(pair.brief.text())) {
        return claim_judged(target, full_alone, manner);
    }
    return claim_judged(target, {{pair.full, pair.brief}, {}, nothing_else}, manner)
        .match([](Edited edited) { return Outcome<Edited>::done(std::move(edited)); },
               [&](Error why) {
                   if (why.status() != Status::spn_not_own_name) {
                       return Outcome<Edited>::not_done(std::move(why));
                   }
                   return claim_judged(target, full_alone, manner).and_then([&](Edited edited) {
                       edited.warnings.push_back(displayed(pair.brief.text()) +
                                                 " was not registered: " + why.message());
                       return Outcome<Edited>::done(std::move(edited));
                   });
               },
               [](Error why) { return Outcome<Edited>::unknown(std::move(why)); });
}

}  // namespace mutauth::registration
