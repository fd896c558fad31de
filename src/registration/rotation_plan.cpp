#include "registration/rotation_plan.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "core/text.h"
#include "credential/client_keys.h"
#include "credential/password_change.h"
#include "credential/password_key.h"
#include "registration/account_keys.h"
#include "registration/working_keys.h"

namespace mutauth::registration {

using credential::Credential;
using credential::KeyHints;
using credential::KeytabEntries;
using credential::SecretText;
using credential::ServiceTicket;

namespace {

std::string utc_text(std::int64_t seconds) {
    return fmt::format("{:%Y-%m-%d %H:%M:%S} UTC", fmt::gmtime(static_cast<std::time_t>(seconds)));
}

}  // namespace

Result<void> RotationPlan::look() {
    auto real = credential::real_keytab_path(place.path());
    if (!real) {
        return std::move(real).error();
    }
    path = std::move(*real);
    auto read = credential::read_keytab(path, deadline);
    if (!read) {
        return std::move(read).error();
    }
    entries = std::move(*read);
    if (auto found = find_account(); !found) {
        return found;
    }
    auto keeper = find_keeper(path, account, rotation.keeper_paths, deadline);
    if (!keeper) {
        return std::move(keeper).error();
    }
    return require_keeper(*keeper, account, rotation.keeper);
}

/// Named by the caller, or else the first name that the KDC knows as a client's.
Result<void> RotationPlan::find_account() {
    account = place.account();
    if (!account.empty()) {
        return {};
    }
    auto found = working_client(place, entries, deadline, &account);
    // A client whose key is refused is one that an administrator can give a new key.
    const bool known = found || credential::refuses_the_key(found.error());
    return known && !account.empty() ? Result<void>() : Result<void>(std::move(found).error());
}

Result<void> RotationPlan::find_client(const KeytabEntries& known) {
    auto named = KeytabPlace::make(path, account);
    if (!named) {
        return std::move(named).error();
    }
    if (rotation.administrator == nullptr) {
        auto found = working_client(*named, known, deadline);
        if (!found) {
            return std::move(found).error();
        }
        own = std::move(found->credential);
        own_keys = std::move(found->keys);
    }
    auto sharing = names_of_account(*named, known, client(), own_keys, deadline);
    if (!sharing) {
        return std::move(sharing).error();
    }
    names = std::move(*sharing);
    return {};
}

Result<void> RotationPlan::tell() {
    if (auto found = find_client(entries); !found) {
        return found;
    }
    auto now = tickets(client());
    if (!now) {
        return std::move(now).error();
    }
    std::string aliases;
    for (const auto& name : names.names) {
        if (name != account) {
            aliases += (aliases.empty() ? ", also under " : ", ") + displayed(name);
        }
    }
    const auto plan = [&](const std::string& step) {
        steps.tell(Moment::planned, step);
    };
    plan(fmt::format("write a new password to {}", displayed(RotationState::path_for(path))));
    plan(fmt::format("write a new keytab with version {} of the key of {}{} beside {}",
                     current_kvno(*now) + 1, displayed(account), aliases, displayed(path)));
    plan(fmt::format("put the new keytab in place of {}", displayed(path)));
    plan(fmt::format("change the password of {}", displayed(account)));
    plan(fmt::format("take keys out that were replaced {} seconds ago or before", rotation.grace));
    plan(fmt::format("remove {}", displayed(RotationState::path_for(path))));
    return {};
}

Result<bool> RotationPlan::in_effect(const SecretText& password, KeyHints& told) const {
    auto asked = ask_hints(account, {&password, nullptr}, told, deadline);
    if (asked) {
        return true;
    }
    const Status status = asked.error().status();
    return status == Status::wrong_password || status == Status::client_locked
               ? Result<bool>(false)
               : Result<bool>(std::move(asked).error());
}

Result<std::vector<ServiceTicket>> RotationPlan::tickets(Credential& client) const {
    std::vector<ServiceTicket> out;
    for (const auto& name : names.names) {
        auto ticket = new_ticket_to(client, name, deadline);
        if (!ticket) {
            return std::move(ticket).error();
        }
        if (*ticket) {
            out.push_back(std::move(**ticket));
        }
    }
    return out;
}

std::vector<std::int32_t> RotationPlan::enctypes(const KeyHints& told,
                                                 const std::vector<ServiceTicket>& tickets) const {
    auto out = enctypes_for(told, tickets);
    for (const auto& key : names.keys) {
        if (!credential::is_weak(key.enctype) &&
            std::find(out.begin(), out.end(), key.enctype) == out.end()) {
            out.push_back(key.enctype);
        }
    }
    return out;
}

std::uint32_t RotationPlan::current_kvno(const std::vector<ServiceTicket>& tickets) const {
    std::uint32_t kvno = 0;
    for (const auto& ticket : tickets) {
        kvno = std::max(kvno, ticket.kvno);
    }
    kvno = kvno != 0 ? kvno : hints.kvno;
    for (const auto& key : kvno != 0 ? KeytabEntries() : names.keys) {
        kvno = std::max(kvno, key.kvno);
    }
    return kvno;
}

Result<void> RotationPlan::edit(const EntriesChange& change) const {
    auto changed = change_keytab(path, change, steps, deadline);
    return changed ? Result<void>() : Result<void>(std::move(changed).error());
}

Error RotationPlan::unfinished(Error cause, Status status) const {
    const std::string keytab = displayed(path);
    const std::string state = displayed(RotationState::path_for(path));
    return std::move(cause)
        .as(status)
        .while_doing("rotating the key of " + account)
        .with("account", account)
        .with("keytab", keytab)
        .with("state", state)
        .with_remedy(fmt::format("run it again: mutauth keytab rotate {} --service-account {}; "
                                 "until it succeeds leave the keytab and {} as they are",
                                 keytab, displayed(account), state));
}

Error RotationPlan::unsettled(Error cause, const PendingRotation& pending) const {
    const Status why = cause.status();
    Error out = unfinished(std::move(cause), Status::key_change_unsettled);
    auto lifetime = credential::request_lifetime();
    if (!lifetime || pending.last_asked == 0) {
        return out;
    }
    const std::string until = utc_text(pending.last_asked + *lifetime);
    const std::string file = displayed(path);
    const std::string name = displayed(account);
    std::string remedy = fmt::format(
        "run it again: mutauth keytab rotate {0} --service-account {1}; until it "
        "succeeds leave the keytab and {2} as they are; after {3} it drops this "
        "password, if the KDC still refuses it, and starts anew with another",
        file, name, displayed(RotationState::path_for(path)), until);
    if (rotation.administrator == nullptr && why == Status::wrong_password) {
        remedy += fmt::format(
            "; the KDC takes no key of the keytab either, so name an "
            "administrator (--principal), or put the present password's key in "
            "first: mutauth keytab add {} --service-account {} "
            "--service-password-file -",
            file, name);
    }
    return std::move(out).with("unsettled until", until).with_remedy(std::move(remedy));
}

}  // namespace mutauth::registration
