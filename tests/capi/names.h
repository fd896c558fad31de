// Lists of names, as the tests want them.
#pragma once

#include "capi/realm.h"

namespace names {

/// Frees the list.
inline std::vector<std::string> texts(mutauth_spns* owned) {
    const realm::Owner<mutauth_spns> spns(owned, mutauth_spns_free);
    std::vector<std::string> out;
    for (size_t i = 0; i < mutauth_spns_count(owned); ++i) {
        out.emplace_back(mutauth_spn_text(mutauth_spns_at(owned, i)));
    }
    return out;
}

}  // namespace names
