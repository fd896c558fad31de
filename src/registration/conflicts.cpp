#include "registration/conflicts.h"

#include <algorithm>

#include "core/text.h"
#include "directory/dn.h"
#include "registration/holders.h"
#include "registration/refusal.h"
#include "registration/unsettled.h"

namespace mutauth::registration {
namespace {

/// How long one that must give way has for it, and how often we look.
constexpr std::chrono::milliseconds kPatience{500};
constexpr std::chrono::milliseconds kPause{25};

bool loses(const std::string& dn, const Conflicts& conflicts) {
    return std::any_of(conflicts.begin(), conflicts.end(), [&](const auto& conflict) {
        return std::any_of(conflict.holders.begin(), conflict.holders.end(),
                           [&](const auto& other) { return gives_way(dn, other); });
    });
}

}  // namespace

Error taken(const Conflicts& conflicts) {
    const auto& first = conflicts.front();
    Error out(Status::spn_taken,
              displayed(first.spn.text()) + " is on another account" +
                  (first.holders.empty() ? "" : ": " + displayed(first.holders.front())));
    for (const auto& conflict : conflicts) {
        out = std::move(out).with("spn", displayed(conflict.spn.text()));
        for (const auto& holder : conflict.holders) {
            out = std::move(out).with("holder", displayed(holder));
        }
    }
    return with_win32(std::move(out));
}

bool among(const std::string& dn, const std::vector<std::string>& accounts) {
    return std::any_of(accounts.begin(), accounts.end(),
                       [&](const auto& account) { return directory::dn::same(dn, account); });
}

bool gives_way(const std::string& dn, const std::string& other) {
    const auto comparable = [](const std::string& text) {
        return directory::dn::normalized(text).value_or(to_lower_ascii(text));
    };
    return comparable(dn) > comparable(other);
}

Result<Conflicts> find_conflicts(directory::Session& session,
                                 const Spns& spns,
                                 const std::vector<std::string>& accounts,
                                 const Deadline& deadline) {
    Conflicts out;
    for (const auto& spn : spns) {
        auto others = find_other_holders(session, spn, accounts.front(), deadline);
        if (!others) {
            return std::move(others).error();
        }
        std::erase_if(*others, [&](const auto& other) { return among(other, accounts); });
        if (!others->empty()) {
            out.push_back({spn, std::move(*others)});
        }
    }
    return out;
}

Result<Conflicts> outlast(directory::Session& session,
                          const Spns& spns,
                          const std::vector<std::string>& accounts,
                          const Deadline& deadline) {
    const Deadline patience = deadline.at_most(kPatience);
    for (;;) {
        auto conflicts = look_after_change(session, deadline, [&](const Deadline& until) {
            return find_conflicts(session, spns, accounts, until);
        });
        // One that looked before we wrote and wrote before we looked has no reason to give way:
        // then nobody but us has noticed.
        if (!conflicts || conflicts->empty() || loses(accounts.front(), *conflicts) ||
            patience.passed()) {
            return conflicts;
        }
        auto paused = wait_for(-1, 0, patience.at_most(kPause));
        if (!paused && paused.error().status() != Status::deadline_passed) {
            return std::move(paused).error();
        }
    }
}

}  // namespace mutauth::registration
