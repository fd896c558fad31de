// Takes back what an edit made, so that no name is lost by it and none gets a second holder.
#pragma once

#include "registration/ldap_writer.h"
#include "registration/steps.h"
#include "registration/unsettled.h"
#include "registration/writer.h"

namespace mutauth::registration {

struct TakenBack {
    /// Names that were to be put back and that another account holds by now.
    std::vector<std::string> left_out;
};

/// As a step, and even when the deadline has passed: leaving it would be worse. Whoever must put
/// names back asks before and after who has them; where that cannot be asked nothing is done.
Outcome<TakenBack> take_back(const Target& target,
                             const directory::Changes& made,
                             const Steps& steps);

/// How a change ends that was taken back because of a failure. Unknown, under the failure's own
/// status, if the directory refuses to take it back: then it stands.
template <typename T>
Outcome<T> undone(const Target& target,
                  const directory::Changes& made,
                  const Steps& steps,
                  Error why) {
    return take_back(target, made, steps)
        .match(
            [&](const TakenBack& back) {
                for (const auto& name : back.left_out) {
                    why = std::move(why).with("not put back, another account has it", name);
                }
                return Outcome<T>::not_done(std::move(why));
            },
            [&](const Error& refusal) {
                const bool unanswered = came_unanswered(refusal);
                why = std::move(why).with("not taken back", refusal.message());
                return Outcome<T>::unknown(
                    unanswered ? unsettled(std::move(why), step_text(target.dn, made))
                               : std::move(why));
            },
            [&](Error open) {
                return Outcome<T>::unknown(
                    std::move(open).with("was to be taken back because", why.message()));
            });
}

}  // namespace mutauth::registration
