#include "identity/requirements.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "core/text.h"
#include "spn/kerberos_principal.h"

namespace mutauth::identity {

void Requirements::add_service_key(std::string_view name) {
    const auto parts = spn::split_principal(name);
    service_keys_.push_back({parts.name(), parts.realm});
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

bool Requirements::allows_key(const std::string& key) const {
    if (service_keys_.empty()) {
        return true;
    }
    const auto parts = spn::split_principal(key);
    const std::string name = parts.name();
    return std::any_of(service_keys_.begin(), service_keys_.end(), [&](const auto& allowed) {
        return allowed.name == name && (allowed.realm.empty() || allowed.realm == parts.realm);
    });
}

Result<void> Requirements::check(const context::Proof& caller) const {
    if (caller.expires <= ::time(nullptr)) {
        return Error(Status::context_expired).with("client", caller.client);
    }
    if (caller.level < level_) {
        return Error(Status::caller_level_too_low)
            .with("level", static_cast<std::int64_t>(caller.level))
            .with("required", static_cast<std::int64_t>(level_));
    }
    if (mechanism_ && caller.mechanism != *mechanism_) {
        return Error(Status::caller_mechanism).with("client", caller.client);
    }
    if (!allows_key(caller.service_key)) {
        return Error(Status::caller_wrong_service,
                     fmt::format("the key of {} is not allowed here", caller.service_key))
            .with("service key", caller.service_key);
    }
    if (!clients_.empty() &&
        std::find(clients_.begin(), clients_.end(), caller.client) == clients_.end()) {
        return Error(Status::caller_not_allowed,
                     fmt::format("{} is not among the allowed callers", caller.client))
            .with("client", caller.client);
    }
    return {};
}

}  // namespace mutauth::identity
