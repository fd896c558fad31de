#include "identity/user_map.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "core/text.h"
#include "identity/auth_to_local.h"
#include "identity/caller.h"
#include "identity/name_service.h"
#include "spn/kerberos_principal.h"

namespace mutauth::identity {
namespace {

LocalUser user_of(const context::LocalProcess& process) {
    return {std::to_string(process.uid), process.uid, process.gid, process.groups, false};
}

/// A principal's text, cut at the @ before its realm and not at a quoted one.
struct Halves {
    std::string_view name;
    std::string_view realm;
};

Halves halves_of(std::string_view principal) {
    for (std::size_t i = 0; i < principal.size(); ++i) {
        if (principal[i] == '\\') {
            ++i;
        } else if (principal[i] == '@') {
            return {principal.substr(0, i), principal.substr(i + 1)};
        }
    }
    return {principal, {}};
}

Error not_mapped(const std::string& principal) {
    return Error(Status::user_not_mapped,
                 fmt::format("nothing maps {} to a user of this machine", displayed(principal)))
        .with("client", principal);
}

/// Name services that ignore case would make two principals one user.
Result<LocalUser> find_exactly(const std::string& name) {
    auto found = find_user(name);
    if (found && found->name != name) {
        return Error(Status::user_unknown, fmt::format("the name service has no user '{}' but '{}'",
                                                       displayed(name), displayed(found->name)))
            .with("user", displayed(name));
    }
    return found;
}

}  // namespace

Result<void> UserMap::add_rule(std::string_view principal, std::string_view user) {
    return add(principal, {std::string(user), {}});
}

Result<void> UserMap::add_rule(std::string_view principal, const LocalUser& user) {
    return add(principal, {user.name, user});
}

void UserMap::add_sid(std::string_view realm, const Sid& sid, std::string_view user) {
    sids_.push_back({std::string(realm), sid, std::string(user)});
}

Result<void> UserMap::add(std::string_view principal, Target user) {
    const auto [name, realm] = halves_of(principal);
    if (realm.empty() || realm.find('*') != std::string_view::npos) {
        return Error(Status::invalid_argument,
                     fmt::format("the rule for '{}' names no realm", displayed(principal)))
            .with_remedy("write name@REALM, with * in the name only");
    }
    if (name.find('*') == std::string_view::npos) {
        exact_.push_back({std::string(principal), std::move(user)});
    } else {
        patterns_.push_back({Wildcard(name), std::string(realm), std::move(user)});
    }
    return {};
}

const UserMap::Target* UserMap::rule_for(const std::string& principal) const {
    const auto same = [&](const Exact& one) {
        return one.principal == principal;
    };
    if (const auto exact = std::find_if(exact_.begin(), exact_.end(), same);
        exact != exact_.end()) {
        return &exact->user;
    }
    const auto halves = halves_of(principal);
    for (const auto& pattern : patterns_) {
        if (pattern.realm == halves.realm && pattern.name.matches(halves.name)) {
            return &pattern.user;
        }
    }
    return nullptr;
}

const UserMap::SidRule* UserMap::sid_rule_for(const std::string& principal,
                                              const TicketAccount& account) const {
    const auto realm = halves_of(principal).realm;
    const auto same = [&](const SidRule& one) {
        return one.sid == account.sid && one.realm == realm;
    };
    const auto found = std::find_if(sids_.begin(), sids_.end(), same);
    return found == sids_.end() ? nullptr : &*found;
}

Result<LocalUser> UserMap::by_own_name(const std::string& principal,
                                       const std::optional<TicketAccount>& account) const {
    const auto parts = spn::split_principal(principal);
    const bool listed = std::find(realms_.begin(), realms_.end(), parts.realm) != realms_.end();
    const bool simple = parts.components.size() == 1 && !parts.components.front().empty();
    if (listed && simple) {
        return find_exactly(account ? account->name : parts.components.front());
    }
    if (auth_to_local_) {
        auto name =
            auth_to_local(account ? spn::to_principal(account->name, parts.realm) : principal);
        if (!name) {
            return std::move(name).error();
        }
        if (*name) {
            return find_exactly(**name);
        }
    }
    return not_mapped(principal);
}

Result<LocalUser> UserMap::by_ticket(const Identity& caller) const {
    if (auto named = caller.check_name(AccountNames::own_or_upn); !named) {
        return std::move(named).error();
    }
    auto pac = caller.pac();
    if (!pac && (pac_required_ || pac.error().status() != Status::pac_missing)) {
        return std::move(pac).error();
    }
    static const std::optional<TicketAccount> nobody;
    const auto& account = pac ? (*pac)->account : nobody;
    if (pac_required_ && !account) {
        return Error(Status::pac_missing, "the ticket's PAC names no account");
    }
    const std::string& client = caller.proof().client;
    if (account) {
        if (const SidRule* rule = sid_rule_for(client, *account)) {
            return find_user(rule->user);
        }
    }
    if (const Target* rule = rule_for(client)) {
        if (auto named = caller.check_name(names_); !named) {
            return std::move(named).error();
        }
        return rule->known ? Result<LocalUser>(*rule->known) : find_user(rule->name);
    }
    return by_own_name(client, account);
}

Result<LocalUser> UserMap::find(const Identity& identity) const {
    const context::Proof& caller = identity.proof();
    if (caller.expires <= ::time(nullptr)) {
        return Error(Status::context_expired).with("client", caller.client);
    }
    auto user = caller.local ? Result<LocalUser>(user_of(*caller.local)) : by_ticket(identity);
    if (!user) {
        return std::move(user).error().with("client", caller.client);
    }
    user->may_be_root = user->may_be_root || root_allowed_;
    if (user->uid == 0 && !user->may_be_root) {
        return Error(Status::root_not_allowed)
            .with("client", caller.client)
            .with("user", user->name);
    }
    user->caller = std::make_shared<const Caller>(caller);
    return user;
}

}  // namespace mutauth::identity
