#include "context/cfx_protection.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <functional>

namespace mutauth::context::cfx {
namespace {

bool overlap(ByteView a, ByteView b) noexcept {
    const std::less<> before;
    return before(a.data(), b.data() + b.size()) && before(b.data(), a.data() + a.size());
}

/// RFC 4121 4.2.4: over the message and the header, whose counts are zero in a wrap token.
void hash(Hmac& mac, ByteView message, ByteView header) {
    mac.begin();
    mac.update(message);
    mac.update(header);
}

Error tampered() {
    return Error(Status::message_tampered);
}

}  // namespace

CfxProtection::CfxProtection(Session session) noexcept : session_(std::move(session)) {
    sending_.seals = session_.initiator ? Usage::initiator_seal : Usage::acceptor_seal;
    sending_.signs = session_.initiator ? Usage::initiator_sign : Usage::acceptor_sign;
    sending_.next = session_.next_sent;
    receiving_.seals = session_.initiator ? Usage::acceptor_seal : Usage::initiator_seal;
    receiving_.signs = session_.initiator ? Usage::acceptor_sign : Usage::initiator_sign;
    receiving_.next = session_.next_received;
}

Result<std::unique_ptr<CfxProtection>> CfxProtection::make(Session session) {
    if (session.key.size() != session.enctype.key_size) {
        return Error(Status::internal, "the context's key has the wrong size");
    }
    std::unique_ptr<CfxProtection> out(new CfxProtection(std::move(session)));
    auto derivation = KeyDerivation::make(out->session_.enctype, out->session_.key);
    if (!derivation) {
        return std::move(derivation).error();
    }
    auto encryptor = Encryptor::make(out->session_.enctype, *derivation, out->sending_.seals);
    if (!encryptor) {
        return std::move(encryptor).error();
    }
    auto decryptor = Decryptor::make(out->session_.enctype, *derivation, out->receiving_.seals);
    if (!decryptor) {
        return std::move(decryptor).error();
    }
    out->sending_.cipher = std::move(*encryptor);
    out->receiving_.cipher = std::move(*decryptor);
    return out;
}

std::size_t CfxProtection::sealed_size(std::size_t message) const noexcept {
    return kHeaderSize + message + body_overhead(session_.enctype);
}

std::size_t CfxProtection::signature_size() const noexcept {
    return kHeaderSize + session_.enctype.mac_size;
}

Header CfxProtection::next_header(TokenKind kind, bool sealed) noexcept {
    Header out;
    out.kind = kind;
    out.sealed = sealed;
    out.sent_by_acceptor = !session_.initiator;
    out.acceptor_subkey = session_.acceptor_subkey;
    out.sequence = sending_.next++;
    return out;
}

Result<std::size_t> CfxProtection::seal(ByteView message, MutableByteView out) {
    const std::lock_guard held(sending_.mutex);
    if (sending_.broken) {
        return Error(Status::context_broken);
    }
    Bytes apart;
    if (overlap(message, out)) {
        apart = copy_of(message);
        message = apart;
    }
    const std::size_t size = sealed_size(message.size());
    const HeaderBytes header = write_header(next_header(TokenKind::wrap, true));
    std::copy(header.begin(), header.end(), out.begin());
    auto sealed =
        sending_.cipher->encrypt(message, header, out.subspan(kHeaderSize, size - kHeaderSize));
    if (!sealed) {
        sending_.broken = true;
        return std::move(sealed).error();
    }
    return size;
}

Result<Header> CfxProtection::received(TokenKind kind, ByteView token) const {
    auto header = read_header(kind, token);
    // Our own message come back, or one under a key that was not agreed on.
    if (header && (header->sent_by_acceptor != session_.initiator ||
                   header->acceptor_subkey != session_.acceptor_subkey)) {
        return tampered();
    }
    return header;
}

/// Every message but the next one is refused (RFC 2743 1.2.3). Asked only once it is known that the
/// peer made the message.
Result<void> CfxProtection::in_order(const Header& header) {
    if (header.sequence == receiving_.next) {
        ++receiving_.next;
        return {};
    }
    return Error(header.sequence < receiving_.next ? Status::message_replayed
                                                   : Status::message_out_of_order);
}

Result<std::size_t> CfxProtection::open(ByteView sealed, MutableByteView out) {
    const std::lock_guard held(receiving_.mutex);
    auto header = received(TokenKind::wrap, sealed);
    if (!header) {
        return std::move(header).error();
    }
    if (!header->sealed) {
        auto signed_only = open_unsealed(*header, sealed);
        return signed_only ? Error(Status::not_sealed) : std::move(signed_only).error();
    }
    ByteView body = sealed.subspan(kHeaderSize);
    Bytes apart;
    if (header->right_rotation != 0) {
        apart = unrotated(body, header->right_rotation);
        body = apart;
    } else if (overlap(sealed, out)) {
        apart = copy_of(body);
        body = apart;
    }
    auto size = open_body(*header, unrotated_header(sealed), body, out);
    if (!size) {
        // What is not known to be the peer's is nobody's to read.
        explicit_bzero(out.data(), std::min(out.size(), body.size()));
    }
    return size;
}

Result<std::size_t> CfxProtection::open_body(const Header& header,
                                             const HeaderBytes& expected,
                                             ByteView body,
                                             MutableByteView out) {
    HeaderBytes inner{};
    auto size = receiving_.cipher->decrypt(body, out, inner);
    if (!size) {
        return size;
    }
    if (inner != expected || *size < header.extra_count) {
        return tampered();
    }
    if (auto next = in_order(header); !next) {
        return std::move(next).error();
    }
    *size -= header.extra_count;
    explicit_bzero(out.data() + *size, header.extra_count);
    return size;
}

Result<Hmac*> CfxProtection::checksum(std::optional<Hmac>& made, Usage usage) const {
    if (!made) {
        auto derivation = KeyDerivation::make(session_.enctype, session_.key);
        if (!derivation) {
            return std::move(derivation).error();
        }
        auto key = derivation->key(usage, Purpose::checksum);
        if (!key) {
            return std::move(key).error();
        }
        auto mac = Hmac::make(session_.enctype, *key);
        if (!mac) {
            return std::move(mac).error();
        }
        made.emplace(std::move(*mac));
    }
    return &*made;
}

Result<std::size_t> CfxProtection::sign(ByteView message, MutableByteView out) {
    const std::lock_guard held(sending_.mutex);
    auto mac = checksum(sending_.mic_mac, sending_.signs);
    if (!mac) {
        return std::move(mac).error();
    }
    const HeaderBytes header = write_header(next_header(TokenKind::mic, false));
    hash(**mac, message, header);
    std::copy(header.begin(), header.end(), out.begin());
    (*mac)->end(out.data() + kHeaderSize);
    return (*mac)->failed() ? evp::failure("signing") : Result<std::size_t>(signature_size());
}

Result<void> CfxProtection::verify(ByteView message, ByteView signature) {
    const std::lock_guard held(receiving_.mutex);
    auto header = received(TokenKind::mic, signature);
    if (!header) {
        return std::move(header).error();
    }
    auto mac = checksum(receiving_.mic_mac, receiving_.signs);
    if (!mac) {
        return std::move(mac).error();
    }
    hash(**mac, message, signature.first(kHeaderSize));
    return (*mac)->ends_in(signature.subspan(kHeaderSize)) ? in_order(*header) : tampered();
}

Result<Bytes> CfxProtection::wrap_integrity_only(ByteView message) {
    const std::lock_guard held(sending_.mutex);
    auto mac = checksum(sending_.wrap_mac, sending_.seals);
    if (!mac) {
        return std::move(mac).error();
    }
    Header header = next_header(TokenKind::wrap, false);
    hash(**mac, message, write_header(header));
    header.extra_count = static_cast<std::uint16_t>(session_.enctype.mac_size);
    const HeaderBytes clear = write_header(header);
    Bytes out(kHeaderSize + message.size() + session_.enctype.mac_size);
    std::copy(clear.begin(), clear.end(), out.begin());
    std::copy(message.begin(), message.end(), out.begin() + kHeaderSize);
    (*mac)->end(out.data() + kHeaderSize + message.size());
    return (*mac)->failed() ? evp::failure("signing") : Result<Bytes>(std::move(out));
}

Result<Bytes> CfxProtection::unwrap_integrity_only(ByteView wrapped) {
    const std::lock_guard held(receiving_.mutex);
    auto header = received(TokenKind::wrap, wrapped);
    if (!header) {
        return std::move(header).error();
    }
    if (!header->sealed) {
        return open_unsealed(*header, wrapped);
    }
    const Bytes body = unrotated(wrapped.subspan(kHeaderSize), header->right_rotation);
    Bytes out(body.size());
    auto size = open_body(*header, unrotated_header(wrapped), body, out);
    if (!size) {
        return std::move(size).error();
    }
    out.resize(*size);
    return out;
}

Result<Bytes> CfxProtection::open_unsealed(const Header& header, ByteView wrapped) {
    auto mac = checksum(receiving_.wrap_mac, receiving_.seals);
    if (!mac) {
        return std::move(mac).error();
    }
    Bytes body = unrotated(wrapped.subspan(kHeaderSize), header.right_rotation);
    if (header.extra_count != session_.enctype.mac_size || body.size() < header.extra_count) {
        return tampered();
    }
    const std::size_t size = body.size() - header.extra_count;
    hash(**mac, ByteView(body).first(size), uncounted_header(wrapped));
    if (!(*mac)->ends_in(ByteView(body).subspan(size))) {
        return tampered();
    }
    if (auto next = in_order(header); !next) {
        return std::move(next).error();
    }
    body.resize(size);
    return body;
}

}  // namespace mutauth::context::cfx
