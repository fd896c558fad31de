// Problems of a keytab that show once it is known which of its keys the KDC has now.
#pragma once

#include "credential/keytab_file.h"
#include "registration/findings.h"

namespace mutauth::registration {

struct CurrentKeys {
    /// Keys that opened a ticket or that the KDC took, under whatever name.
    credential::KeytabEntries keys;
    /// The types that tickets were sealed with.
    std::vector<std::int32_t> sealed;
    bool has(const credential::KeytabEntry& entry) const;
};

/// Numbers that mislead those who choose by them, conflicts, weak types, and keys beyond their
/// grace. Of a name without a current key only its numbers tell what was replaced.
Findings condition_of(const credential::KeytabEntries& entries,
                      const CurrentKeys& current,
                      std::int64_t grace,
                      std::int64_t now);

/// "3, 4", "aes256-cts-hmac-sha1-96, ..."
std::string kvnos_of(const std::vector<const credential::KeytabEntry*>& entries);
std::string enctypes_of(const std::vector<const credential::KeytabEntry*>& entries);

}  // namespace mutauth::registration
