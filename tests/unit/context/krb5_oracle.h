// libkrb5's own encryption and checksums, which share no code with ours.
#pragma once

#include <gtest/gtest.h>
#include <krb5.h>

#include <initializer_list>
#include <numeric>
#include <vector>

#include "context/segments.h"
#include "core/bytes.h"

namespace mutauth::context::cfx {

inline constexpr krb5_keyusage kInitiatorSeal = 24;
inline constexpr krb5_keyusage kInitiatorSign = 25;

inline Bytes octets(std::size_t size, std::uint8_t first) {
    Bytes out(size);
    std::iota(out.begin(), out.end(), first);
    return out;
}

/// RFC 3961's names and numbers: the checksum that goes with each encryption type.
inline krb5_cksumtype checksum_type(std::int32_t enctype) {
    switch (enctype) {
        case 17:
            return CKSUMTYPE_HMAC_SHA1_96_AES128;
        case 18:
            return CKSUMTYPE_HMAC_SHA1_96_AES256;
        case 19:
            return CKSUMTYPE_HMAC_SHA256_128_AES128;
        default:
            return CKSUMTYPE_HMAC_SHA384_192_AES256;
    }
}

class Oracle {
  public:
    Oracle(std::int32_t enctype, ByteView key) : key_octets_(copy_of(key)) {
        EXPECT_EQ(::krb5_init_context(&context_), 0);
        key_.enctype = enctype;
        key_.length = static_cast<unsigned>(key_octets_.size());
        key_.contents = key_octets_.data();
    }
    ~Oracle() { ::krb5_free_context(context_); }
    Oracle(const Oracle&) = delete;
    Oracle& operator=(const Oracle&) = delete;

    Bytes encrypt(krb5_keyusage usage, const Bytes& plain) {
        const krb5_data in = data_of(plain);
        std::size_t size = 0;
        EXPECT_EQ(::krb5_c_encrypt_length(context_, key_.enctype, plain.size(), &size), 0);
        Bytes out(size);
        krb5_enc_data sealed{};
        sealed.ciphertext = data_of(out);
        EXPECT_EQ(::krb5_c_encrypt(context_, &key_, usage, nullptr, &in, &sealed), 0);
        return out;
    }

    Bytes decrypt(krb5_keyusage usage, ByteView sealed) {
        Bytes in = copy_of(sealed);
        krb5_enc_data described{};
        described.enctype = key_.enctype;
        described.ciphertext = data_of(in);
        Bytes out(in.size());
        krb5_data plain = data_of(out);
        EXPECT_EQ(::krb5_c_decrypt(context_, &key_, usage, nullptr, &described, &plain), 0);
        out.resize(plain.length);
        return out;
    }

    Bytes checksum(krb5_keyusage usage, const Bytes& over) {
        const krb5_data in = data_of(over);
        krb5_checksum made{};
        EXPECT_EQ(
            ::krb5_c_make_checksum(context_, checksum_type(key_.enctype), &key_, usage, &in, &made),
            0);
        Bytes out(made.contents, made.contents + made.length);
        ::krb5_free_checksum_contents(context_, &made);
        return out;
    }

    /// In place, as libkrb5's scatter and gather does it; 0 if the checksum is right.
    krb5_error_code decrypt_parts(krb5_keyusage usage,
                                  MutableByteView front,
                                  Segments segments,
                                  MutableByteView back,
                                  MutableByteView mac) {
        auto parts = described(front, segments, back, mac);
        return ::krb5_c_decrypt_iov(context_, &key_, usage, nullptr, parts.data(), parts.size());
    }

    void encrypt_parts(krb5_keyusage usage,
                       MutableByteView front,
                       Segments segments,
                       MutableByteView back,
                       MutableByteView mac) {
        auto parts = described(front, segments, back, mac);
        EXPECT_EQ(::krb5_c_encrypt_iov(context_, &key_, usage, nullptr, parts.data(), parts.size()),
                  0);
    }

  private:
    static krb5_crypto_iov part_of(krb5_cryptotype type, MutableByteView octets) {
        krb5_crypto_iov out{};
        out.flags = type;
        out.data.length = static_cast<unsigned>(octets.size());
        out.data.data = reinterpret_cast<char*>(octets.data());
        return out;
    }
    static std::vector<krb5_crypto_iov> described(MutableByteView front,
                                                  Segments segments,
                                                  MutableByteView back,
                                                  MutableByteView mac) {
        std::vector<krb5_crypto_iov> out{part_of(KRB5_CRYPTO_TYPE_HEADER, front)};
        for (const Segment& one : segments) {
            out.push_back(part_of(one.sealed ? KRB5_CRYPTO_TYPE_DATA : KRB5_CRYPTO_TYPE_SIGN_ONLY,
                                  one.octets));
        }
        out.push_back(part_of(KRB5_CRYPTO_TYPE_DATA, back));
        out.push_back(part_of(KRB5_CRYPTO_TYPE_TRAILER, mac));
        return out;
    }
    static krb5_data data_of(const Bytes& bytes) {
        krb5_data out{};
        out.length = static_cast<unsigned>(bytes.size());
        out.data = reinterpret_cast<char*>(const_cast<std::uint8_t*>(bytes.data()));
        return out;
    }

    krb5_context context_ = nullptr;
    Bytes key_octets_;
    krb5_keyblock key_{};
};

inline Bytes joined(std::initializer_list<ByteView> parts) {
    Bytes out;
    for (const auto part : parts) {
        out.insert(out.end(), part.begin(), part.end());
    }
    return out;
}

}  // namespace mutauth::context::cfx
