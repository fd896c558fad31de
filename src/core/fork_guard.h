// Tells an object that it was made before a fork() and is now used in the child.
#pragma once

#include <cstdint>

#include "core/result.h"

namespace mutauth {

/// Differs between a process and its children; costs a memory read.
std::uint64_t process_generation() noexcept;

/// What an object that must not be used in a child keeps of its birth.
class ForkGuard {
  public:
    ForkGuard() noexcept : born_(process_generation()) {}
    bool forked() const noexcept { return born_ != process_generation(); }
    Result<void> check() const {
        return forked() ? Result<void>(Error(Status::forked)) : Result<void>();
    }

  private:
    std::uint64_t born_;
};

}  // namespace mutauth
