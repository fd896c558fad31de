// What stands behind the C ABI's types that need a directory.
#pragma once

#include "directory/open.h"
#include "handles.h"
#include "registration/account.h"
#include "registration/holders.h"
#include "registration/steps.h"

struct mutauth_directory final
    : mutauth::capi::Handle<std::unique_ptr<mutauth::directory::Session>, 0x31524944> {
    using Handle::Handle;
};

struct mutauth_holders final : mutauth::capi::Handle<std::vector<std::string>, 0x31444c48> {
    using Handle::Handle;
    std::size_t next = 0;
};

struct mutauth_account final : mutauth::capi::Handle<mutauth::registration::Account, 0x31434341> {
    using Handle::Handle;
};

struct mutauth_steps final : mutauth::capi::Handle<mutauth::registration::Steps, 0x50455453> {
    using Handle::Handle;
};

namespace mutauth::capi {

inline bool good(const mutauth_steps* steps) noexcept {
    return steps == nullptr || live(steps);
}

/// NULL stands for nobody told, and no dry run.
inline registration::Steps steps_of(const mutauth_steps* steps) {
    return steps == nullptr ? registration::Steps() : steps->object;
}

}  // namespace mutauth::capi
