// How an LDAP bind proves both sides, as the LDAP module sees it: the module has neither Kerberos
// nor GSS-API of its own.
#pragma once

#include <cstddef>
#include <memory>

#include "core/bytes.h"
#include "core/result.h"

namespace mutauth::directory {

/// Seals what is sent after the bind and opens what comes.
class SaslLayer {
  public:
    SaslLayer() = default;
    SaslLayer(const SaslLayer&) = delete;
    SaslLayer& operator=(const SaslLayer&) = delete;
    virtual ~SaslLayer() = default;

    /// How much plaintext a buffer may hold, so that the server takes it.
    virtual std::size_t longest_plain() const noexcept = 0;
    /// How long a sealed buffer from the server may be.
    virtual std::size_t longest_sealed() const noexcept = 0;
    virtual Result<Bytes> seal(ByteView plain) = 0;
    virtual Result<Bytes> open(ByteView sealed) = 0;
};

class SaslClient {
  public:
    SaslClient() = default;
    SaslClient(const SaslClient&) = delete;
    SaslClient& operator=(const SaslClient&) = delete;
    virtual ~SaslClient() = default;

    virtual const char* mechanism() const noexcept = 0;
    /// The first challenge is empty.
    virtual Result<Bytes> respond(ByteView challenge) = 0;
    /// Asked once the server says that the bind succeeded; fails unless the server has proved
    /// itself and a sealed layer is agreed on.
    virtual Result<std::unique_ptr<SaslLayer>> finish() = 0;
};

}  // namespace mutauth::directory
