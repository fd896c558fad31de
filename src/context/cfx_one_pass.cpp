#include "context/cfx_one_pass.h"

#include <openssl/crypto.h>

#include <algorithm>

namespace mutauth::context::cfx {
namespace {

/// FIPS 180-4 5.3.1.
constexpr Sha1State kInitial{0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
/// Of HMAC-SHA1 that the two enctypes keep (RFC 3962 6).
constexpr std::size_t kMacSize = 12;
/// Of the message's first octets, what is hashed and encrypted with the confounder.
constexpr std::size_t kWithConfounder = kStride - kBlock;

/// The end of what is hashed, which is no whole stride, and the hash's own octets behind it
/// (FIPS 180-4 5.1.1). Wiped when it goes.
class End {
  public:
    End() = default;
    End(const End&) = delete;
    End& operator=(const End&) = delete;
    ~End() { explicit_bzero(octets_.data(), octets_.size()); }

    void add(ByteView octets) noexcept {
        std::copy(octets.begin(), octets.end(), octets_.data() + size_);
        size_ += octets.size();
    }
    ByteView view() const noexcept { return {octets_.data(), size_}; }
    std::uint8_t* data() noexcept { return octets_.data(); }
    void resize(std::size_t size) noexcept { size_ = size; }

    /// As the end of so many octets. The end itself stays as it is.
    void hash(const Units& units, Sha1State& state, std::size_t all) noexcept {
        const std::size_t strides = (size_ + 1 + sizeof(std::uint64_t) + kStride - 1) / kStride;
        const auto place = octets_.begin() + static_cast<std::ptrdiff_t>(size_);
        std::fill(place, octets_.begin() + static_cast<std::ptrdiff_t>(strides * kStride),
                  std::uint8_t{0});
        *place = 0x80;
        std::uint64_t bits = std::uint64_t{all} * 8;
        for (std::size_t at = strides * kStride; bits != 0; bits >>= 8) {
            octets_[--at] = static_cast<std::uint8_t>(bits);
        }
        units.hash(state, octets_.data(), strides);
    }

  private:
    std::array<std::uint8_t, 2 * kStride> octets_;
    std::size_t size_ = 0;
};

constexpr std::size_t kLongestEnd = kStride + kHeaderSize;
static_assert(kLongestEnd + 1 + sizeof(std::uint64_t) <= 2 * kStride);

using Sha1Digest = std::array<std::uint8_t, sizeof(Sha1State)>;

Sha1Digest octets_of(const Sha1State& state) noexcept {
    Sha1Digest out;
    for (std::size_t i = 0; i < out.size(); ++i) {
        out[i] = static_cast<std::uint8_t>(state[i / 4] >> (24 - i % 4 * 8));
    }
    return out;
}

/// Of a text of so many octets, of which the end is not hashed yet.
Sha1Digest hmac(const Units& units,
                const HmacStates& keyed,
                Sha1State& inner,
                End& end,
                std::size_t all) noexcept {
    end.hash(units, inner, kStride + all);
    Sha1State outer = keyed.outer;
    End digest;
    digest.add(octets_of(inner));
    digest.hash(units, outer, kStride + sizeof(Sha1Digest));
    return octets_of(outer);
}

}  // namespace

HmacStates::HmacStates(const Units& units, ByteView key) noexcept
    : inner(kInitial), outer(kInitial) {
    std::array<std::uint8_t, kStride> padded{};
    std::copy(key.begin(), key.end(), padded.begin());
    const auto masked = [&](std::uint8_t mask) {
        for (std::uint8_t& octet : padded) {
            octet ^= mask;
        }
    };
    masked(0x36);
    units.hash(inner, padded.data(), 1);
    masked(0x36 ^ 0x5c);
    units.hash(outer, padded.data(), 1);
    explicit_bzero(padded.data(), padded.size());
}

HmacStates::~HmacStates() {
    explicit_bzero(inner.data(), sizeof inner);
    explicit_bzero(outer.data(), sizeof outer);
}

OnePassEncryptor::OnePassEncryptor(const Units& units, ByteView key, ByteView mac_key) noexcept
    : units_(units), mac_(units, mac_key) {
    units.expand_encryption(key.data(), keys_);
    units.clear_registers();
}

void OnePassEncryptor::encrypt(const Block& confounder,
                               ByteView message,
                               const HeaderBytes& header,
                               MutableByteView body) const noexcept {
    const std::size_t all = kBlock + message.size() + kHeaderSize;
    Block chain{};
    Sha1State state = mac_.inner;
    std::uint8_t* out = body.data();
    End end;
    end.add(confounder);
    if (message.size() >= kWithConfounder) {
        end.add(message.first(kWithConfounder));
        message = message.subspan(kWithConfounder);
        units_.seal(keys_, chain, state, end.data(), out, 1);
        end.resize(0);
        // The whole strides go straight from the caller's memory to the caller's memory.
        const std::size_t whole = message.size() / kStride * kStride;
        units_.seal(keys_, chain, state, message.data(), out + kStride, whole / kStride);
        message = message.subspan(whole);
        out += kStride + whole;
    }
    end.add(message);
    end.add(header);
    encrypt_end(end.view(), chain, out);
    const Sha1Digest mac = hmac(units_, mac_, state, end, all);
    std::copy_n(mac.begin(), kMacSize, body.data() + all);
    units_.clear_registers();
}

/// The last two blocks swapped, of whole blocks too, and of what is then the last one only as much
/// as there was to encrypt (RFC 3962 5).
void OnePassEncryptor::encrypt_end(ByteView end, Block& chain, std::uint8_t* out) const noexcept {
    const std::size_t blocks = (end.size() - 1) / kBlock;
    units_.encrypt(keys_, chain, end.data(), out, blocks);
    out += blocks * kBlock;
    const ByteView rest = end.subspan(blocks * kBlock);
    const Block before = chain;
    Block last{};
    std::copy(rest.begin(), rest.end(), last.begin());
    units_.encrypt(keys_, chain, last.data(), out - kBlock, 1);
    std::copy_n(before.begin(), rest.size(), out);
    explicit_bzero(last.data(), last.size());
}

OnePassDecryptor::OnePassDecryptor(const Units& units, ByteView key, ByteView mac_key) noexcept
    : units_(units), mac_(units, mac_key) {
    units.expand_decryption(key.data(), keys_);
    units.clear_registers();
}

Result<std::size_t> OnePassDecryptor::decrypt(ByteView body,
                                              MutableByteView out,
                                              HeaderBytes& header) const noexcept {
    if (body.size() < kBlock + kHeaderSize + kMacSize) {
        return Error(Status::message_tampered);
    }
    const std::size_t all = body.size() - kMacSize;
    const ByteView mac = body.subspan(all);
    Block chain{};
    Sha1State state = mac_.inner;
    std::uint8_t* plain = out.data();
    End end;
    // The last two blocks are not chained as the others are.
    const std::size_t strides = (all - kBlock - 1) / kStride;
    if (strides > 0) {
        units_.open(keys_, chain, state, body.data(), end.data(), 1);
        plain = std::copy_n(end.data() + kBlock, kWithConfounder, plain);
        units_.open(keys_, chain, state, body.data() + kStride, plain, strides - 1);
        plain += (strides - 1) * kStride;
    }
    end.resize(decrypt_end(body.first(all).subspan(strides * kStride), chain, end.data()));
    const Sha1Digest expected = hmac(units_, mac_, state, end, all);
    // What follows has only an authentic message's end in its hands.
    units_.clear_registers();
    if (::CRYPTO_memcmp(expected.data(), mac.data(), kMacSize) != 0) {
        return Error(Status::message_tampered);
    }
    ByteView rest = end.view().first(end.view().size() - kHeaderSize);
    header = block_at(rest.data() + rest.size());
    if (strides == 0) {
        rest = rest.subspan(kBlock);
    }
    plain = std::copy(rest.begin(), rest.end(), plain);
    explicit_bzero(plain, kHeaderSize);
    return static_cast<std::size_t>(plain - out.data());
}

/// One block by itself, without chaining.
Block OnePassDecryptor::alone(const Block& sealed) const noexcept {
    Block none{};
    Block out;
    units_.decrypt(keys_, none, sealed.data(), out.data(), 1);
    return out;
}

std::size_t OnePassDecryptor::decrypt_end(ByteView end,
                                          Block& chain,
                                          std::uint8_t* out) const noexcept {
    const std::size_t chained = (end.size() - kBlock - 1) / kBlock;
    units_.decrypt(keys_, chain, end.data(), out, chained);
    out += chained * kBlock;
    const ByteView swapped = end.subspan(chained * kBlock);
    const ByteView rest = swapped.subspan(kBlock);
    const Block latter = alone(block_at(swapped.data()));
    Block stolen = latter;
    std::copy(rest.begin(), rest.end(), stolen.begin());
    const Block former = alone(stolen) ^ chain;
    out = std::copy(former.begin(), former.end(), out);
    const Block last = latter ^ stolen;
    std::copy_n(last.begin(), rest.size(), out);
    return end.size();
}

}  // namespace mutauth::context::cfx
