// What a caller's callback is handed, and when it is free.
#pragma once

#include <mutauth/callback.h>

#include "guard.h"

namespace mutauth::capi {

/// Shared by all that may call; the last of them lets go of the caller's.
class CallbackUser {
  public:
    explicit CallbackUser(void* user) noexcept : user_(user) {}
    CallbackUser(const CallbackUser&) = delete;
    CallbackUser& operator=(const CallbackUser&) = delete;
    ~CallbackUser() {
        if (release_ != nullptr) {
            call_back([this] { release_(user_); });
        }
    }

    void* get() const noexcept { return user_; }
    /// To be said once nothing can fail any more: until then it is the caller's.
    void own(mutauth_release release) noexcept { release_ = release; }

  private:
    void* user_;
    mutauth_release release_ = nullptr;
};

}  // namespace mutauth::capi
