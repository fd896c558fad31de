#include "context/service_names.h"

#include <algorithm>

namespace mutauth::context {

std::vector<std::string> service_names(const credential::Keys& keys,
                                       const credential::Key& key,
                                       const std::string& account,
                                       const spn::ServedNames& served) {
    std::vector<std::string> names = keys.names_of(key);
    auto first = std::find(names.begin(), names.end(), account);
    if (first == names.end()) {
        first = std::find_if(names.begin(), names.end(),
                             [&](const std::string& name) { return served.has_key_of(name); });
    }
    if (first == names.end()) {
        return {};
    }
    std::rotate(names.begin(), first, first + 1);
    return names;
}

}  // namespace mutauth::context
