#include "directory/entry.h"

#include "core/text.h"

namespace mutauth::directory {

const std::vector<std::string>& Entry::values(std::string_view name) const {
    static const std::vector<std::string> none;
    for (const auto& attribute : attributes) {
        if (equal_ignoring_ascii_case(attribute.name, name)) {
            return attribute.values;
        }
    }
    return none;
}

std::string_view Entry::first(std::string_view name) const {
    const auto& all = values(name);
    return all.empty() ? std::string_view() : std::string_view(all.front());
}

}  // namespace mutauth::directory
