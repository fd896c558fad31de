#include <mutauth/steps.h>

#include <limits>

#include "callback.h"
#include "core/text.h"
#include "directory_handles.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::Status;
using mutauth::registration::Moment;
using mutauth::registration::Steps;

static_assert(MUTAUTH_STEP_PLANNED == static_cast<int>(Moment::planned) &&
              MUTAUTH_STEP_BEGINS == static_cast<int>(Moment::begins) &&
              MUTAUTH_STEP_DONE == static_cast<int>(Moment::done) &&
              MUTAUTH_STEP_FAILED == static_cast<int>(Moment::failed) &&
              MUTAUTH_STEP_UNKNOWN == static_cast<int>(Moment::unknown));

namespace {

Steps::Observer observer_of(mutauth_step_tell tell, std::shared_ptr<CallbackUser> user) {
    return [tell, user = std::move(user)](Moment moment, const std::string& step) {
        if (tell != nullptr) {
            call_back([&] {
                const auto shown = mutauth::displayed(step, std::numeric_limits<size_t>::max());
                tell(user->get(), static_cast<int32_t>(moment), shown.c_str());
            });
        }
    };
}

}  // namespace

mutauth_status mutauth_steps_new(int32_t dry_run,
                                 mutauth_step_tell tell,
                                 void* user,
                                 mutauth_release release,
                                 mutauth_steps** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (dry_run != 0 && dry_run != 1) {
            return Error(Status::invalid_argument, "dry_run is neither 0 nor 1");
        }
        auto kept = std::make_shared<CallbackUser>(user);
        *out = new mutauth_steps(Steps{dry_run == 1, observer_of(tell, kept)});
        kept->own(release);
        return done();
    });
}

void mutauth_steps_free(mutauth_steps* steps) {
    release(steps);
}
