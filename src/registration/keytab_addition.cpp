#include "registration/keytab_addition.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "registration/account_keys.h"
#include "registration/keytab_change.h"
#include "registration/working_keys.h"

namespace mutauth::registration {
namespace {

using credential::Credential;
using credential::KeyHints;
using credential::KeytabEntries;
using credential::KeytabEntry;
using credential::ServiceTicket;

Error not_proven(const KeytabPlace& place, const ServiceTicket& ticket, std::string_view by) {
    return Error(Status::key_not_proven,
                 fmt::format("{} does not open the ticket for {}, which is sealed with version {} "
                             "of its account's key",
                             by, displayed(ticket.server), ticket.kvno))
        .with("keytab", displayed(place.path()))
        .with("ticket's kvno", ticket.kvno)
        .with("ticket's enctype", ticket.enctype);
}

Result<ServiceTicket> ticket_for(Credential& client,
                                 const spn::ServicePrincipalName& spn,
                                 const Deadline& deadline) {
    auto ticket = new_ticket(client, spn, deadline);
    if (!ticket) {
        return std::move(ticket).error();
    }
    if (!*ticket) {
        return Error(Status::service_unknown,
                     fmt::format("the KDC knows no service {}", displayed(spn.text())))
            .with("spn", displayed(spn.text()));
    }
    return std::move(**ticket);
}

/// One whose key opens the ticket: the account's own before others.
Result<const KeytabEntry*> opener(const KeytabEntries& entries,
                                  const ServiceTicket& ticket,
                                  const std::string& account) {
    auto opens = opening(entries, ticket);
    if (!opens) {
        return std::move(opens).error();
    }
    const auto own = std::find_if(opens->begin(), opens->end(),
                                  [&](const auto* entry) { return entry->principal == account; });
    return own != opens->end() ? *own : opens->empty() ? nullptr : opens->front();
}

/// The opener and its companions of other types; where there are two of one type, which of them
/// is right is not known.
KeytabEntries version_of(const KeytabEntries& entries, const KeytabEntry& opener) {
    KeytabEntries out{opener};
    for (const auto& entry : entries) {
        const auto conflicts = [&](const KeytabEntry& other) {
            return other.stands_for(entry) && other.key != entry.key;
        };
        const bool goes_with = entry.principal == opener.principal && entry.kvno == opener.kvno &&
                               entry.enctype != opener.enctype &&
                               std::none_of(entries.begin(), entries.end(), conflicts);
        if (goes_with) {
            out.push_back(entry);
        }
    }
    return out;
}

/// Every key of the opener's version, under the ticket's name and the version that the KDC gives
/// it.
Result<void> copy_keys(const KeytabPlace& place,
                       const ServiceTicket& ticket,
                       KeytabEntries& entries) {
    auto found = opener(entries, ticket, place.account());
    if (!found) {
        return std::move(found).error();
    }
    if (*found == nullptr) {
        return not_proven(place, ticket, "no key in the keytab");
    }
    KeytabEntries fresh = version_of(entries, **found);
    for (auto& entry : fresh) {
        entry.principal = ticket.server;
        entry.kvno = ticket.kvno != 0 ? ticket.kvno : entry.kvno;
    }
    // The same key under another number would mislead those who look it up by that.
    std::erase_if(entries, [&](const auto& entry) {
        return std::any_of(fresh.begin(), fresh.end(), [&](const auto& other) {
            return other.principal == entry.principal && other.enctype == entry.enctype &&
                   other.key == entry.key && other.kvno != entry.kvno;
        });
    });
    put_entries(entries, fresh);
    return {};
}

Result<void> add_by_key(const KeytabPlace& place,
                        const KeytabAddition& addition,
                        const Steps& steps,
                        const Deadline& deadline) {
    std::shared_ptr<Credential> own;
    if (addition.client == nullptr) {
        auto entries = credential::read_keytab(place.path(), deadline);
        if (!entries) {
            return std::move(entries).error();
        }
        auto made = working_client(place, *entries, deadline);
        if (!made) {
            return std::move(made).error();
        }
        own = std::move(made->credential);
    }
    Credential& client = addition.client != nullptr ? *addition.client : *own;
    auto ticket = ticket_for(client, *addition.spn, deadline);
    if (!ticket) {
        return std::move(ticket).error();
    }
    auto changed = change_keytab(
        place.path(), [&](KeytabEntries& entries) { return copy_keys(place, *ticket, entries); },
        steps, deadline);
    return changed ? Result<void>() : Result<void>(std::move(changed).error());
}

Result<KeytabEntries> proven_entries(const KeytabPlace& place,
                                     const KeytabAddition& addition,
                                     const Deadline& deadline) {
    KeyHints hints;
    auto asked = ask_hints(place.account(), {addition.password, nullptr}, hints, deadline);
    if (!asked) {
        return std::move(asked).error().with("client", place.account());
    }
    std::vector<ServiceTicket> tickets;
    std::vector<std::string> names{place.account()};
    std::uint32_t kvno = hints.kvno;
    auto own = Credential::from_password(place.account(), addition.password->c_str());
    if (!own) {
        return std::move(own).error();
    }
    Credential& client = addition.client != nullptr ? *addition.client : **own;
    if (!addition.spn) {
        auto ticket = new_ticket_to(client, place.account(), deadline);
        if (!ticket) {
            return std::move(ticket).error();
        }
        if (*ticket) {
            kvno = (*ticket)->kvno;
            tickets.push_back(std::move(**ticket));
        }
        // Who starts from the keytab asks for no version; who opens tickets by it needs an SPN.
        kvno = std::max(kvno, 1U);
    } else {
        auto ticket = ticket_for(client, *addition.spn, deadline);
        if (!ticket) {
            return std::move(ticket).error();
        }
        names.push_back(ticket->server);
        kvno = ticket->kvno;
        tickets.push_back(std::move(*ticket));
    }
    auto entries = entries_of_password(place.account(), *addition.password, hints, names, kvno,
                                       enctypes_for(hints, tickets));
    if (!entries || tickets.empty()) {
        return entries;
    }
    auto found = opener(*entries, tickets.front(), "");
    if (!found) {
        return std::move(found).error();
    }
    return *found != nullptr ? std::move(entries)
                             : not_proven(place, tickets.front(), "a key made from the password");
}

Result<void> add_by_password(const KeytabPlace& place,
                             const KeytabAddition& addition,
                             const Steps& steps,
                             const Deadline& deadline) {
    auto entries = proven_entries(place, addition, deadline);
    if (!entries) {
        return std::move(entries).error();
    }
    auto changed = change_keytab(
        place.path(),
        [&](KeytabEntries& into) {
            put_entries(into, *entries);
            return Result<void>();
        },
        steps, deadline);
    return changed ? Result<void>() : Result<void>(std::move(changed).error());
}

}  // namespace

Result<void> add_to_keytab(const KeytabPlace& place,
                           const KeytabAddition& addition,
                           const Steps& steps,
                           const Deadline& deadline) {
    if (addition.password != nullptr) {
        return place.account().empty()
                   ? Error(Status::invalid_argument, "a password, but no account that it is of")
                   : add_by_password(place, addition, steps, deadline);
    }
    return addition.spn ? add_by_key(place, addition, steps, deadline)
                        : Error(Status::invalid_argument, "neither an SPN nor a password");
}

}  // namespace mutauth::registration
