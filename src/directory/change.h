// Changes to an entry: single values only, so that nothing another writer put there is lost.
#pragma once

#include <string>
#include <vector>

namespace mutauth::directory {

struct Change {
    enum class Kind { add, remove };

    Kind kind;
    std::string attribute;
    std::string value;

    bool operator==(const Change&) const = default;
};

using Changes = std::vector<Change>;

/// What takes these changes back.
Changes reversed(const Changes& changes);

}  // namespace mutauth::directory
