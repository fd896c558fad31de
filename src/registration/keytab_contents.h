// The entries of a keytab told without their keys, and taken out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "registration/keytab_place.h"
#include "registration/steps.h"

namespace mutauth::registration {

struct ListedKey {
    std::string principal;
    std::uint32_t kvno = 0;
    std::int32_t enctype = 0;
    /// "aes256-cts-hmac-sha1-96"
    std::string enctype_name;
    /// When it was put there, in seconds since 1970.
    std::int64_t timestamp = 0;
};

using ListedKeys = std::vector<ListedKey>;

/// In the file's order.
Result<ListedKeys> read_contents(const KeytabPlace& place, const Deadline& deadline);

/// What is not given stands for all.
struct KeytabRemoval {
    /// "name@REALM", or "name" in the default realm.
    std::optional<std::string> principal;
    std::optional<std::uint32_t> kvno;
    std::optional<std::int32_t> enctype;
};

/// keytab_lacks_name if there is no such entry; rotation_unfinished while one needs what is there.
Result<void> remove_from_keytab(const KeytabPlace& place,
                                const KeytabRemoval& removal,
                                const Steps& steps,
                                const Deadline& deadline);

}  // namespace mutauth::registration
