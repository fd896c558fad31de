// Message protection by GSS-API's own calls (RFC 4121).
#pragma once

#include <mutex>

#include "context/gss.h"
#include "context/protection.h"

namespace mutauth::context {

class GssProtection final : public Protection {
  public:
    /// mac_size is the enctype's checksum size, by which RFC 4121's tokens grow.
    GssProtection(gss::Context context, std::size_t mac_size) noexcept
        : context_(std::move(context)), mac_size_(mac_size) {}

    Protector protector() const noexcept override { return Protector::gss; }
    std::size_t sealed_size(std::size_t message) const noexcept override;
    std::size_t signature_size() const noexcept override;
    Result<std::size_t> seal(ByteView message, MutableByteView out) override;
    Result<std::size_t> open(ByteView sealed, MutableByteView out) override;
    Result<std::size_t> sign(ByteView message, MutableByteView out) override;
    Result<void> verify(ByteView message, ByteView signature) override;
    Result<Bytes> wrap_integrity_only(ByteView message) override;
    Result<Bytes> unwrap_integrity_only(ByteView wrapped) override;

  private:
    gss::Context context_;
    std::size_t mac_size_;
    /// libkrb5 adds derived keys to a context's key lists without a lock of its own, so that one
    /// thread that seals and one that opens would race there.
    std::mutex mutex_;
};

/// The checksum's size for an AES enctype (RFC 3962 section 6, RFC 8009 section 5), 0 for others.
std::size_t mac_size_of(std::int32_t enctype) noexcept;

}  // namespace mutauth::context
