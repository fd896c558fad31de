// A proven context: it exists only where a negotiation succeeded, here or in the process that
// exported it.
#pragma once

#include <atomic>
#include <functional>
#include <memory>

#include "context/proof.h"
#include "context/protection.h"
#include "core/fork_guard.h"

namespace mutauth::context {

inline constexpr std::size_t kLongestMessage = std::size_t{1} << 24;
/// A message in fewer octets does not come, whatever a sealed one is made of: the confounder and
/// the header stand before it.
inline constexpr std::size_t kLeastOverhead = 32;

/// What holds for a context's whole life.
struct Terms {
    /// In each direction.
    std::uint64_t message_limit = kMessageLimit;
    /// How many messages back one may come late. Then a refused message is not the context's end.
    std::uint32_t replay_window = 0;
};

class SecurityContext {
  public:
    SecurityContext(Proof proof, Log log, std::unique_ptr<Protection> protection, Terms terms = {})
        : proof_(std::make_shared<const Proof>(std::move(proof))),
          log_(std::move(log)),
          protection_(std::move(protection)),
          terms_(terms) {}

    /// From what transfer gave. The policy is to be met as by a negotiation, each setting of it.
    static Result<std::unique_ptr<SecurityContext>> import(ByteView exported, const Policy& policy);

    const Proof& proof() const noexcept { return *proof_; }
    /// For whoever needs it for longer than the context lives.
    const std::shared_ptr<const Proof>& shared_proof() const noexcept { return proof_; }
    const Log& log() const noexcept { return log_; }

    Protector protector() const noexcept { return protection_->protector(); }
    ByteView key() const noexcept { return protection_->key(); }
    std::size_t sealed_size(std::size_t message) const noexcept {
        return protection_->sealed_size(message);
    }
    std::size_t wrapped_size(std::size_t message) const noexcept {
        return protection_->wrapped_size(message);
    }
    std::size_t signature_size() const noexcept { return protection_->signature_size(); }
    std::size_t token_size() const noexcept { return protection_->token_size(); }
    /// Until the context's end; 0 if it is over.
    std::int64_t seconds_left() const noexcept;
    /// In the direction that is nearer to the limit.
    std::uint64_t messages_left() const noexcept;

    /// Out must have the size for the message; nothing is used up if not.
    Result<std::size_t> seal(ByteView message, MutableByteView out);
    Result<std::size_t> wrap(ByteView message, MutableByteView out);
    Result<std::size_t> sign(ByteView message, MutableByteView out);
    Result<std::size_t> seal_segments(Segments segments, MutableByteView token);
    Result<std::size_t> sign_segments(Segments segments, MutableByteView out);
    /// Out must have the sealed message's size. Any other failure is final for the context, but
    /// for a context with a replay window.
    Result<std::size_t> open(ByteView sealed, MutableByteView out);
    Result<std::size_t> unwrap(ByteView wrapped, MutableByteView out);
    Result<void> verify(ByteView message, ByteView signature);
    Result<void> open_segments(Segments segments, ByteView token);
    Result<void> verify_segments(Segments segments, ByteView signature);

    Result<Bytes> seal(ByteView message);
    Result<Bytes> open(ByteView sealed);
    Result<Bytes> wrap(ByteView message);
    Result<Bytes> unwrap(ByteView wrapped);

    /// Keep is given what another process imports. Then nothing is protected by this one any more,
    /// for each message's number may be used once; if keep throws, the context lives on.
    Result<void> transfer(const std::function<void(Bytes)>& keep);

  private:
    using Count = std::atomic<std::uint64_t>;

    Result<void> usable_at(Level needed, const Count& count);
    Result<void> can_make(Level needed, std::size_t message, std::size_t size, std::size_t room);
    template <typename T>
    Result<T> made(Result<T> result);
    template <typename T>
    Result<T> taken(Result<T> result);
    void tell_the_end_ahead(std::int64_t seconds);
    void tell_refusal(const Error& why);

    std::shared_ptr<const Proof> proof_;
    Log log_;
    std::unique_ptr<Protection> protection_;
    Terms terms_;
    Count made_{0};
    Count taken_{0};
    Count refused_{0};
    std::atomic<bool> broken_{false};
    std::atomic<bool> transferred_{false};
    std::atomic<bool> end_told_{false};
    ForkGuard fork_guard_;
};

}  // namespace mutauth::context
