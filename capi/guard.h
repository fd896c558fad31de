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
    try {
        Outcome outcome = body();
        if (!outcome) {
            return report(std::move(outcome).error());
        }
        // Not before the body: its arguments may be the last error's own texts.
        clear_error();
        return *outcome;
    } catch (const std::bad_alloc&) {
        return report(Error(Status::out_of_memory));
    } catch (const std::exception&) {
        // Its text may be long and is not made for users; the status says enough to report it.
        return report(Error(Status::internal));
    } catch (...) {
        return report(Error(Status::internal));
    }
}

/// This thread's last error, put back at the end. Its texts stay where they are.
class LastErrorKept {
  public:
    LastErrorKept() noexcept : kept_(take_last_error()) {}
    LastErrorKept(const LastErrorKept&) = delete;
    LastErrorKept& operator=(const LastErrorKept&) = delete;
    ~LastErrorKept() { report(std::move(kept_)); }

  private:
    Error kept_;
};

/// Runs what must leave the last error as it is: what it throws is dropped.
template <std::invocable Call>
void contain(Call call) noexcept {
    try {
        call();
    } catch (...) {
        return;
    }
}

/// Runs a caller's callback: what it throws is dropped, and what it calls leaves the last error of
/// the call that it runs in alone.
template <std::invocable Call>
void call_back(Call call) noexcept {
    const LastErrorKept kept;
    contain(std::move(call));
}

}  // namespace mutauth::capi
