// What a directory returned: a DN and attributes with any number of values, of any bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mutauth::directory {

struct Attribute {
    std::string name;
    std::vector<std::string> values;
};

struct Entry {
    std::string dn;
    std::vector<Attribute> attributes;

    /// Attribute names ignore case (RFC 4512 2.5). No values if the entry shows no such attribute.
    const std::vector<std::string>& values(std::string_view name) const;
    /// The first value, "" if there is none.
    std::string_view first(std::string_view name) const;
};

}  // namespace mutauth::directory
