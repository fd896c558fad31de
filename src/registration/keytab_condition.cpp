#include "registration/keytab_condition.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.h"
#include "credential/client_keys.h"
#include "credential/password_key.h"
#include "registration/keytab_place.h"

namespace mutauth::registration {
namespace {

using credential::enctype_name;
using credential::KeytabEntries;
using credential::KeytabEntry;
using Entries = std::vector<const KeytabEntry*>;

template <typename Numbers, typename Name>
std::string joined(const Numbers& numbers, Name name) {
    std::string out;
    for (const auto& number : numbers) {
        out += (out.empty() ? "" : ", ") + name(number);
    }
    return out;
}

Entries select(const Entries& from, auto matches) {
    Entries out;
    std::copy_if(from.begin(), from.end(), std::back_inserter(out),
                 [&](const auto* entry) { return matches(*entry); });
    return out;
}

/// One name's entries.
class Condition {
  public:
    Condition(std::string principal, Entries own, const CurrentKeys& current)
        : principal_(std::move(principal)), own_(std::move(own)), current_(current) {
        const auto right = select(own_, [&](const auto& entry) { return current_.has(entry); });
        for (const auto* entry : right) {
            if (right_ == nullptr || credential::is_more_recent(*entry, *right_)) {
                right_ = entry;
            }
        }
    }

    void look_at_numbers();
    void look_at_conflicts();
    void look_at_types();
    void look_at_age(const KeytabEntries& all, std::int64_t grace, std::int64_t now);
    Findings take() { return std::move(findings_); }

  private:
    void find(FindingCode code, std::string text, std::string remedy) {
        findings_.push_back({code, displayed(principal_), std::move(text), std::move(remedy)});
    }
    /// Those of the KDC's version; without a current key, of the newest.
    Entries in_use() const {
        const KeytabEntry* newest = right_ != nullptr ? right_ : own_.front();
        for (const auto* entry : own_) {
            if (right_ == nullptr && credential::is_more_recent(*entry, *newest)) {
                newest = entry;
            }
        }
        return select(own_, [&](const auto& entry) { return entry.kvno == newest->kvno; });
    }

    std::string principal_;
    Entries own_;
    const CurrentKeys& current_;
    /// The most recent one that the KDC has.
    const KeytabEntry* right_ = nullptr;
    Findings findings_;
};

void Condition::look_at_numbers() {
    if (right_ == nullptr) {
        return;
    }
    const auto above = select(own_, [&](const auto& entry) {
        return entry.kvno != right_->kvno && credential::is_more_recent(entry, *right_) &&
               !current_.has(entry);
    });
    if (!above.empty()) {
        find(FindingCode::kvno_misleads,
             fmt::format("version {} is the one that the KDC has, and {} stands above it: a client "
                         "that starts from the newest, such as kinit -k, is refused",
                         right_->kvno, kvnos_of(above)),
             "finish the rotation that wrote it with mutauth keytab rotate; or, if the account was "
             "made anew, take it out with ktutil once no ticket of that version is left");
    }
}

void Condition::look_at_conflicts() {
    std::set<std::int32_t> types;
    const Entries used = in_use();
    for (const auto* entry : used) {
        const auto same = select(used, [&](const auto& other) {
            return other.enctype == entry->enctype && other.key != entry->key;
        });
        if (same.empty() || !types.insert(entry->enctype).second) {
            continue;
        }
        find(FindingCode::key_conflict,
             fmt::format("has different keys of version {} and type {}; libkrb5 takes the first{}",
                         entry->kvno, enctype_name(entry->enctype),
                         right_ == nullptr || right_->enctype != entry->enctype ? ""
                         : current_.has(*entry) ? ", which is the KDC's"
                                                : ", which is not the KDC's"),
             "make a new key with mutauth keytab rotate, or take the wrong one out with ktutil");
    }
}

void Condition::look_at_types() {
    const auto weak =
        select(in_use(), [](const auto& entry) { return credential::is_weak(entry.enctype); });
    if (weak.empty()) {
        return;
    }
    const bool sealed = std::any_of(weak.begin(), weak.end(), [&](const auto* entry) {
        return std::find(current_.sealed.begin(), current_.sealed.end(), entry->enctype) !=
               current_.sealed.end();
    });
    if (sealed) {
        return find(FindingCode::weak_enctype,
                    fmt::format("the KDC seals its tickets with {}", enctypes_of(weak)),
                    "give the account AES keys (on Active Directory msDS-SupportedEncryptionTypes "
                    "24), then make the key anew: mutauth keytab rotate");
    }
    find(FindingCode::weak_enctype, "also has keys of type " + enctypes_of(weak),
         "mutauth keytab rotate makes the next key without them");
}

void Condition::look_at_age(const KeytabEntries& all, std::int64_t grace, std::int64_t now) {
    const auto stale = select(own_, [&](const auto& entry) {
        return is_stale(all, entry, right_ != nullptr ? right_->kvno : 0, grace, now);
    });
    if (!stale.empty()) {
        find(FindingCode::stale_key,
             fmt::format("version {} was replaced longer ago than tickets live", kvnos_of(stale)),
             "the next mutauth keytab rotate takes it out");
    }
}

}  // namespace

bool CurrentKeys::has(const KeytabEntry& entry) const {
    return std::any_of(keys.begin(), keys.end(), [&](const auto& key) {
        return key.enctype == entry.enctype && key.key == entry.key;
    });
}

std::string kvnos_of(const Entries& entries) {
    std::set<std::uint32_t> kvnos;
    for (const auto* entry : entries) {
        kvnos.insert(entry->kvno);
    }
    return joined(kvnos, [](std::uint32_t kvno) { return std::to_string(kvno); });
}

std::string enctypes_of(const Entries& entries) {
    std::set<std::int32_t> enctypes;
    for (const auto* entry : entries) {
        enctypes.insert(entry->enctype);
    }
    return joined(enctypes, enctype_name);
}

Findings condition_of(const KeytabEntries& entries,
                      const CurrentKeys& current,
                      std::int64_t grace,
                      std::int64_t now) {
    std::set<std::string> principals;
    for (const auto& entry : entries) {
        principals.insert(entry.principal);
    }
    Findings out;
    for (const auto& principal : principals) {
        Entries own;
        for (const auto& entry : entries) {
            if (entry.principal == principal) {
                own.push_back(&entry);
            }
        }
        Condition condition(principal, std::move(own), current);
        condition.look_at_numbers();
        condition.look_at_conflicts();
        condition.look_at_types();
        condition.look_at_age(entries, grace, now);
        for (auto& finding : condition.take()) {
            out.push_back(std::move(finding));
        }
    }
    return out;
}

}  // namespace mutauth::registration
