// A directory in memory that many sessions share: equality ignores case where a real one's does,
// and it enforces no uniqueness.
#pragma once

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <utility>

#include "core/text.h"
#include "directory/filter.h"
#include "directory/ldap_failure.h"
#include "directory/session.h"

namespace mutauth::testing {

using directory::Change;
using directory::Changes;
using directory::Entry;
using directory::Session;

class FakeDirectory {
  public:
    using Values = std::vector<std::string>;

    void put(const std::string& dn, const std::string& attribute, Values values) {
        entries_[dn][attribute] = std::move(values);
    }
    Values get(const std::string& dn, const std::string& attribute) {
        const std::lock_guard held(mutex_);
        return entries_[dn][attribute];
    }

    std::vector<Entry> search(const directory::Search& search) {
        const std::lock_guard held(mutex_);
        std::vector<Entry> out;
        for (const auto& [dn, attributes] : entries_) {
            const bool inside = search.scope == directory::Scope::base ? dn == search.base
                                                                       : dn.ends_with(search.base);
            if (inside && matches(attributes, search.filter)) {
                Entry entry{dn, {}};
                for (const auto& [name, values] : attributes) {
                    entry.attributes.push_back({name, values});
                }
                out.push_back(std::move(entry));
            }
        }
        return out;
    }

    /// An LDAP result code.
    int modify(const std::string& dn, const Changes& changes, bool permissive) {
        const std::lock_guard held(mutex_);
        const auto entry = entries_.find(dn);
        if (entry == entries_.end()) {
            return 32;
        }
        auto changed = entry->second;
        for (const auto& change : changes) {
            auto& values = changed[change.attribute];
            const auto at = std::find_if(values.begin(), values.end(), [&](const auto& value) {
                return equal(change.attribute, value, change.value);
            });
            const bool there = at != values.end();
            if (there == (change.kind == Change::Kind::add)) {
                if (!permissive) {
                    return there ? 20 : 16;
                }
            } else if (there) {
                values.erase(at);
            } else {
                values.push_back(change.value);
            }
        }
        entry->second = std::move(changed);
        return 0;
    }

  private:
    using Attributes = std::map<std::string, Values>;

    static bool equal(const std::string& attribute, const std::string& a, const std::string& b) {
        return attribute.starts_with("krb") ? a == b : equal_ignoring_ascii_case(a, b);
    }

    /// Equality, presence of objectClass, and one level of "or".
    static bool matches(const Attributes& attributes, const std::string& filter) {
        if (filter == "(objectClass=*)") {
            return true;
        }
        for (const auto& [name, values] : attributes) {
            for (const auto& value : values) {
                const auto wanted = directory::filter::equal(name, value);
                const auto at = name.starts_with("krb")
                                    ? filter.find(wanted)
                                    : to_lower_ascii(filter).find(to_lower_ascii(wanted));
                if (at != std::string::npos) {
                    return true;
                }
            }
        }
        return false;
    }

    std::mutex mutex_;
    std::map<std::string, Attributes> entries_;
};

class FakeSession final : public Session {
  public:
    FakeSession(FakeDirectory& directory, directory::Kind kind, bool permissive = false)
        : directory_(directory) {
        directory::Profile profile;
        profile.kind = kind;
        profile.base = "dc=test";
        profile.permissive_modify = permissive;
        describe(profile, "admin@TEST");
        if (kind == directory::Kind::active_directory) {
            const std::string configuration = "CN=Configuration,dc=test";
            directory.put("", "configurationNamingContext", {configuration});
            directory.put("CN=TEST,CN=Partitions," + configuration, "objectClass", {"crossRef"});
        }
    }

    Result<void> search(const directory::Search& search,
                        const directory::Visitor& visit,
                        const Deadline&) override {
        for (auto& entry : directory_.search(search)) {
            if (!visit(std::move(entry))) {
                break;
            }
        }
        return {};
    }
    Write modify(const std::string& dn, const Changes& changes, const Deadline&) override {
        if (before_modify) {
            before_modify(changes);
        }
        if (refuse_with != 0) {
            return Write::not_done(
                directory::ldap_failure("changing", {refuse_with, "", refusal_text, ""}));
        }
        const Lost lost = std::exchange(next_answer, Lost::no);
        const int code = lies || lost == Lost::with_request
                             ? 0
                             : directory_.modify(dn, changes, profile().permissive_modify);
        ++modifications;
        if (lost != Lost::no) {
            return Write::unknown(Error(Status::directory_silent, "no answer in time"));
        }
        return code == 0 ? Write::done({})
                         : Write::not_done(directory::ldap_failure("changing", {code, "", "", ""}));
    }
    Result<void> renew(const Deadline&) override {
        ++renewals;
        return unreachable ? Result<void>(Error(Status::directory_unreachable)) : Result<void>();
    }
    Result<std::string> who_am_i(const Deadline&) override { return std::string(); }

    enum class Lost { no, after_it_was_done, with_request };

    std::function<void(const Changes&)> before_modify;
    /// Of the next change alone.
    Lost next_answer = Lost::no;
    /// Nothing answers on a new connection either.
    bool unreachable = false;
    int renewals = 0;
    int refuse_with = 0;
    /// Reports success and does nothing.
    bool lies = false;
    std::string refusal_text;
    int modifications = 0;

  private:
    FakeDirectory& directory_;
};

}  // namespace mutauth::testing
