// A proven context: it exists only where a negotiation succeeded.
#pragma once

#include <atomic>
#include <memory>

#include "context/proof.h"
#include "context/protection.h"
#include "core/fork_guard.h"

namespace mutauth::context {

inline constexpr std::size_t kLongestMessage = std::size_t{1} << 24;

class SecurityContext {
  public:
    SecurityContext(Proof proof, Log log, std::unique_ptr<Protection> protection)
        : proof_(std::move(proof)), log_(std::move(log)), protection_(std::move(protection)) {}

    const Proof& proof() const noexcept { return proof_; }
    const Log& log() const noexcept { return log_; }

    Protector protector() const noexcept { return protection_->protector(); }
    std::size_t sealed_size(std::size_t message) const noexcept {
        return protection_->sealed_size(message);
    }
    std::size_t signature_size() const noexcept { return protection_->signature_size(); }

    /// Out must have sealed_size(message) or signature_size() bytes; nothing is used up if not.
    Result<std::size_t> seal(ByteView message, MutableByteView out);
    Result<std::size_t> sign(ByteView message, MutableByteView out);
    /// Out must have the sealed message's size. Any other failure is final for the context.
    Result<std::size_t> open(ByteView sealed, MutableByteView out);
    Result<void> verify(ByteView message, ByteView signature);

    Result<Bytes> seal(ByteView message);
    Result<Bytes> open(ByteView sealed);

    /// For RFC 4752's offer of security layers and its answer alone; what follows is sealed.
    Result<Bytes> wrap_integrity_only(ByteView message);
    Result<Bytes> unwrap_integrity_only(ByteView wrapped);

  private:
    Result<void> usable_at(Level needed) const;
    template <typename T>
    Result<T> or_broken(Result<T> result);

    Proof proof_;
    Log log_;
    std::unique_ptr<Protection> protection_;
    std::atomic<bool> broken_{false};
    ForkGuard fork_guard_;
};

}  // namespace mutauth::context
