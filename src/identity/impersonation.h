// Acting as a local user on one thread, as RpcImpersonateClient and RpcRevertToSelf do.
//
//     auto scope = Impersonation::begin(user);
//     ... open() here is alice's ...
//     scope->revert();
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "core/result.h"
#include "identity/local_user.h"

namespace mutauth::identity {

/// One scope of one thread. Scopes nest: the innermost is reverted first.
class Impersonation {
  public:
    /// Makes the calling thread act as the user. On failure the thread is as it was.
    static Result<Impersonation> begin(const LocalUser& user);

    Impersonation(Impersonation&&) noexcept = default;
    Impersonation& operator=(Impersonation&&) = delete;
    Impersonation(const Impersonation&) = delete;
    Impersonation& operator=(const Impersonation&) = delete;
    /// Reverts what is still active. If an inner scope is active, this one ends with it. On
    /// another thread nothing can be reverted: the thread acts as the user until it begins or
    /// reverts a scope, or ends.
    ~Impersonation();

    /// The thread gets back what it had when this began; the process ends if it cannot.
    Result<void> revert();

    struct Frame;

  private:
    explicit Impersonation(std::shared_ptr<Frame> frame) noexcept : frame_(std::move(frame)) {}

    std::shared_ptr<Frame> frame_;
};

/// How many scopes of the calling thread are active.
std::size_t impersonation_depth() noexcept;

/// Whom the calling thread acts as; nothing if as itself.
std::optional<LocalUser> impersonated_user();

}  // namespace mutauth::identity
