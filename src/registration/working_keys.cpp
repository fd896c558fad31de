#include "registration/working_keys.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/text.h"
#include "credential/client_keys.h"

namespace mutauth::registration {

using credential::Credential;
using credential::KerberosLibrary;
using credential::Keys;
using credential::KeytabEntries;
using credential::ServiceTicket;

namespace {

/// More names than this are not asked for.
constexpr std::size_t kMostNames = 20;

std::vector<std::string> principals_in(const KeytabEntries& entries) {
    std::vector<std::string> out;
    for (const auto& entry : entries) {
        if (std::find(out.begin(), out.end(), entry.principal) == out.end()) {
            out.push_back(entry.principal);
        }
    }
    return out;
}

KeytabEntries entries_under(const KeytabEntries& entries, const std::string& principal) {
    KeytabEntries out;
    std::copy_if(entries.begin(), entries.end(), std::back_inserter(out),
                 [&](const auto& entry) { return entry.principal == principal; });
    return out;
}

KeytabEntries entries_of(const Keys& keys) {
    KeytabEntries out;
    for (const auto& key : keys.entries()) {
        out.push_back({key.principal, key.kvno, key.enctype, key.timestamp, key.key});
    }
    return out;
}

/// Tries the entries' keys in the principal's name, whatever name they stand under.
Result<WorkingClient> try_as(const KeytabPlace& place,
                             const std::string& principal,
                             KeytabEntries entries,
                             const Deadline& deadline) {
    for (auto& entry : entries) {
        entry.principal = principal;
    }
    auto all = Keys::of(entries, place.path());
    auto sets = all ? client_keys(**all, principal)
                    : Result<std::vector<std::shared_ptr<const Keys>>>(std::move(all).error());
    if (!sets) {
        return std::move(sets).error();
    }
    std::optional<Error> first;
    for (const auto& set : *sets) {
        WorkingClient out{principal, nullptr, entries_of(*set)};
        auto keys = Keys::of(out.keys, place.path());
        auto made = keys ? Credential::from_keys(std::move(*keys), principal)
                         : Result<std::shared_ptr<Credential>>(std::move(keys).error());
        if (!made) {
            return std::move(made).error();
        }
        auto taken = (*made)->fetch(nullptr, deadline);
        if (taken) {
            out.credential = std::move(*made);
            return out;
        }
        if (!credential::refuses_the_key(taken.error())) {
            return std::move(taken).error();
        }
        if (!first) {
            first = std::move(taken).error();
        }
    }
    return first ? std::move(*first)
                 : Error(Status::keytab_lacks_name,
                         fmt::format("keytab {} has no key to ask the KDC with",
                                     displayed(place.path())))
                       .with("keytab", displayed(place.path()));
}

Error no_client_among(const KeytabPlace& place, const std::vector<std::string>& names) {
    std::string list;
    for (const auto& name : names) {
        list += (list.empty() ? "" : ", ") + displayed(name);
    }
    return Error(Status::client_unknown,
                 fmt::format("the KDC takes no name in keytab {} for a client's: {}",
                             displayed(place.path()), list))
        .with("keytab", displayed(place.path()))
        .with("present", list)
        .with_remedy(
            "name the account whose keys these are (--service-account), or another client to ask "
            "with");
}

}  // namespace

Result<KeytabPointers> opening(const KeytabEntries& entries, const ServiceTicket& ticket) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    KeytabPointers out;
    for (const auto& entry : entries) {
        if (key_opens(*library, ticket, entry.enctype, entry.key)) {
            out.push_back(&entry);
        }
    }
    return out;
}

bool same_version(std::uint32_t ticket, std::uint32_t entry) noexcept {
    return ticket == 0 || entry == 0 || ticket == entry ||
           (entry < 0x100 && entry == (ticket & 0xff));
}

Result<WorkingClient> working_client(const KeytabPlace& place,
                                     const KeytabEntries& entries,
                                     const Deadline& deadline,
                                     std::string* asked) {
    std::string ignored;
    std::string& tried = asked != nullptr ? *asked : ignored;
    if (!place.account().empty()) {
        tried = place.account();
        const auto own = entries_under(entries, tried);
        return try_as(place, tried, own.empty() ? entries : own, deadline);
    }
    auto names = principals_in(entries);
    names.resize(std::min(names.size(), kMostNames));
    for (const auto& name : names) {
        tried = name;
        auto client = try_as(place, name, entries_under(entries, name), deadline);
        if (client || client.error().status() != Status::client_unknown) {
            return client;
        }
    }
    return names.empty() ? place.account_in(entries).error().copy() : no_client_among(place, names);
}

}  // namespace mutauth::registration
