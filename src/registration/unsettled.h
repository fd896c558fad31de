// A change of which it is not known whether it was made.
#pragma once

#include <string>
#include <type_traits>
#include <utility>

#include "core/outcome.h"
#include "directory/session.h"

namespace mutauth::registration {

/// change_unsettled, with what left it open. The change is told as a step is.
Error unsettled(Error why, const std::string& change);

/// For the edge of the library, where an unknown end is told from a refusal by its status alone.
template <typename T>
Result<T> told_by_status(Outcome<T> outcome) {
    return std::move(outcome).match([](T value) { return Result<T>(std::move(value)); },
                                    [](Error why) { return why; }, [](Error why) { return why; });
}

/// Whether the failure is of the connection or the wait: another connection may get an answer.
bool came_unanswered(const Error& error);

/// How long an answer that is missing is looked for, and how long what must be taken back may take,
/// whatever the caller's deadline: leaving it would be worse.
inline constexpr std::chrono::milliseconds kGrace{5000};

/// look(deadline) on a new connection, past the caller's deadline: the wire may fail once more.
template <typename Look>
auto look_anew(directory::Session& session, Look&& look) {
    constexpr int kMostTries = 3;
    constexpr std::chrono::milliseconds kForOne = kGrace / kMostTries;
    using Looked = std::invoke_result_t<Look, const Deadline&>;
    for (int left = kMostTries - 1;; --left) {
        const Deadline until = Deadline::in(kForOne);
        auto renewed = session.renew(until);
        Looked seen = renewed ? look(until) : Looked(std::move(renewed).error());
        if (seen || left == 0 || !came_unanswered(seen.error())) {
            return seen;
        }
    }
}

/// look(deadline), and if nothing answers look_anew: after a change, looking is a part of it.
template <typename Look>
auto look_after_change(directory::Session& session, const Deadline& deadline, Look&& look) {
    auto seen = look(deadline);
    return seen || !came_unanswered(seen.error()) ? std::move(seen) : look_anew(session, look);
}

}  // namespace mutauth::registration
