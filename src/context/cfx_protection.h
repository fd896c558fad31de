// Message protection by RFC 4121's tokens, our own: octet for octet what MIT's GSS-API makes and
// takes, for the AES encryption types.
#pragma once

#include <memory>
#include <mutex>
#include <optional>

#include "context/cfx_encryption.h"
#include "context/cfx_session.h"
#include "context/protection.h"
#include "context/received_order.h"

namespace mutauth::context::cfx {

class CfxProtection final : public Protection {
  public:
    static Result<std::unique_ptr<CfxProtection>> make(Session session,
                                                       Engine engine = Engine::best);

    Protector protector() const noexcept override { return Protector::own; }
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
    /// One direction. Its keys are derived when first needed: many contexts send nothing, most
    /// only seal.
    template <typename Cipher>
    struct Side {
        std::mutex mutex;
        Usage seals{};
        Usage signs{};
        std::unique_ptr<Cipher> cipher;
        std::optional<Hmac> wrap_mac;
        std::optional<Hmac> mic_mac;
        bool broken = false;
    };

    CfxProtection(Session session, Engine engine) noexcept;

    template <typename Cipher>
    Result<Cipher*> cipher_of(Side<Cipher>& side) const;
    Result<Hmac*> checksum(std::optional<Hmac>& made, Usage usage) const;

    Header next_header(TokenKind kind, bool sealed) noexcept;
    Result<Header> received(TokenKind kind, ByteView token) const;
    Result<std::size_t> open_sealed(const Header& header, ByteView token, MutableByteView out);
    Result<std::size_t> open_unsealed(const Header& header, ByteView token, MutableByteView out);
    Result<void> open_apart(const Header& header, Segments segments, MutableByteView token);

    template <typename Hash>
    Result<std::size_t> made_signature(MutableByteView out, Hash hash_message);
    template <typename Hash>
    Result<void> checked_signature(ByteView signature, Hash hash_message);

    /// Octets of filler between a message in segments and the header's copy.
    std::size_t filler() const noexcept { return session_.dce_style ? kBlock : 0; }

    Session session_;
    Engine engine_;
    ReceivedOrder order_;
    Side<Encryptor> sending_;
    Side<Decryptor> receiving_;
};

}  // namespace mutauth::context::cfx
