#include "directory/bounds.h"

#include "core/text.h"

namespace mutauth::directory {

std::size_t size_of(const Entry& entry) noexcept {
    std::size_t size = sizeof(Entry) + entry.dn.size();
    for (const auto& attribute : entry.attributes) {
        size += sizeof(Attribute) + attribute.name.size();
        for (const auto& value : attribute.values) {
            size += sizeof(std::string) + value.size();
        }
    }
    return size;
}

Error flooded(std::string_view base) {
    return Error(Status::directory_flooded,
                 "the directory's answer below '" + displayed(base) + "' has no end")
        .with("base", displayed(base));
}

}  // namespace mutauth::directory
