// Message protection by GSS-API's own calls (RFC 4121).
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include "context/gss.h"
#include "context/protection.h"

namespace mutauth::context {

class GssProtection final : public Protection {
  public:
    /// What the session says of sizes, layout and order holds for the context.
    GssProtection(gss::Context context, cfx::Session session) noexcept
        : context_(std::move(context)), session_(std::move(session)) {}

    static Result<std::unique_ptr<GssProtection>> import(Transferred from);

    Protector protector() const noexcept override { return Protector::gss; }
    ByteView key() const noexcept override { return session_.key; }
    std::size_t sealed_size(std::size_t message) const noexcept override;
    std::size_t wrapped_size(std::size_t message) const noexcept override;
    std::size_t signature_size() const noexcept override;
    std::size_t token_size() const noexcept override;
    Result<std::size_t> seal(ByteView message, MutableByteView out) override;
    Result<std::size_t> open(ByteView sealed, MutableByteView out) override;
    Result<std::size_t> wrap(ByteView message, MutableByteView out) override;
    Result<std::size_t> unwrap(ByteView wrapped, MutableByteView out) override;
    Result<std::size_t> sign(ByteView message, MutableByteView out) override;
    Result<void> verify(ByteView message, ByteView signature) override;
    Result<std::size_t> seal_segments(Segments segments, MutableByteView token) override;
    Result<void> open_segments(Segments segments, ByteView token) override;
    Result<std::size_t> sign_segments(Segments segments, MutableByteView out) override;
    Result<void> verify_segments(Segments segments, ByteView signature) override;
    Result<Transferred> transfer() override;

  private:
    Result<std::size_t> wrapped(ByteView message, bool sealed, MutableByteView out);
    Result<std::size_t> unwrapped(ByteView token, bool sealed, MutableByteView out);
    Result<void> taken(OM_uint32 major, OM_uint32 minor) const;

    gss::Context context_;
    /// Its counts are those of the beginning: GSS-API keeps its own.
    cfx::Session session_;
    /// libkrb5 adds derived keys to a context's key lists without a lock of its own, so that one
    /// thread that seals and one that opens would race there.
    std::mutex mutex_;
};

}  // namespace mutauth::context
