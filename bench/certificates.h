// A key and a certificate of its own for each side, made when they are needed.
#pragma once

#include <openssl/ec.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <string>

#include "mit_peer.h"

namespace mutauth::bench {

struct Certified {
    std::string key;
    std::string certificate;
};

template <typename Write>
std::string pem(Write write) {
    BIO* memory = ::BIO_new(::BIO_s_mem());
    require(write(memory) == 1);
    char* text = nullptr;
    const long size = BIO_get_mem_data(memory, &text);
    std::string out(text, static_cast<std::size_t>(size));
    ::BIO_free(memory);
    return out;
}

/// Signed by itself, P-256, valid for an hour.
inline Certified certified(const std::string& host) {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = ::X509_new();
    require(key != nullptr && ::X509_set_version(certificate, X509_VERSION_3) == 1 &&
            ::ASN1_INTEGER_set(::X509_get_serialNumber(certificate), 1) == 1 &&
            ::X509_gmtime_adj(::X509_getm_notBefore(certificate), 0) != nullptr &&
            ::X509_gmtime_adj(::X509_getm_notAfter(certificate), 3600) != nullptr &&
            ::X509_set_pubkey(certificate, key) == 1);
    X509_NAME* name = ::X509_get_subject_name(certificate);
    require(::X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                                         reinterpret_cast<const unsigned char*>(host.c_str()), -1,
                                         -1, 0) == 1 &&
            ::X509_set_issuer_name(certificate, name) == 1);
    X509_EXTENSION* names =
        ::X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, ("DNS:" + host).c_str());
    require(::X509_add_ext(certificate, names, -1) == 1 &&
            ::X509_sign(certificate, key, ::EVP_sha256()) > 0);
    Certified out{pem([&](BIO* to) {
                      return ::PEM_write_bio_PKCS8PrivateKey(to, key, nullptr, nullptr, 0, nullptr,
                                                             nullptr);
                  }),
                  pem([&](BIO* to) { return ::PEM_write_bio_X509(to, certificate); })};
    ::X509_EXTENSION_free(names);
    ::X509_free(certificate);
    ::EVP_PKEY_free(key);
    return out;
}

}  // namespace mutauth::bench
