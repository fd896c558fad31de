#include "context/kerberos/sealed_part.h"

#include <krb5.h>

#include <algorithm>

#include "context/cfx_cipher.h"
#include "credential/kerberos.h"

namespace mutauth::context::kerberos {
namespace {

using cfx::Block;
using cfx::kBlock;

/// RFC 3962 5: CBC with ciphertext stealing, the last two blocks swapped; from two blocks on.
std::optional<Bytes> decrypt(ByteView key, ByteView sealed) {
    auto cipher = cfx::CbcDecryptor::make(key);
    if (!cipher) {
        return std::nullopt;
    }
    Bytes out = unfilled(sealed.size());
    const std::size_t tail = (sealed.size() - 1) % kBlock + 1;
    const std::size_t former = sealed.size() - tail - kBlock;
    cipher->next(sealed.first(former), out.data());
    // The former block is the last one's encryption; its decryption gives what the tail lacks.
    Block stolen = cipher->alone(cfx::block_at(sealed.data() + former));
    Block before = stolen;
    std::copy_n(sealed.data() + former + kBlock, tail, before.begin());
    for (std::size_t i = 0; i < tail; ++i) {
        out[former + kBlock + i] = stolen[i] ^ before[i];
    }
    cipher->next(before, out.data() + former);
    explicit_bzero(stolen.data(), stolen.size());
    return cipher->failed() ? std::nullopt : std::optional(std::move(out));
}

std::optional<Bytes> open_by_aes(const cfx::Enctype& enctype,
                                 ByteView key,
                                 Usage usage,
                                 ByteView sealed) {
    if (sealed.size() <= kBlock + enctype.mac_size) {
        return std::nullopt;
    }
    auto keys = cfx::KeyDerivation::make(enctype, key);
    if (!keys) {
        return std::nullopt;
    }
    auto encryption = keys->key(usage, cfx::Purpose::encryption);
    auto integrity = keys->key(usage, cfx::Purpose::integrity);
    if (!encryption || !integrity) {
        return std::nullopt;
    }
    auto mac = cfx::Hmac::make(enctype, *integrity);
    if (!mac) {
        return std::nullopt;
    }
    const ByteView body = sealed.first(sealed.size() - enctype.mac_size);
    mac->begin();
    if (enctype.encrypt_then_mac) {
        // RFC 8009 5: over the initial vector of zeros and the ciphertext.
        mac->update(Block{});
        mac->update(body);
        if (!mac->ends_in(sealed.subspan(body.size()))) {
            return std::nullopt;
        }
    }
    auto plain = decrypt(*encryption, body);
    if (plain && !enctype.encrypt_then_mac) {
        mac->update(*plain);
        if (!mac->ends_in(sealed.subspan(body.size()))) {
            return std::nullopt;
        }
    }
    if (plain) {
        // The confounder goes.
        std::copy(plain->begin() + kBlock, plain->end(), plain->begin());
        plain->resize(plain->size() - kBlock);
    }
    return plain;
}

/// The ciphers of libk5crypto look at no krb5_context.
std::optional<Bytes> open_by_library(const EncryptedData& sealed,
                                     const EncryptionKey& key,
                                     Usage usage) {
    std::size_t size = 0;
    if (::krb5_c_valid_enctype(key.enctype) == 0 ||
        ::krb5_c_keylengths(nullptr, key.enctype, nullptr, &size) != 0 ||
        size != key.value.size()) {
        return std::nullopt;
    }
    krb5_keyblock block{};
    block.enctype = key.enctype;
    block.length = static_cast<unsigned>(key.value.size());
    block.contents = const_cast<krb5_octet*>(key.value.data());
    krb5_enc_data in{};
    in.enctype = sealed.enctype;
    in.ciphertext = credential::borrowed(sealed.cipher);
    Bytes out = unfilled(sealed.cipher.size());
    krb5_data plain = credential::borrowed(out);
    if (::krb5_c_decrypt(nullptr, &block, static_cast<krb5_keyusage>(usage), nullptr, &in,
                         &plain) != 0) {
        return std::nullopt;
    }
    out.resize(plain.length);
    return out;
}

}  // namespace

std::optional<Bytes> open_sealed(const EncryptedData& sealed,
                                 const EncryptionKey& key,
                                 Usage usage) {
    if (sealed.enctype != key.enctype) {
        return std::nullopt;
    }
    const auto aes = cfx::enctype_of(key.enctype);
    if (!aes) {
        return open_by_library(sealed, key, usage);
    }
    return key.value.size() == aes->key_size ? open_by_aes(*aes, key.value, usage, sealed.cipher)
                                             : std::nullopt;
}

}  // namespace mutauth::context::kerberos
