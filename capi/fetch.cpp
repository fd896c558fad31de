#include <mutauth/fetch.h>

#include "handles.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::Status;
using mutauth::credential::PendingFetch;

mutauth_status mutauth_fetch_start(mutauth_credential* credential,
                                   const mutauth_spn* spn,
                                   int64_t milliseconds,
                                   mutauth_fetch** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(credential) || (spn != nullptr && !live(spn))) {
            return wrong_handle("credential or spn");
        }
        if (milliseconds < 0) {
            return Error(Status::invalid_argument, "a fetch cannot have ended before it begins");
        }
        auto started = PendingFetch::start(
            credential->object, spn == nullptr ? std::nullopt : std::optional(spn->object),
            std::chrono::milliseconds(milliseconds));
        if (!started) {
            return std::move(started).error();
        }
        *out = std::make_unique<mutauth_fetch>(std::move(*started)).release();
        return done();
    });
}

int mutauth_fetch_fd(const mutauth_fetch* fetch) {
    return live(fetch) ? fetch->object->fd() : -1;
}

mutauth_status mutauth_fetch_outcome(const mutauth_fetch* fetch) {
    return guard([&]() -> Outcome {
        if (!live(fetch)) {
            return wrong_handle("fetch");
        }
        auto outcome = fetch->object->outcome();
        return outcome ? outcome_of(std::move(*outcome)) : Outcome(MUTAUTH_CONTINUE);
    });
}

void mutauth_fetch_free(mutauth_fetch* fetch) {
    release(fetch);
}
