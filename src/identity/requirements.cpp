#include "identity/requirements.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "core/text.h"
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
    ServiceKey key{parts.name(), parts.realm, {}};
    if (is_host_pattern(parts)) {
        auto host = spn::local_host();
        if (!host) {
            return std::move(host).error();
        }
        auto expanded = spn::expand_host(key.name, *host);
        if (!expanded) {
            return std::move(expanded).error();
        }
        key.name = expanded->text();
    } else if (key.name.find('*') != std::string::npos) {
        if (key.name.find('*') < key.name.find('/')) {
            return Error(Status::spn_pattern_malformed,
                         fmt::format("'{}' has an asterisk in its class", displayed(name)));
        }
        key.pattern.emplace(key.name);
    }
    service_keys_.push_back(std::move(key));
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

bool Requirements::allows_key(const spn::PrincipalParts& key, const std::string& name) const {
    return std::any_of(service_keys_.begin(), service_keys_.end(), [&](const auto& allowed) {
        return (allowed.realm.empty() || allowed.realm == key.realm) &&
               (allowed.pattern ? allowed.pattern->matches(name) : allowed.name == name);
    });
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
    return caller.check_name();
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
    if (max_age_ && caller.local == nullptr && now - caller.authenticated > *max_age_) {
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
    if (!service_keys_.empty() && !allows_key(caller.service_key(), caller.service_key_name())) {
        return Error(Status::caller_wrong_service,
                     fmt::format("the key of {} is not allowed here", displayed(proof.service_key)))
            .with("service key", proof.service_key);
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
