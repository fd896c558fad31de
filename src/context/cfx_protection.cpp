#include "context/cfx_protection.h"

#include <openssl/crypto.h>

#include <algorithm>
#include <cstring>
#include <functional>

namespace mutauth::context::cfx {
namespace {

bool overlap(ByteView a, ByteView b) noexcept {
    const std::less<> before;
    return before(a.data(), b.data() + b.size()) && before(b.data(), a.data() + a.size());
}

/// Where the two may overlap, unlike std::copy.
void move_to(MutableByteView out, ByteView octets) noexcept {
    if (!octets.empty() && octets.data() != out.data()) {
        std::memmove(out.data(), octets.data(), octets.size());
    }
}

void wipe(MutableByteView octets) noexcept {
    explicit_bzero(octets.data(), octets.size());
}

/// A token's octets behind the header, which may lie in out already, turned back.
MutableByteView unrotated_in(MutableByteView out, ByteView token, const Header& header) {
    const MutableByteView body = out.first(token.size() - kHeaderSize);
    move_to(body, token.subspan(kHeaderSize));
    if (!body.empty()) {
        std::rotate(body.begin(),
                    body.begin() + static_cast<std::ptrdiff_t>(header.right_rotation % body.size()),
                    body.end());
    }
    return body;
}

Error tampered() {
    return Error(Status::message_tampered);
}

/// The parts of the token of a message in segments, behind its header: what belongs behind the
/// message was rotated to the front (RFC 4121 4.2.5).
Apart parts_of(MutableByteView token, std::size_t filler, std::size_t mac_size) {
    const MutableByteView back = token.subspan(kHeaderSize, filler + kHeaderSize);
    const MutableByteView mac = token.subspan(kHeaderSize + back.size(), mac_size);
    return {token.subspan(kHeaderSize + back.size() + mac_size, kBlock), back, mac};
}

/// Without the filler, although RFC 4121 counts it: DCE/RPC's peers have it so.
std::uint16_t rotation_of(const Enctype& enctype) noexcept {
    return static_cast<std::uint16_t>(kHeaderSize + enctype.mac_size);
}

constexpr std::size_t kLongestToken = 2 * kHeaderSize + 2 * kBlock + EVP_MAX_MD_SIZE;

}  // namespace

CfxProtection::CfxProtection(Session session, Engine engine) noexcept
    : session_(std::move(session)),
      engine_(engine),
      order_(session_.next_received, session_.window) {
    sending_.seals = session_.initiator ? Usage::initiator_seal : Usage::acceptor_seal;
    sending_.signs = session_.initiator ? Usage::initiator_sign : Usage::acceptor_sign;
    receiving_.seals = session_.initiator ? Usage::acceptor_seal : Usage::initiator_seal;
    receiving_.signs = session_.initiator ? Usage::acceptor_sign : Usage::initiator_sign;
}

Result<std::unique_ptr<CfxProtection>> CfxProtection::make(Session session, Engine engine) {
    if (session.key.size() != session.enctype.key_size) {
        return Error(Status::internal, "the context's key has the wrong size");
    }
    return std::unique_ptr<CfxProtection>(new CfxProtection(std::move(session), engine));
}

template <typename Cipher>
Result<Cipher*> CfxProtection::cipher_of(Side<Cipher>& side) const {
    if (side.broken) {
        return Error(Status::context_broken);
    }
    if (!side.cipher) {
        auto derivation = KeyDerivation::make(session_.enctype, session_.key);
        if (!derivation) {
            return std::move(derivation).error();
        }
        auto made = Cipher::make(session_.enctype, *derivation, side.seals,
                                 units_for(session_.enctype, engine_));
        if (!made) {
            return std::move(made).error();
        }
        side.cipher = std::move(*made);
    }
    return side.cipher.get();
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

std::size_t CfxProtection::sealed_size(std::size_t message) const noexcept {
    return kHeaderSize + message + body_overhead(session_.enctype);
}

std::size_t CfxProtection::wrapped_size(std::size_t message) const noexcept {
    return kHeaderSize + message + session_.enctype.mac_size;
}

std::size_t CfxProtection::signature_size() const noexcept {
    return kHeaderSize + session_.enctype.mac_size;
}

std::size_t CfxProtection::token_size() const noexcept {
    return sealed_size(0) + filler();
}

Header CfxProtection::next_header(TokenKind kind, bool sealed) noexcept {
    Header out;
    out.kind = kind;
    out.sealed = sealed;
    out.sent_by_acceptor = !session_.initiator;
    out.acceptor_subkey = session_.acceptor_subkey;
    out.sequence = session_.next_sent++;
    return out;
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

Result<std::size_t> CfxProtection::seal(ByteView message, MutableByteView out) {
    const std::lock_guard held(sending_.mutex);
    auto cipher = cipher_of(sending_);
    if (!cipher) {
        return std::move(cipher).error();
    }
    const MutableByteView token = out.first(sealed_size(message.size()));
    const MutableByteView body = token.subspan(kHeaderSize);
    const MutableByteView place = body.subspan(kBlock, message.size());
    if (overlap(message, token)) {
        move_to(place, message);
        message = place;
    }
    const HeaderBytes header = write_header(next_header(TokenKind::wrap, true));
    std::copy(header.begin(), header.end(), token.begin());
    auto sealed = (*cipher)->encrypt(message, header, body);
    if (!sealed) {
        sending_.broken = true;
        return std::move(sealed).error();
    }
    return token.size();
}

Result<std::size_t> CfxProtection::open(ByteView sealed, MutableByteView out) {
    const std::lock_guard held(receiving_.mutex);
    auto header = received(TokenKind::wrap, sealed);
    if (!header) {
        return std::move(header).error();
    }
    if (header->sealed) {
        return open_sealed(*header, sealed, out);
    }
    auto size = open_unsealed(*header, sealed, out);
    if (!size) {
        return size;
    }
    wipe(out.first(*size));
    return Error(Status::not_sealed);
}

Result<std::size_t> CfxProtection::unwrap(ByteView wrapped, MutableByteView out) {
    const std::lock_guard held(receiving_.mutex);
    auto header = received(TokenKind::wrap, wrapped);
    if (!header) {
        return std::move(header).error();
    }
    return header->sealed ? open_sealed(*header, wrapped, out)
                          : open_unsealed(*header, wrapped, out);
}

Result<std::size_t> CfxProtection::open_sealed(const Header& header,
                                               ByteView token,
                                               MutableByteView out) {
    auto cipher = cipher_of(receiving_);
    if (!cipher) {
        return std::move(cipher).error();
    }
    if (token.size() < sealed_size(0)) {
        return tampered();
    }
    const HeaderBytes expected = unrotated_header(token);
    const std::size_t body_size = token.size() - kHeaderSize;
    HeaderBytes inner{};
    Result<std::size_t> size = std::size_t{0};
    if (header.right_rotation != 0 || overlap(token, out)) {
        const MutableByteView body = unrotated_in(out, token, header);
        size = (*cipher)->decrypt(body, body.subspan(kBlock), inner);
        if (size) {
            move_to(body, body.subspan(kBlock, *size));
            wipe(body.subspan(*size));
        }
    } else {
        size = (*cipher)->decrypt(token.subspan(kHeaderSize), out, inner);
    }
    if (size && (inner != expected || *size < header.extra_count)) {
        size = tampered();
    }
    if (size) {
        if (auto next = order_.take(header.sequence); !next) {
            size = std::move(next).error();
        }
    }
    if (!size) {
        // What is not known to be the peer's is nobody's to read.
        wipe(out.first(std::min(out.size(), body_size)));
        return size;
    }
    *size -= header.extra_count;
    wipe(out.subspan(*size, header.extra_count));
    return size;
}

Result<std::size_t> CfxProtection::wrap(ByteView message, MutableByteView out) {
    const std::lock_guard held(sending_.mutex);
    auto mac = checksum(sending_.wrap_mac, sending_.seals);
    if (!mac) {
        return std::move(mac).error();
    }
    const MutableByteView place = out.subspan(kHeaderSize, message.size());
    move_to(place, message);
    Header header = next_header(TokenKind::wrap, false);
    // RFC 4121 4.2.4: hashed with counts of zero.
    (*mac)->begin();
    (*mac)->update(place);
    (*mac)->update(write_header(header));
    header.extra_count = static_cast<std::uint16_t>(session_.enctype.mac_size);
    const HeaderBytes clear = write_header(header);
    std::copy(clear.begin(), clear.end(), out.begin());
    (*mac)->end(out.data() + kHeaderSize + message.size());
    return (*mac)->failed() ? evp::failure("signing")
                            : Result<std::size_t>(wrapped_size(message.size()));
}

Result<std::size_t> CfxProtection::open_unsealed(const Header& header,
                                                 ByteView token,
                                                 MutableByteView out) {
    auto mac = checksum(receiving_.wrap_mac, receiving_.seals);
    if (!mac) {
        return std::move(mac).error();
    }
    const std::size_t mac_size = session_.enctype.mac_size;
    if (header.extra_count != mac_size || token.size() < kHeaderSize + mac_size) {
        return tampered();
    }
    const HeaderBytes hashed = uncounted_header(token);
    const MutableByteView body = unrotated_in(out, token, header);
    const std::size_t size = body.size() - mac_size;
    (*mac)->begin();
    (*mac)->update(body.first(size));
    (*mac)->update(hashed);
    Result<void> good = (*mac)->ends_in(body.subspan(size)) ? Result<void>() : tampered();
    if (good) {
        good = order_.take(header.sequence);
    }
    wipe(good ? body.subspan(size) : body);
    return good ? Result<std::size_t>(size) : std::move(good).error();
}

template <typename Hash>
Result<std::size_t> CfxProtection::made_signature(MutableByteView out, Hash hash_message) {
    const std::lock_guard held(sending_.mutex);
    auto mac = checksum(sending_.mic_mac, sending_.signs);
    if (!mac) {
        return std::move(mac).error();
    }
    const HeaderBytes header = write_header(next_header(TokenKind::mic, false));
    (*mac)->begin();
    hash_message(**mac);
    (*mac)->update(header);
    std::copy(header.begin(), header.end(), out.begin());
    (*mac)->end(out.data() + kHeaderSize);
    return (*mac)->failed() ? evp::failure("signing") : Result<std::size_t>(signature_size());
}

template <typename Hash>
Result<void> CfxProtection::checked_signature(ByteView signature, Hash hash_message) {
    const std::lock_guard held(receiving_.mutex);
    auto header = received(TokenKind::mic, signature);
    if (!header) {
        return std::move(header).error();
    }
    auto mac = checksum(receiving_.mic_mac, receiving_.signs);
    if (!mac) {
        return std::move(mac).error();
    }
    (*mac)->begin();
    hash_message(**mac);
    (*mac)->update(signature.first(kHeaderSize));
    return (*mac)->ends_in(signature.subspan(kHeaderSize)) ? order_.take(header->sequence)
                                                           : tampered();
}

Result<std::size_t> CfxProtection::sign(ByteView message, MutableByteView out) {
    return made_signature(out, [&](Hmac& mac) { mac.update(message); });
}

Result<void> CfxProtection::verify(ByteView message, ByteView signature) {
    return checked_signature(signature, [&](Hmac& mac) { mac.update(message); });
}

Result<std::size_t> CfxProtection::sign_segments(Segments segments, MutableByteView out) {
    return made_signature(out, [&](Hmac& mac) {
        for (const Segment& one : segments) {
            mac.update(one.octets);
        }
    });
}

Result<void> CfxProtection::verify_segments(Segments segments, ByteView signature) {
    return checked_signature(signature, [&](Hmac& mac) {
        for (const Segment& one : segments) {
            mac.update(one.octets);
        }
    });
}

Result<std::size_t> CfxProtection::seal_segments(Segments segments, MutableByteView token) {
    const std::lock_guard held(sending_.mutex);
    auto cipher = cipher_of(sending_);
    if (!cipher) {
        return std::move(cipher).error();
    }
    Header header = next_header(TokenKind::wrap, true);
    header.extra_count = static_cast<std::uint16_t>(filler());
    const HeaderBytes inner = write_header(header);
    header.right_rotation = rotation_of(session_.enctype);
    const HeaderBytes outer = write_header(header);
    std::copy(outer.begin(), outer.end(), token.begin());
    const Apart apart = parts_of(token, filler(), session_.enctype.mac_size);
    std::fill_n(apart.back.begin(), filler(), std::uint8_t{0xff});
    std::copy(inner.begin(), inner.end(), apart.back.end() - kHeaderSize);
    if (auto sealed = (*cipher)->encrypt(segments, apart); !sealed) {
        sending_.broken = true;
        wipe_sealed(segments);
        return std::move(sealed).error();
    }
    return token_size();
}

Result<void> CfxProtection::open_segments(Segments segments, ByteView token) {
    const std::lock_guard held(receiving_.mutex);
    std::array<std::uint8_t, kLongestToken> copied{};
    auto header = received(TokenKind::wrap, token);
    Result<void> opened = tampered();
    if (header && !header->sealed) {
        opened = Error(Status::not_sealed);
    } else if (header && token.size() == token_size()) {
        std::copy(token.begin(), token.end(), copied.begin());
        opened = open_apart(*header, segments, MutableByteView(copied).first(token.size()));
    }
    if (!opened) {
        wipe_sealed(segments);
    }
    return opened;
}

Result<void> CfxProtection::open_apart(const Header& header,
                                       Segments segments,
                                       MutableByteView token) {
    auto cipher = cipher_of(receiving_);
    if (!cipher) {
        return std::move(cipher).error();
    }
    if (header.extra_count != filler() || header.right_rotation != rotation_of(session_.enctype)) {
        return tampered();
    }
    const Apart apart = parts_of(token, filler(), session_.enctype.mac_size);
    if (auto plain = (*cipher)->decrypt(segments, apart); !plain) {
        return plain;
    }
    const HeaderBytes expected = unrotated_header(token);
    if (!std::equal(expected.begin(), expected.end(), apart.back.end() - kHeaderSize)) {
        return tampered();
    }
    return order_.take(header.sequence);
}

Result<Transferred> CfxProtection::transfer() {
    const std::scoped_lock held(sending_.mutex, receiving_.mutex);
    Session out = session_;
    out.next_received = order_.next();
    return Transferred{std::move(out), {}};
}

}  // namespace mutauth::context::cfx
