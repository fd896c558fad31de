#include "credential/key_names.h"

#include <unordered_set>

namespace mutauth::credential {

KeyNames::KeyNames(const std::vector<Key>& entries) {
    // Keytabs of ten thousand names of one key are real, so no list is searched.
    std::map<const std::vector<std::string>*, std::unordered_set<std::string_view>> known;
    for (const Key& entry : entries) {
        auto& names = names_[{entry.enctype, entry.key}];
        if (known[&names].insert(entry.principal).second) {
            names.push_back(entry.principal);
        }
    }
}

const std::vector<std::string>& KeyNames::of(const Key& key) const {
    static const std::vector<std::string> none;
    const auto found = names_.find({key.enctype, key.key});
    return found == names_.end() ? none : found->second;
}

}  // namespace mutauth::credential
