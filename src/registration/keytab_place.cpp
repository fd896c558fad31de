#include "registration/keytab_place.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/text.h"
#include "core/times.h"

namespace mutauth::registration {

using credential::Credential;
using credential::KerberosLibrary;
using credential::KeytabEntries;
using credential::KeytabEntry;

Result<KeytabPlace> KeytabPlace::make(std::string_view file, std::string_view account) {
    auto path = credential::keytab_path(file);
    if (!path) {
        return std::move(path).error();
    }
    if (account.empty()) {
        return KeytabPlace(std::move(*path), "");
    }
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    auto parsed = credential::parse_principal(*library, account);
    if (!parsed) {
        return std::move(parsed).error();
    }
    return KeytabPlace(std::move(*path), credential::principal_text(library->get(), parsed->get()));
}

Result<std::string> KeytabPlace::account_in(const KeytabEntries& entries) const {
    if (!account_.empty()) {
        return account_;
    }
    if (entries.empty()) {
        return Error(Status::keytab_lacks_name,
                     fmt::format("keytab {} is empty and no account is named", displayed(path_)))
            .with("keytab", displayed(path_));
    }
    return entries.front().principal;
}

Result<std::shared_ptr<Credential>> KeytabPlace::credential_of(const KeytabEntries& entries) const {
    auto account = account_in(entries);
    if (!account) {
        return std::move(account).error();
    }
    auto keys = credential::Keys::of(entries, path_);
    if (!keys) {
        return std::move(keys).error();
    }
    return Credential::from_keys(std::move(*keys), *account);
}

std::uint32_t newest_kvno(const KeytabEntries& entries, const std::string& principal) {
    std::uint32_t newest = 0;
    for (const auto& entry : entries) {
        if (entry.principal == principal) {
            newest = std::max(newest, entry.kvno);
        }
    }
    return newest;
}

bool is_stale(const KeytabEntries& entries,
              const KeytabEntry& entry,
              std::uint32_t current,
              std::int64_t grace,
              std::int64_t now) {
    if (current != 0 && entry.kvno == current) {
        return false;
    }
    const auto is_newer = [&](const KeytabEntry& other) {
        if (current == 0 || other.timestamp == entry.timestamp) {
            return other.kvno > entry.kvno || (current != 0 && other.kvno == current);
        }
        return other.timestamp > entry.timestamp;
    };
    std::int64_t replaced = std::numeric_limits<std::int64_t>::max();
    for (const auto& other : entries) {
        if (other.principal == entry.principal && other.kvno != entry.kvno && is_newer(other)) {
            replaced = std::min(replaced, other.timestamp);
        }
    }
    return replaced != std::numeric_limits<std::int64_t>::max() && replaced < later(now, -grace);
}

}  // namespace mutauth::registration
