// The keys with which a client may prove itself by a keytab: one set for each try.
#pragma once

#include <vector>

#include "credential/keys.h"

namespace mutauth::credential {

/// Each try with a wrong key counts as a failed log-on, which may lock the account.
inline constexpr std::size_t kMostClientTries = 3;

/// The principal's keys by version, in libkrb5's order: the most recent first. Where a version has
/// two keys of one type, those that stand first in the file come first. A version's number says
/// which key to try first, and nothing more: the KDC decides.
Result<std::vector<std::shared_ptr<const Keys>>> client_keys(const Keys& keys,
                                                             const std::string& principal);

/// All of the keytab, as keys of the name: an account's keys stand under its own name, which is not
/// known where an enterprise name is given.
Result<std::shared_ptr<const Keys>> all_as(const Keys& keys, const std::string& name);

/// Whether libkrb5 takes the entry rather than the other where any version will do.
bool is_more_recent(const KeytabEntry& entry, const KeytabEntry& other) noexcept;

/// Whether another of the principal's keys may do where one failed like this.
bool refuses_the_key(const Error& error) noexcept;

}  // namespace mutauth::credential
