// What stands behind the C ABI's types that need a directory.
#pragma once

#include "directory/open.h"
#include "handles.h"
#include "registration/account.h"
#include "registration/duplicates.h"
#include "registration/found_spns.h"
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

struct mutauth_found final : mutauth::capi::Handle<mutauth::registration::FoundSpns, 0x31444e46> {
    using Handle::Handle;
    mutauth::registration::Found current;
};

struct mutauth_duplicates final
    : mutauth::capi::Handle<mutauth::registration::Duplicates, 0x31505544> {
    using Handle::Handle;
    mutauth::registration::DuplicateGroup current;
};

struct mutauth_account final : mutauth::capi::Handle<mutauth::registration::Account, 0x31434341> {
    using Handle::Handle;
};

struct mutauth_steps final : mutauth::capi::Handle<mutauth::registration::Steps, 0x50455453> {
    using Handle::Handle;
};

namespace mutauth::capi {

inline bool is_range(std::int32_t range) noexcept {
    return range == static_cast<std::int32_t>(directory::Range::base) ||
           range == static_cast<std::int32_t>(directory::Range::forest);
}

inline Error no_range() {
    return Error(Status::invalid_argument, "the range is none of MUTAUTH_RANGE_...");
}

inline bool good(const mutauth_steps* steps) noexcept {
    return steps == nullptr || live(steps);
}

/// NULL stands for nobody told, and no dry run.
inline registration::Steps steps_of(const mutauth_steps* steps) {
    return steps == nullptr ? registration::Steps() : steps->object;
}

}  // namespace mutauth::capi
