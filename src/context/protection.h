// Protects messages under an established context. One implementation is chosen per context, never
// per message.
#pragma once

#include "context/cfx_session.h"
#include "context/policy.h"
#include "context/segments.h"
#include "core/bytes.h"
#include "core/result.h"

namespace mutauth::context {

/// What another process needs to go on in a protection's place.
struct Transferred {
    cfx::Session session;
    /// GSS-API's interprocess token, where it protects the messages.
    Bytes token;
};

class Protection {
  public:
    Protection() = default;
    Protection(const Protection&) = delete;
    Protection& operator=(const Protection&) = delete;
    virtual ~Protection() = default;

    virtual Protector protector() const noexcept = 0;
    /// From which the keys of messages are derived.
    virtual ByteView key() const noexcept = 0;
    virtual std::size_t sealed_size(std::size_t message) const noexcept = 0;
    /// Signed, but not encrypted, with the signature around it.
    virtual std::size_t wrapped_size(std::size_t message) const noexcept = 0;
    virtual std::size_t signature_size() const noexcept = 0;
    /// Of what stands apart from a message that is sealed in segments.
    virtual std::size_t token_size() const noexcept = 0;

    /// Each writes at most what the sizes say and returns what it wrote. Out is large enough, and
    /// may overlap what is read.
    virtual Result<std::size_t> seal(ByteView message, MutableByteView out) = 0;
    /// Out has at least the sealed message's size.
    virtual Result<std::size_t> open(ByteView sealed, MutableByteView out) = 0;
    /// Signed, but not encrypted.
    virtual Result<std::size_t> wrap(ByteView message, MutableByteView out) = 0;
    /// Takes a sealed one too: more than asked for does no harm. Out as for open.
    virtual Result<std::size_t> unwrap(ByteView wrapped, MutableByteView out) = 0;
    virtual Result<std::size_t> sign(ByteView message, MutableByteView out) = 0;
    virtual Result<void> verify(ByteView message, ByteView signature) = 0;

    virtual Result<std::size_t> seal_segments(Segments segments, MutableByteView token) = 0;
    /// Whatever fails, no sealed segment holds what is not known to be the peer's.
    virtual Result<void> open_segments(Segments segments, ByteView token) = 0;
    /// Of all octets in a row, as if they were one message.
    virtual Result<std::size_t> sign_segments(Segments segments, MutableByteView out) = 0;
    virtual Result<void> verify_segments(Segments segments, ByteView signature) = 0;

    /// Nothing may be protected by this object any more.
    virtual Result<Transferred> transfer() = 0;
};

}  // namespace mutauth::context
