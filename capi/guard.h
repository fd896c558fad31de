// Keeps what fails inside a C call from leaving it in any way but as a status.
#pragma once

#include <mutauth/status.h>

#include <concepts>
#include <exception>
#include <new>

#include "core/result.h"

namespace mutauth::capi {

/// What a body gives: an outcome to return, or the error to keep.
using Outcome = Result<mutauth_status>;

void clear_error() noexcept;
/// Keeps the failure as this thread's last error and returns its status. Never allocates.
mutauth_status report(Error error) noexcept;
const Error& last_error() noexcept;
Error take_last_error() noexcept;

/// Runs the body of one C entry point.
template <std::invocable Body>
mutauth_status guard(Body body) noexcept {
    clear_error();
    try {
        Outcome outcome = body();
        return outcome ? *outcome : report(std::move(outcome).error());
    } catch (const std::bad_alloc&) {
        return report(Error(Status::out_of_memory));
    } catch (const std::exception&) {
        // Its text may be long and is not made for users; the status says enough to report it.
        return report(Error(Status::internal));
    } catch (...) {
        return report(Error(Status::internal));
    }
}

/// Runs a caller's callback: what it throws is dropped.
template <std::invocable Call>
void call_back(Call call) noexcept {
    try {
        call();
    } catch (...) {
        return;
    }
}

}  // namespace mutauth::capi
