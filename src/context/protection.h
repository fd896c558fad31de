// Protects messages under an established context. One implementation is chosen per context, never
// per message.
#pragma once

#include "context/policy.h"
#include "core/bytes.h"
#include "core/result.h"

namespace mutauth::context {

class Protection {
  public:
    Protection() = default;
    Protection(const Protection&) = delete;
    Protection& operator=(const Protection&) = delete;
    virtual ~Protection() = default;

    virtual Protector protector() const noexcept = 0;
    virtual std::size_t sealed_size(std::size_t message) const noexcept = 0;
    virtual std::size_t signature_size() const noexcept = 0;

    /// Each writes at most what the sizes say and returns what it wrote. Out is large enough.
    virtual Result<std::size_t> seal(ByteView message, MutableByteView out) = 0;
    /// Out has at least the sealed message's size.
    virtual Result<std::size_t> open(ByteView sealed, MutableByteView out) = 0;
    virtual Result<std::size_t> sign(ByteView message, MutableByteView out) = 0;
    virtual Result<void> verify(ByteView message, ByteView signature) = 0;
    /// Wrapped but not encrypted (gss_wrap without conf_req), as RFC 4752 wants two messages.
    virtual Result<Bytes> wrap_integrity_only(ByteView message) = 0;
    /// Takes an encrypted one too: more than asked for does no harm.
    virtual Result<Bytes> unwrap_integrity_only(ByteView wrapped) = 0;
};

}  // namespace mutauth::context
