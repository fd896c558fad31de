// Message protection by RFC 4121's tokens on OpenSSL: octet for octet what MIT's GSS-API makes and
// takes, for the AES encryption types.
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "context/cfx_encryption.h"
#include "context/protection.h"

namespace mutauth::context::cfx {

/// What an established context has agreed on.
struct Session {
    Enctype enctype{};
    Bytes key;
    bool initiator = false;
    bool acceptor_subkey = false;
    std::uint64_t next_sent = 0;
    std::uint64_t next_received = 0;
};

class CfxProtection final : public Protection {
  public:
    static Result<std::unique_ptr<CfxProtection>> make(Session session);

    Protector protector() const noexcept override { return Protector::own; }
    std::size_t sealed_size(std::size_t message) const noexcept override;
    std::size_t signature_size() const noexcept override;
    Result<std::size_t> seal(ByteView message, MutableByteView out) override;
    Result<std::size_t> open(ByteView sealed, MutableByteView out) override;
    Result<std::size_t> sign(ByteView message, MutableByteView out) override;
    Result<void> verify(ByteView message, ByteView signature) override;
    Result<Bytes> wrap_integrity_only(ByteView message) override;
    Result<Bytes> unwrap_integrity_only(ByteView wrapped) override;

  private:
    /// One direction. What signs is made when first needed: most contexts only seal.
    template <typename Cipher>
    struct Side {
        std::mutex mutex;
        std::unique_ptr<Cipher> cipher;
        Usage seals;
        Usage signs;
        std::uint64_t next;
        std::optional<Hmac> wrap_mac;
        std::optional<Hmac> mic_mac;
        bool broken = false;
    };

    explicit CfxProtection(Session session) noexcept;

    Header next_header(TokenKind kind, bool sealed) noexcept;
    Result<Header> received(TokenKind kind, ByteView token) const;
    Result<void> in_order(const Header& header);
    Result<std::size_t> open_body(const Header& header,
                                  const HeaderBytes& expected,
                                  ByteView body,
                                  MutableByteView out);
    Result<Bytes> open_unsealed(const Header& header, ByteView wrapped);
    Result<Hmac*> checksum(std::optional<Hmac>& made, Usage usage) const;

    Session session_;
    Side<Encryptor> sending_;
    Side<Decryptor> receiving_;
};

}  // namespace mutauth::context::cfx
