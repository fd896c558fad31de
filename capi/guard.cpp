#include "guard.h"

namespace mutauth::capi {
namespace {

thread_local Error last;

}  // namespace

void clear_error() noexcept {
    last = Error();
}

mutauth_status report(Error error) noexcept {
    last = std::move(error);
    return static_cast<mutauth_status>(last.status());
}

const Error& last_error() noexcept {
    return last;
}

Error take_last_error() noexcept {
    return std::exchange(last, Error());
}

}  // namespace mutauth::capi
