#include "context/channel_bindings.h"

#include <fmt/format.h>
#include <openssl/obj_mac.h>
#include <openssl/x509.h>

#include <algorithm>

#include "context/evp.h"

namespace mutauth::context {
namespace {

constexpr std::string_view kEndPoint = "tls-server-end-point:";
constexpr std::string_view kExporter = "tls-exporter:";
/// RFC 9266 2.
constexpr std::size_t kExportedSize = 32;
constexpr std::size_t kLongestData = 65536;

using Certificate = std::unique_ptr<X509, evp::Release<X509_free>>;

Bytes prefixed(std::string_view prefix, ByteView value) {
    Bytes out(prefix.begin(), prefix.end());
    append(out, value);
    return out;
}

Error unusable(const char* why) {
    return Error(Status::certificate_unusable, why);
}

/// OpenSSL 3.0 knows no hash of these; NIST's csor names them.
int sha3_of(int signature) {
    switch (signature) {
        case NID_ecdsa_with_SHA3_224:
            return NID_sha3_224;
        case NID_ecdsa_with_SHA3_256:
            return NID_sha3_256;
        case NID_ecdsa_with_SHA3_384:
            return NID_sha3_384;
        case NID_ecdsa_with_SHA3_512:
            return NID_sha3_512;
        default:
            return NID_undef;
    }
}

/// RFC 5929 4.1: the hash of the certificate's signature, but SHA-256 for MD5 and SHA-1.
Result<const EVP_MD*> hash_for(const Certificate& certificate) {
    int digest = NID_undef;
    if (::X509_get_signature_info(certificate.get(), &digest, nullptr, nullptr, nullptr) != 1 ||
        digest == NID_undef) {
        digest = sha3_of(::X509_get_signature_nid(certificate.get()));
    }
    if (digest == NID_undef) {
        return unusable("the certificate's signature has no hash function of its own");
    }
    if (digest == NID_md5 || digest == NID_sha1) {
        digest = NID_sha256;
    }
    const EVP_MD* found = ::EVP_get_digestbynid(digest);
    return found != nullptr ? Result<const EVP_MD*>(found)
                            : unusable("the certificate's signature has an unknown hash function");
}

/// RFC 4121 4.1.1.2: each number in four octets, the least significant first.
void append_number(Bytes& to, std::size_t number) {
    for (unsigned shift = 0; shift < 32; shift += 8) {
        to.push_back(static_cast<std::uint8_t>(number >> shift));
    }
}

}  // namespace

Result<ChannelBindings> ChannelBindings::of_certificate(ByteView certificate) {
    const auto* at = certificate.data();
    const Certificate parsed(::d2i_X509(
        nullptr, &at, static_cast<long>(std::min<std::size_t>(certificate.size(), 1 << 24))));
    if (!parsed || at != certificate.data() + certificate.size()) {
        return unusable("this is no X.509 certificate in DER");
    }
    auto digest = hash_for(parsed);
    if (!digest) {
        return std::move(digest).error();
    }
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> hash{};
    unsigned size = 0;
    if (::EVP_Digest(certificate.data(), certificate.size(), hash.data(), &size, *digest,
                     nullptr) != 1) {
        return evp::failure("hashing the certificate");
    }
    return ChannelBindings(prefixed(kEndPoint, ByteView(hash).first(size)));
}

Result<ChannelBindings> ChannelBindings::of_exporter(ByteView exported) {
    if (exported.size() != kExportedSize) {
        return Error(Status::invalid_argument,
                     fmt::format("an exporter's value has {} octets, not {}", kExportedSize,
                                 exported.size()));
    }
    return ChannelBindings(prefixed(kExporter, exported));
}

Result<ChannelBindings> ChannelBindings::of_data(ByteView data) {
    // An empty one would read as "no bindings" on the way.
    if (data.empty() || data.size() > kLongestData) {
        return Error(
            Status::invalid_argument,
            fmt::format("channel bindings have 1 to {} octets, not {}", kLongestData, data.size()));
    }
    return ChannelBindings(copy_of(data));
}

Result<ChannelBindings::Hash> ChannelBindings::hash() const {
    // Neither side's address is given: 0 is GSS_C_AF_UNSPEC, and so is its length.
    Bytes all;
    for (int i = 0; i < 4; ++i) {
        append_number(all, 0);
    }
    append_number(all, data_.size());
    append(all, data_);
    Hash out{};
    // MD5 by the protocol; that others with the same hash can be found is of no use to who sits
    // between two TLS connections, since both certificates and exporters are given.
    if (::EVP_Digest(all.data(), all.size(), out.data(), nullptr, ::EVP_md5(), nullptr) != 1) {
        return evp::failure("hashing the channel bindings");
    }
    return out;
}

}  // namespace mutauth::context
