#include "registration/rotation_names.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "registration/account_keys.h"
#include "registration/working_keys.h"
#include "spn/kerberos_principal.h"

namespace mutauth::registration {

using credential::Credential;
using credential::KeytabEntries;
using credential::KeytabEntry;

namespace {

bool same_key(const KeytabEntry& a, const KeytabEntry& b) {
    return a.enctype == b.enctype && a.key == b.key;
}

/// Takes up every name that shares a key, and those names' other keys, until there is no more.
void spread(const KeytabEntries& entries, RotationNames& found) {
    for (bool more = true; more;) {
        more = false;
        for (const auto& entry : entries) {
            const bool named = found.has(entry.principal);
            if (!named && found.has_key(entry)) {
                found.names.push_back(entry.principal);
                more = true;
            } else if (named && !found.has_key(entry)) {
                found.keys.push_back(entry);
                more = true;
            }
        }
    }
}

/// Whether the KDC seals its tickets for the principal with one of the keys.
Result<bool> seals(Credential& client,
                   const std::string& principal,
                   const KeytabEntries& keys,
                   const Deadline& deadline) {
    auto ticket = new_ticket_to(client, principal, deadline);
    if (!ticket) {
        return std::move(ticket).error();
    }
    if (!*ticket) {
        return false;
    }
    auto opens = opening(keys, **ticket);
    return opens ? Result<bool>(!opens->empty()) : Result<bool>(std::move(opens).error());
}

/// The keys of a keytab that has none under the account's own name.
Result<KeytabEntries> keys_of_unnamed(const KeytabPlace& place,
                                      const KeytabEntries& entries,
                                      Credential& client,
                                      const Deadline& deadline) {
    auto taken = working_client(place, entries, deadline);
    if (taken) {
        return std::move(taken->keys);
    }
    auto ticket = new_ticket_to(client, place.account(), deadline);
    KeytabEntries out;
    if (ticket && *ticket) {
        auto opens = opening(entries, **ticket);
        if (!opens) {
            return std::move(opens).error();
        }
        for (const auto* entry : *opens) {
            out.push_back(*entry);
        }
    }
    return out;
}

std::string list_of_names(const KeytabEntries& entries) {
    std::set<std::string> names;
    for (const auto& entry : entries) {
        names.insert(displayed(entry.principal));
    }
    std::string out;
    for (const auto& name : names) {
        out += (out.empty() ? "" : ", ") + name;
    }
    return out;
}

}  // namespace

bool RotationNames::has(const std::string& principal) const {
    return std::find(names.begin(), names.end(), principal) != names.end();
}

bool RotationNames::has_key(const KeytabEntry& entry) const {
    return std::any_of(keys.begin(), keys.end(),
                       [&](const auto& key) { return same_key(key, entry); });
}

RotationNames names_sharing(const KeytabEntries& entries, const std::string& account) {
    RotationNames out{{account}, {}};
    spread(entries, out);
    return out;
}

Result<RotationNames> names_of_account(const KeytabPlace& place,
                                       const KeytabEntries& entries,
                                       Credential& client,
                                       const KeytabEntries& proven,
                                       const Deadline& deadline) {
    RotationNames out{{place.account()}, proven};
    spread(entries, out);
    if (out.keys.empty()) {
        auto keys = keys_of_unnamed(place, entries, client, deadline);
        if (!keys) {
            return std::move(keys).error();
        }
        out.keys = std::move(*keys);
        spread(entries, out);
    }
    if (out.keys.empty()) {
        return Error(Status::key_not_proven,
                     fmt::format("no key in keytab {} is {}'s, so that no service would get its "
                                 "new key; the keytab has keys of {}",
                                 displayed(place.path()), displayed(place.account()),
                                 list_of_names(entries)))
            .with("keytab", displayed(place.path()))
            .with("account", displayed(place.account()))
            .with("present", list_of_names(entries))
            .with_remedy(
                "name the account whose keys these are, or put its key in first: mutauth keytab "
                "add --service-password-file");
    }
    for (const auto& entry : KeytabEntries(entries)) {
        const bool is_service = spn::split_principal(entry.principal).components.size() > 1;
        if (!is_service || out.has(entry.principal)) {
            continue;
        }
        auto shared = seals(client, entry.principal, out.keys, deadline);
        if (!shared) {
            return std::move(shared).error();
        }
        if (*shared) {
            out.names.push_back(entry.principal);
            spread(entries, out);
        }
    }
    return out;
}

}  // namespace mutauth::registration
