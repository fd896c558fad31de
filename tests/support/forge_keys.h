// Keys and what libkrb5 seals with them. Ends the process where libkrb5 fails: a forger that cannot
// forge has nothing to test.
#pragma once

#include <krb5.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>

namespace forge {

inline void must(krb5_error_code code, const char* what) {
    if (code != 0) {
        std::fprintf(stderr, "forging: %s: error %d\n", what, static_cast<int>(code));
        std::abort();
    }
}

struct Key {
    krb5_enctype enctype = 0;
    std::string bytes;

    krb5_keyblock block() const {
        krb5_keyblock out{};
        out.enctype = enctype;
        out.length = static_cast<unsigned>(bytes.size());
        out.contents = reinterpret_cast<krb5_octet*>(const_cast<char*>(bytes.data()));
        return out;
    }
};

/// RFC 3962 6, RFC 8009 5 and RFC 4757 5.
inline std::size_t key_size(krb5_enctype enctype) {
    return enctype == 18 || enctype == 20 ? 32 : 16;
}

/// An AES key of its enctype's size.
inline bool seals(const Key& key) {
    return key.enctype >= 17 && key.enctype <= 20 && key.bytes.size() == key_size(key.enctype);
}

inline krb5_data borrowed(const std::string& bytes) {
    krb5_data out{};
    out.data = const_cast<char*>(bytes.data());
    out.length = static_cast<unsigned>(bytes.size());
    return out;
}

class Library {
  public:
    Library() { must(::krb5_init_context(&context_), "krb5_init_context"); }
    ~Library() { ::krb5_free_context(context_); }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;

    krb5_context get() const { return context_; }

    std::string sealed(const Key& key, krb5_keyusage usage, const std::string& plain) const {
        size_t size = 0;
        must(::krb5_c_encrypt_length(context_, key.enctype, plain.size(), &size), "a length");
        std::string out(size, '\0');
        const krb5_data in = borrowed(plain);
        krb5_enc_data made{};
        made.ciphertext = borrowed(out);
        const krb5_keyblock block = key.block();
        must(::krb5_c_encrypt(context_, &block, usage, nullptr, &in, &made), "krb5_c_encrypt");
        out.resize(made.ciphertext.length);
        return out;
    }

    std::optional<std::string> opened(const Key& key,
                                      krb5_keyusage usage,
                                      const std::string& cipher) const {
        std::string out(cipher.size(), '\0');
        krb5_data plain = borrowed(out);
        krb5_enc_data in{};
        in.enctype = key.enctype;
        in.ciphertext = borrowed(cipher);
        const krb5_keyblock block = key.block();
        if (::krb5_c_decrypt(context_, &block, usage, nullptr, &in, &plain) != 0) {
            return std::nullopt;
        }
        out.resize(plain.length);
        return out;
    }

    /// A type of 0 is the one that the key's enctype demands. Without a key where the type has
    /// none.
    std::string checksum(const Key& key,
                         krb5_keyusage usage,
                         krb5_cksumtype type,
                         const std::string& over) const {
        const krb5_data in = borrowed(over);
        const krb5_keyblock block = key.block();
        krb5_checksum made{};
        must(::krb5_c_make_checksum(context_, type, &block, usage, &in, &made), "a checksum");
        const std::string out(reinterpret_cast<char*>(made.contents), made.length);
        ::krb5_free_checksum_contents(context_, &made);
        return out;
    }

  private:
    krb5_context context_ = nullptr;
};

}  // namespace forge
