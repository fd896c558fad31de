#include "registration/judged_names.h"

#include <algorithm>

#include "core/text.h"
#include "directory/dn.h"
#include "registration/claim.h"
#include "spn/lint.h"

namespace mutauth::registration {
namespace {

using directory::Kind;
using spn::ServicePrincipalName;

/// A text that our reader does not take for an SPN: the server judges it.
bool is_unread(const ServicePrincipalName& spn) {
    const auto parts = spn.parts();
    return parts.service_class.empty() && parts.host.empty() && parts.service.empty();
}

/// Whether another name has the full form of this one's short host.
bool has_full_form(const ServicePrincipalName& spn, const Spns& among) {
    const std::string start = to_lower_ascii(spn.parts().host) + '.';
    return std::any_of(among.begin(), among.end(), [&](const auto& other) {
        return to_lower_ascii(other.parts().host).starts_with(start);
    });
}

/// Active Directory's KDC finds a name in any case; a pair of names is what a short one wants.
bool concerns(const spn::Finding& finding,
              const ServicePrincipalName& spn,
              const Spns& spns,
              Kind kind) {
    switch (finding.code) {
        case spn::FindingCode::class_spelling:
            return kind != Kind::active_directory;
        case spn::FindingCode::host_case:
            return kind != Kind::active_directory && !has_full_form(spn, spns);
        case spn::FindingCode::short_host:
            return !has_full_form(spn, spns);
        default:
            return true;
    }
}

Error with_way_to_insist(Error error) {
    return std::move(error).with(
        "to register it all the same",
        "allow unusable names on the directory (--allow-unusable on the command line)");
}

Error other_realm(const ServicePrincipalName& spn, const std::string& domain) {
    return Error(Status::spn_not_writable, "the SPN " + displayed(spn.text()) + " is of realm " +
                                               displayed(spn.parts().realm) +
                                               ", the account of realm " + displayed(domain))
        .with("spn", displayed(spn.text()))
        .with("realm", displayed(domain))
        .with_remedy("leave the realm out, or register it on an account of that realm");
}

}  // namespace

Result<void> check_realms(const Target& target, const Spns& spns) {
    if (target.session.profile().kind != Kind::active_directory) {
        return {};
    }
    const std::string domain = directory::dn::domain_of(target.dn);
    for (const auto& spn : spns) {
        const std::string_view realm = spn.parts().realm;
        if (!realm.empty() && !domain.empty() && !equal_ignoring_ascii_case(realm, domain)) {
            return other_realm(spn, to_upper_ascii(domain));
        }
    }
    return {};
}

Result<std::vector<std::string>> judged(const Target& target, const Spns& spns) {
    if (auto own = check_realms(target, spns); !own) {
        return std::move(own).error();
    }
    const Kind kind = target.session.profile().kind;
    std::vector<std::string> warnings;
    for (const auto& spn : spns) {
        if (is_unread(spn)) {
            continue;
        }
        if (auto usable = spn::check_usable(spn); !usable) {
            if (!target.session.allows_unusable_names()) {
                return with_way_to_insist(std::move(usable).error());
            }
            warnings.emplace_back(usable.error().message());
        }
        for (const auto& finding : spn::lint(spn)) {
            if (finding.level == spn::FindingLevel::warning && concerns(finding, spn, spns, kind)) {
                warnings.push_back(displayed(spn.text()) + ": " + finding.text + "; " +
                                   finding.remedy);
            }
        }
    }
    return warnings;
}

Outcome<Edited> claim_judged(const Target& target, const Wish& wish, const Manner& manner) {
    auto warnings = judged(target, wish.add);
    if (!warnings) {
        return Outcome<Edited>::not_done(std::move(warnings).error());
    }
    return claim(target, wish, manner).and_then([&](Edited edited) {
        edited.warnings.insert(edited.warnings.begin(), warnings->begin(), warnings->end());
        return Outcome<Edited>::done(std::move(edited));
    });
}

}  // namespace mutauth::registration
