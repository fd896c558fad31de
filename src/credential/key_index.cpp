#include "credential/key_index.h"

#include <algorithm>

namespace mutauth::credential {
namespace {

/// As libkrb5 compares: a keytab of the old form holds only a version's lowest byte, and 0 stands
/// for any.
bool is_version(std::uint32_t kept, std::int64_t wanted) noexcept {
    return kept == static_cast<std::uint32_t>(wanted) ||
           (kept < 0x100 && kept == static_cast<std::uint32_t>(wanted & 0xff)) || kept == 0;
}

std::uint64_t version_bucket(std::int32_t enctype, std::int64_t kvno) noexcept {
    return std::uint64_t{static_cast<std::uint32_t>(enctype)} << 8 |
           static_cast<std::uint64_t>(kvno & 0xff);
}

bool is_newer(const Key* a, const Key* b) noexcept {
    return a->kvno > b->kvno;
}

}  // namespace

KeyIndex::KeyIndex(const std::vector<Key>& keys) {
    for (const Key& key : keys) {
        by_principal_[key.principal].push_back(&key);
        by_enctype_[key.enctype].push_back(&key);
        by_version_[version_bucket(key.enctype, key.kvno)].push_back(&key);
    }
    for (auto& [name, bucket] : by_principal_) {
        std::stable_sort(bucket.begin(), bucket.end(), is_newer);
    }
    for (auto& [enctype, bucket] : by_enctype_) {
        std::stable_sort(bucket.begin(), bucket.end(), is_newer);
    }
}

std::vector<const Key*> KeyIndex::may_open(std::string_view claimed,
                                           std::string_view account,
                                           std::optional<std::int64_t> kvno,
                                           std::int32_t enctype) const {
    std::vector<const Key*> out;
    const auto add_fitting = [&](const Bucket& bucket, bool any_version = false) {
        for (const Key* key : bucket) {
            if (out.size() == kMost) {
                return;
            }
            const bool fits =
                key->enctype == enctype && (any_version || !kvno || is_version(key->kvno, *kvno));
            if (fits && std::none_of(out.begin(), out.end(),
                                     [&](const Key* known) { return known->key == key->key; })) {
                out.push_back(key);
            }
        }
    };
    const auto add_from = [&](const auto& map, const auto& place, bool any_version = false) {
        if (const auto found = map.find(place); found != map.end()) {
            add_fitting(found->second, any_version);
        }
    };
    add_from(by_principal_, account);
    if (account != claimed) {
        add_from(by_principal_, claimed);
    }
    if (kvno) {
        add_from(by_version_, version_bucket(enctype, *kvno));
        add_from(by_version_, version_bucket(enctype, 0));
        add_from(by_principal_, account, true);
        add_from(by_principal_, claimed, true);
    }
    add_from(by_enctype_, enctype, true);
    return out;
}

}  // namespace mutauth::credential
