#include "context/cfx_encryption.h"

#include <openssl/rand.h>

#include <algorithm>

namespace mutauth::context::cfx {
namespace {

/// Encrypted and hashed by turns in pieces that stay in the first cache.
constexpr std::size_t kPiece = 8192;

/// The last block's octets: of a whole number of blocks CBC-CS3 swaps the last two all the same.
std::size_t last_size(std::size_t size) noexcept {
    return size % kBlock == 0 ? kBlock : size % kBlock;
}

/// The size of whole blocks that CBC chains before the last two, which are swapped.
std::size_t chained_size(std::size_t size) noexcept {
    return size - last_size(size) - kBlock;
}

void hash_all(Hmac& mac, Segments segments, const Apart& apart) {
    mac.update(apart.front);
    for (const Segment& one : segments) {
        mac.update(one.octets);
    }
    mac.update(apart.back);
}

/// Calls for each whole block or run of blocks in place, as far as size.
template <typename Each>
void in_runs(Position& at, std::size_t size, Each each) {
    while (size > 0) {
        MutableByteView run = at.run(kBlock, size);
        size -= run.size();
        if (!run.empty()) {
            each(run);
            continue;
        }
        Position start = at;
        Block parted{};
        at.read(parted);
        each(parted);
        start.write(parted);
        size -= kBlock;
    }
}

using TwoBlocks = std::array<std::uint8_t, 2 * kBlock>;

template <typename Side>
Result<std::unique_ptr<Side>> made(const Enctype& enctype,
                                   KeyDerivation& derivation,
                                   Usage usage,
                                   const Units* units,
                                   Side* (*join)(const Enctype&, const Units*, SealingKeys)) {
    auto key = derivation.key(usage, Purpose::encryption);
    if (!key) {
        return std::move(key).error();
    }
    auto mac_key = derivation.key(usage, Purpose::integrity);
    if (!mac_key) {
        return std::move(mac_key).error();
    }
    return std::unique_ptr<Side>(join(enctype, units, {std::move(*key), std::move(*mac_key)}));
}

template <typename OnePass>
std::optional<OnePass> one_pass_by(const Units* units, const SealingKeys& keys) {
    return units == nullptr
               ? std::optional<OnePass>()
               : std::optional<OnePass>(std::in_place, *units, keys.encryption, keys.integrity);
}

}  // namespace

Result<void> RandomPool::draw(Block& out) {
    if (used_ == octets_.size()) {
        if (::RAND_bytes(octets_.data(), static_cast<int>(octets_.size())) != 1) {
            return evp::failure("drawing random octets");
        }
        used_ = 0;
    }
    out = block_at(octets_.data() + used_);
    used_ += kBlock;
    return {};
}

Encryptor::Encryptor(const Enctype& enctype, const Units* units, SealingKeys keys)
    : enctype_(enctype),
      one_pass_(one_pass_by<OnePassEncryptor>(units, keys)),
      openssl_(enctype, std::move(keys)) {}

Result<std::unique_ptr<Encryptor>> Encryptor::make(const Enctype& enctype,
                                                   KeyDerivation& derivation,
                                                   Usage usage,
                                                   const Units* units) {
    return made<Encryptor>(enctype, derivation, usage, units,
                           [](const Enctype& type, const Units* by, SealingKeys keys) {
                               return new Encryptor(type, by, std::move(keys));
                           });
}

Result<void> Encryptor::encrypt(ByteView message, const HeaderBytes& header, MutableByteView body) {
    Block confounder;
    if (auto drawn = random_.draw(confounder); !drawn) {
        return drawn;
    }
    if (one_pass_) {
        one_pass_->encrypt(confounder, message, header, body);
        return {};
    }
    return encrypt_by_openssl(confounder, message, header, body);
}

Result<void> Encryptor::encrypt_by_openssl(const Block& confounder,
                                           ByteView message,
                                           const HeaderBytes& header,
                                           MutableByteView body) {
    if (auto made = openssl_.make(); !made) {
        return made;
    }
    openssl_.mac().begin();
    if (enctype_.encrypt_then_mac) {
        // RFC 8009 5: the vector comes first.
        openssl_.mac().update(Block{});
    } else {
        openssl_.mac().update(confounder);
    }
    hashed_ = 0;
    openssl_.cipher().first(confounder, body.data());
    // The whole blocks go straight from the caller's memory to the caller's memory.
    const std::size_t whole = message.size() / kBlock * kBlock;
    encrypt_blocks(message.first(whole), body);
    std::array<std::uint8_t, 2 * kBlock> rest{};
    const auto odd = std::copy(message.begin() + static_cast<std::ptrdiff_t>(whole), message.end(),
                               rest.begin());
    const auto end = std::copy(header.begin(), header.end(), odd);
    encrypt_end({rest.begin(), end}, kBlock + whole, body);
    explicit_bzero(rest.data(), rest.size());
    openssl_.mac().end(body.data() + body.size() - enctype_.mac_size);
    return openssl_.failed() ? evp::failure("sealing") : Result<void>();
}

void Encryptor::encrypt_blocks(ByteView blocks, MutableByteView body) {
    for (std::size_t at = 0; at < blocks.size(); at += kPiece) {
        const ByteView piece = blocks.subspan(at, std::min(kPiece, blocks.size() - at));
        if (!enctype_.encrypt_then_mac) {
            openssl_.mac().update(piece);
        }
        openssl_.cipher().next(piece, body.data() + kBlock + at);
        // All but the last block so far, which the end changes.
        hash_sealed(body, at + piece.size());
    }
}

/// The last octets, 16 to 31, and the place in body where they go.
void Encryptor::encrypt_end(ByteView end, std::size_t at, MutableByteView body) {
    if (!enctype_.encrypt_then_mac) {
        openssl_.mac().update(end);
    }
    if (end.size() > kBlock) {
        openssl_.cipher().next(end.first(kBlock), body.data() + at);
        at += kBlock;
        end = end.subspan(kBlock);
    }
    const Block before = block_at(body.data() + at - kBlock);
    Block last{};
    std::copy(end.begin(), end.end(), last.begin());
    openssl_.cipher().next(last, body.data() + at - kBlock);
    std::copy_n(before.begin(), end.size(), body.data() + at);
    hash_sealed(body, at + end.size());
}

void Encryptor::hash_sealed(ByteView body, std::size_t upto) {
    if (enctype_.encrypt_then_mac) {
        openssl_.mac().update(body.subspan(hashed_, upto - hashed_));
        hashed_ = upto;
    }
}

Result<void> Encryptor::encrypt(Segments segments, const Apart& apart) {
    if (auto made = openssl_.make(); !made) {
        return made;
    }
    Block confounder;
    if (auto drawn = random_.draw(confounder); !drawn) {
        return drawn;
    }
    std::copy(confounder.begin(), confounder.end(), apart.front.begin());
    openssl_.mac().begin();
    if (enctype_.encrypt_then_mac) {
        openssl_.mac().update(Block{});
        encrypt_at({apart.front, segments, apart.back});
        hash_all(openssl_.mac(), segments, apart);
    } else {
        hash_all(openssl_.mac(), segments, apart);
        encrypt_at({apart.front, segments, apart.back});
    }
    openssl_.mac().end(apart.mac.data());
    return openssl_.failed() ? evp::failure("sealing") : Result<void>();
}

/// In place, from the confounder on.
void Encryptor::encrypt_at(Position at) {
    const std::size_t size = at.left();
    const std::size_t chained = chained_size(size);
    bool first = true;
    in_runs(at, chained, [&](MutableByteView run) {
        if (first) {
            openssl_.cipher().first(block_at(run.data()), run.data());
            run = run.subspan(kBlock);
            first = false;
        }
        openssl_.cipher().next(run, run.data());
    });
    Position start = at;
    TwoBlocks end{};
    const MutableByteView used(end.data(), size - chained);
    at.read(used);
    Block former = block_at(end.data());
    if (first) {
        openssl_.cipher().first(former, former.data());
    } else {
        openssl_.cipher().next(former, former.data());
    }
    // Filled up with zeros, and the two swapped.
    openssl_.cipher().next(MutableByteView(end).subspan(kBlock), end.data());
    std::copy_n(former.begin(), used.size() - kBlock, end.begin() + kBlock);
    start.write(used);
    explicit_bzero(end.data(), end.size());
}

Decryptor::Decryptor(const Enctype& enctype, const Units* units, SealingKeys keys)
    : enctype_(enctype),
      one_pass_(one_pass_by<OnePassDecryptor>(units, keys)),
      openssl_(enctype, std::move(keys)) {}

Result<std::unique_ptr<Decryptor>> Decryptor::make(const Enctype& enctype,
                                                   KeyDerivation& derivation,
                                                   Usage usage,
                                                   const Units* units) {
    return made<Decryptor>(enctype, derivation, usage, units,
                           [](const Enctype& type, const Units* by, SealingKeys keys) {
                               return new Decryptor(type, by, std::move(keys));
                           });
}

Result<std::size_t> Decryptor::decrypt(ByteView body, MutableByteView out, HeaderBytes& header) {
    return one_pass_ ? one_pass_->decrypt(body, out, header)
                     : decrypt_by_openssl(body, out, header);
}

Result<std::size_t> Decryptor::decrypt_by_openssl(ByteView body,
                                                  MutableByteView out,
                                                  HeaderBytes& header) {
    if (auto made = openssl_.make(); !made) {
        return std::move(made).error();
    }
    if (body.size() < body_overhead(enctype_)) {
        return Error(Status::message_tampered);
    }
    const ByteView sealed = body.first(body.size() - enctype_.mac_size);
    const ByteView mac = body.subspan(sealed.size());
    openssl_.mac().begin();
    if (enctype_.encrypt_then_mac) {
        openssl_.mac().update(Block{});
        openssl_.mac().update(sealed);
        if (!openssl_.mac().ends_in(mac)) {
            return openssl_.failed() ? evp::failure("opening") : Error(Status::message_tampered);
        }
    }
    const std::size_t swapped = chained_size(sealed.size());
    // Before it may be written over.
    const Block before = swapped == 0 ? Block{} : block_at(sealed.data() + swapped - kBlock);
    std::uint8_t* end = decrypt_blocks(sealed.first(swapped), out.data());
    end = decrypt_end(sealed.subspan(swapped), before, swapped == 0, end);
    const bool good = enctype_.encrypt_then_mac || openssl_.mac().ends_in(mac);
    if (openssl_.failed()) {
        return evp::failure("opening");
    }
    if (!good) {
        return Error(Status::message_tampered);
    }
    header = block_at(end - kHeaderSize);
    explicit_bzero(end - kHeaderSize, kHeaderSize);
    return static_cast<std::size_t>(end - kHeaderSize - out.data());
}

/// All blocks but the last two; the first is the confounder, which nobody wants.
std::uint8_t* Decryptor::decrypt_blocks(ByteView blocks, std::uint8_t* out) {
    if (blocks.empty()) {
        return out;
    }
    Block confounder{};
    openssl_.cipher().first(blocks.data(), confounder);
    hash_plain(confounder);
    for (std::size_t at = kBlock; at < blocks.size(); at += kPiece) {
        const ByteView piece = blocks.subspan(at, std::min(kPiece, blocks.size() - at));
        openssl_.cipher().next(piece, out);
        hash_plain({out, piece.size()});
        out += piece.size();
    }
    return out;
}

/// The last two blocks come swapped, and of what is then the last one only as much as the message
/// needs (RFC 3962 section 5).
Decryptor::LastTwo Decryptor::unswapped(ByteView end, const Block& before) {
    const ByteView rest = end.subspan(kBlock);
    const Block last = openssl_.cipher().alone(block_at(end.data()));
    Block stolen = last;
    std::copy(rest.begin(), rest.end(), stolen.begin());
    return {openssl_.cipher().alone(stolen) ^ before, last ^ stolen};
}

/// The former of the last two is the confounder if there are only two.
std::uint8_t* Decryptor::decrypt_end(ByteView end,
                                     const Block& before,
                                     bool only,
                                     std::uint8_t* out) {
    const std::size_t rest = end.size() - kBlock;
    const LastTwo plain = unswapped(end, before);
    hash_plain(plain.former);
    hash_plain(ByteView(plain.latter).first(rest));
    if (!only) {
        out = std::copy(plain.former.begin(), plain.former.end(), out);
    }
    return std::copy_n(plain.latter.begin(), rest, out);
}

Result<void> Decryptor::decrypt(Segments segments, const Apart& apart) {
    if (auto made = openssl_.make(); !made) {
        return made;
    }
    bool good = false;
    openssl_.mac().begin();
    if (enctype_.encrypt_then_mac) {
        openssl_.mac().update(Block{});
        hash_all(openssl_.mac(), segments, apart);
        good = openssl_.mac().ends_in(apart.mac);
        if (good) {
            decrypt_at({apart.front, segments, apart.back});
        }
    } else {
        decrypt_at({apart.front, segments, apart.back});
        hash_all(openssl_.mac(), segments, apart);
        good = openssl_.mac().ends_in(apart.mac);
    }
    if (openssl_.failed()) {
        return evp::failure("opening");
    }
    return good ? Result<void>() : Error(Status::message_tampered);
}

/// In place, from the confounder on.
void Decryptor::decrypt_at(Position at) {
    const std::size_t size = at.left();
    const std::size_t chained = chained_size(size);
    Block before{};
    bool first = true;
    in_runs(at, chained, [&](MutableByteView run) {
        before = block_at(run.data() + run.size() - kBlock);
        if (first) {
            Block confounder{};
            openssl_.cipher().first(run.data(), confounder);
            std::copy(confounder.begin(), confounder.end(), run.begin());
            run = run.subspan(kBlock);
            first = false;
        }
        openssl_.cipher().next(run, run.data());
    });
    Position start = at;
    TwoBlocks end{};
    const MutableByteView used(end.data(), size - chained);
    at.read(used);
    const LastTwo plain = unswapped(used, before);
    start.write(plain.former);
    start.write(ByteView(plain.latter).first(used.size() - kBlock));
    explicit_bzero(end.data(), end.size());
}

void Decryptor::hash_plain(ByteView plain) {
    if (!enctype_.encrypt_then_mac) {
        openssl_.mac().update(plain);
    }
}

}  // namespace mutauth::context::cfx
