#include "credential/client_keys.h"

#include <algorithm>

namespace mutauth::credential {
namespace {

KeytabEntries entries_of(const Keys& keys, const std::string& principal) {
    KeytabEntries out;
    for (const Key& key : keys.entries()) {
        const bool known = std::any_of(out.begin(), out.end(), [&](const auto& other) {
            return other.enctype == key.enctype && other.key == key.key;
        });
        if (key.principal == principal && !known) {
            out.push_back({key.principal, key.kvno, key.enctype, key.timestamp, key.key});
        }
    }
    return out;
}

/// One set for each version, and another for each further key of one version and type.
std::vector<KeytabEntries> sets_of(const KeytabEntries& sorted) {
    std::vector<KeytabEntries> out;
    for (const auto& entry : sorted) {
        const auto place = std::find_if(out.begin(), out.end(), [&](const KeytabEntries& set) {
            return set.front().kvno == entry.kvno &&
                   std::none_of(set.begin(), set.end(),
                                [&](const auto& other) { return other.enctype == entry.enctype; });
        });
        if (place == out.end()) {
            out.push_back({entry});
        } else {
            place->push_back(entry);
        }
    }
    return out;
}

}  // namespace

/// As krb5's kt_file.c: a version of eight bits begins again after 255.
bool is_more_recent(const KeytabEntry& entry, const KeytabEntry& other) noexcept {
    if (entry.timestamp >= other.timestamp && entry.kvno < 128 && other.kvno > 240) {
        return true;
    }
    if (other.timestamp >= entry.timestamp && other.kvno < 128 && entry.kvno > 240) {
        return false;
    }
    return entry.kvno > other.kvno;
}

Result<std::vector<std::shared_ptr<const Keys>>> client_keys(const Keys& keys,
                                                             const std::string& principal) {
    KeytabEntries own = entries_of(keys, principal);
    std::stable_sort(own.begin(), own.end(), is_more_recent);
    auto sets = sets_of(own);
    sets.resize(std::min(sets.size(), kMostClientTries));
    std::vector<std::shared_ptr<const Keys>> out;
    for (const auto& set : sets) {
        auto made = Keys::of(set, keys.source());
        if (!made) {
            return std::move(made).error();
        }
        out.push_back(std::move(*made));
    }
    return out;
}

Result<std::shared_ptr<const Keys>> all_as(const Keys& keys, const std::string& name) {
    KeytabEntries entries;
    for (const Key& key : keys.entries()) {
        entries.push_back({name, key.kvno, key.enctype, key.timestamp, key.key});
    }
    auto made = Keys::of(entries, keys.source());
    return made ? Result<std::shared_ptr<const Keys>>(std::move(*made)) : std::move(made).error();
}

bool refuses_the_key(const Error& error) noexcept {
    return error.status() == Status::wrong_password ||
           error.status() == Status::encryption_unsupported ||
           error.status() == Status::keytab_lacks_name;
}

}  // namespace mutauth::credential
