#include "identity/requirements.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "core/text.h"
#include "core/times.h"
#include "spn/host_pattern.h"
#include "spn/local_names.h"

namespace mutauth::identity {
namespace {

bool contains(const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

/// What stands behind the class, and in front of a second '/'.
bool is_host_pattern(const spn::PrincipalParts& parts) {
    return parts.components.size() > 1 && parts.components[1] == spn::kHostPattern;
}

}  // namespace

Result<void> Requirements::add_service_key(std::string_view name) {
    const auto parts = spn::split_principal(name);
    std::string service = parts.name();
    if (is_host_pattern(parts)) {
        auto host = spn::local_host();
        if (!host) {
            return std::move(host).error();
        }
        auto expanded = spn::expand_host(service, *host);
        if (!expanded) {
            return std::move(expanded).error();
        }
        service = expanded->text();
    } else if (service.find('*') != std::string::npos && service.find('*') < service.find('/')) {
        return Error(Status::spn_pattern_malformed,
                     fmt::format("'{}' has an asterisk in its class", displayed(name)));
    }
    service_keys_.push_back({parts.realm, Wildcard(service), Wildcard(to_lower_ascii(service))});
    return {};
}

Result<void> Requirements::add_client(std::string_view principal) {
    if (spn::split_principal(principal).realm.empty()) {
        return Error(Status::invalid_argument,
                     fmt::format("the client '{}' has no realm", displayed(principal)))
            .with_remedy("write name@REALM");
    }
    clients_.emplace_back(principal);
    return {};
}

bool Requirements::allows(const Identity::ServiceName& key) const {
    return std::any_of(service_keys_.begin(), service_keys_.end(), [&](const auto& allowed) {
        return (allowed.realm.empty() || allowed.realm == key.realm) &&
               allowed.name.matches(key.name);
    });
}

bool Requirements::allows_asked(const Identity::ServiceName& service) const {
    const std::string name = to_lower_ascii(service.name);
    return std::any_of(service_keys_.begin(), service_keys_.end(), [&](const auto& allowed) {
        return (allowed.realm.empty() || allowed.realm == service.realm) &&
               allowed.lower_name.matches(name);
    });
}

Result<void> Requirements::check_service(const Identity& caller) const {
    if (service_keys_.empty() || (accepts_asked_ && allows_asked(caller.asked_service()))) {
        return {};
    }
    // Whoever has a ticket for one name of the key may claim that it is for another one.
    const auto& names = caller.service_keys();
    const auto other = std::find_if_not(names.begin(), names.end(),
                                        [&](const auto& name) { return allows(name); });
    if (!names.empty() && other == names.end()) {
        return {};
    }
    const context::Proof& proof = caller.proof();
    const std::string& refused =
        names.empty() ? proof.service_key
                      : proof.service_keys[static_cast<std::size_t>(other - names.begin())];
    Error error(Status::caller_wrong_service,
                fmt::format("the key that opened the ticket is {}'s, which is not allowed here",
                            displayed(refused)));
    if (names.size() > 1) {
        error = std::move(error).with_remedy(
            "allow every name of the key, give the names keys of their own, or accept the asked "
            "service by name: it is a claim");
    }
    return std::move(error)
        .with("service key", refused)
        .with("names of the key", fmt::format("{}", fmt::join(proof.service_keys, " ")))
        .with("asked service", proof.asked_service);
}

Result<void> Requirements::check_connection(const context::Proof& caller) const {
    if (caller.level < level_) {
        return Error(Status::caller_level_too_low)
            .with("level", static_cast<std::int64_t>(caller.level))
            .with("required", static_cast<std::int64_t>(level_));
    }
    if (mechanism_ && caller.mechanism != *mechanism_) {
        return Error(Status::caller_mechanism).with("client", caller.client);
    }
    if (local_only_ && caller.local == nullptr) {
        return Error(Status::caller_not_local).with("client", caller.client);
    }
    return {};
}

Result<void> Requirements::check_client(const Identity& caller) const {
    const std::string& client = caller.proof().client;
    if (!realms_.empty() && !contains(realms_, caller.client().realm)) {
        return Error(Status::caller_wrong_realm,
                     fmt::format("the realm of {} is not allowed here", displayed(client)))
            .with("client", client);
    }
    if (clients_.empty()) {
        return {};
    }
    if (!contains(clients_, client)) {
        return Error(Status::caller_not_allowed,
                     fmt::format("{} is not among the allowed callers", displayed(client)))
            .with("client", client);
    }
    return caller.check_name(names_);
}

Result<void> Requirements::check_sids(const Identity& caller) const {
    for (const Sid& sid : sids_) {
        auto has = caller.has(sid, trusted_);
        if (!has) {
            return std::move(has).error();
        }
        if (*has) {
            return {};
        }
    }
    return sids_.empty() ? Result<void>()
                         : Error(Status::caller_not_member).with("client", caller.proof().client);
}

Result<void> Requirements::check_authentication(const context::Proof& caller,
                                                std::int64_t now) const {
    const auto& indicators = caller.authorization.indicators;
    if (!indicators_.empty() &&
        std::none_of(indicators.begin(), indicators.end(),
                     [&](const std::string& one) { return contains(indicators_, one); })) {
        return Error(Status::caller_indicator_missing)
            .with("client", caller.client)
            .with("indicators", fmt::format("{}", fmt::join(indicators, " ")));
    }
    // The kernel tells of a local process now.
    if (max_age_ && caller.local == nullptr &&
        seconds_between(caller.authenticated, now) > *max_age_) {
        return Error(Status::caller_too_old)
            .with("client", caller.client)
            .with("authenticated", caller.authenticated)
            .with("most seconds", *max_age_);
    }
    return {};
}

Result<void> Requirements::check(const Identity& caller) const {
    const context::Proof& proof = caller.proof();
    const std::int64_t now = ::time(nullptr);
    if (proof.expires <= now) {
        return Error(Status::context_expired).with("client", proof.client);
    }
    if (auto checked = check_connection(proof); !checked) {
        return checked;
    }
    if (auto checked = check_service(caller); !checked) {
        return checked;
    }
    if (auto checked = check_client(caller); !checked) {
        return checked;
    }
    if (auto checked = check_sids(caller); !checked) {
        return checked;
    }
    return check_authentication(proof, now);
}

}  // namespace mutauth::identity
