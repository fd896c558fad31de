// The steps of a change of several, told one by one, and in a dry run only told.
#pragma once

#include <functional>
#include <string>
#include <utility>

#include "core/outcome.h"
#include "core/result.h"

namespace mutauth::registration {

enum class Moment : int {
    /// Would be done now, but this is a dry run.
    planned = 1,
    begins = 2,
    done = 3,
    failed = 4,
    /// It may be done, or be done later.
    unknown = 5,
};

/// One step is one thing that a crash may come before or after: an LDAP operation, a file written,
/// a rename, a request to a KDC.
struct Steps {
    using Observer = std::function<void(Moment, const std::string&)>;

    bool dry_run = false;
    /// On the thread that makes the change.
    Observer observer;

    void tell(Moment moment, const std::string& step) const {
        if (observer) {
            observer(moment, step);
        }
    }

    /// Unless this is a dry run, does it.
    template <typename Do>
    Result<void> step(const std::string& what, Do&& act) const {
        if (dry_run) {
            tell(Moment::planned, what);
            return {};
        }
        tell(Moment::begins, what);
        Result<void> done = std::forward<Do>(act)();
        tell(done ? Moment::done : Moment::failed, what);
        return done;
    }

    /// Does it, which is no dry run's.
    template <typename T, typename Do>
    Outcome<T> change(const std::string& what, Do&& act) const {
        tell(Moment::begins, what);
        return std::forward<Do>(act)().match(
            [&](T value) {
                tell(Moment::done, what);
                return Outcome<T>::done(std::move(value));
            },
            [&](Error why) {
                tell(Moment::failed, what);
                return Outcome<T>::not_done(std::move(why));
            },
            [&](Error why) {
                tell(Moment::unknown, what);
                return Outcome<T>::unknown(std::move(why));
            });
    }
};

}  // namespace mutauth::registration
