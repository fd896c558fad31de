#include <mutauth/deadline.h>

#include "handles.h"

using namespace mutauth::capi;
using mutauth::Cancellation;
using mutauth::Deadline;
using mutauth::Error;
using mutauth::Status;

mutauth_status mutauth_deadline_in(int64_t milliseconds, mutauth_deadline** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (milliseconds < 0) {
            return Error(Status::invalid_argument, "the time is negative");
        }
        auto cancellation = Cancellation::make();
        if (!cancellation) {
            return std::move(cancellation).error();
        }
        const auto deadline = Deadline::in(std::chrono::milliseconds(milliseconds));
        *out = new mutauth_deadline(DeadlineState{deadline.with(*cancellation), *cancellation});
        return done();
    });
}

void mutauth_deadline_cancel(const mutauth_deadline* deadline) {
    if (live(deadline)) {
        deadline->object.cancellation->cancel();
    }
}

int64_t mutauth_deadline_left(const mutauth_deadline* deadline) {
    if (!live(deadline) || !deadline->object.deadline.check()) {
        return 0;
    }
    return deadline->object.deadline.left().count();
}

void mutauth_deadline_free(mutauth_deadline* deadline) {
    release(deadline);
}
