// MIT's own GSS-API as the other side, with nothing of the library between.
#pragma once

#include <gssapi/gssapi.h>
#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <string>
#include <vector>

namespace peer {

class Buffer {
  public:
    Buffer() = default;
    ~Buffer() {
        OM_uint32 minor = 0;
        ::gss_release_buffer(&minor, &value);
        // An empty one that has memory all the same stays as it is.
        std::free(value.value);
    }
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    std::string text() const { return {static_cast<const char*>(value.value), value.length}; }

    gss_buffer_desc value{};
};

inline gss_buffer_desc borrowed(const std::string& bytes) {
    return {bytes.size(), const_cast<char*>(bytes.data())};
}

/// RFC 4178 3.1.
inline gss_OID spnego() {
    static char bytes[] = "\x2b\x06\x01\x05\x05\x02";
    static gss_OID_desc oid{6, bytes};
    return &oid;
}

inline gss_OID krb5() {
    return const_cast<gss_OID>(gss_mech_krb5);
}

inline constexpr OM_uint32 kAllFlags = GSS_C_MUTUAL_FLAG | GSS_C_REPLAY_FLAG | GSS_C_SEQUENCE_FLAG |
                                       GSS_C_INTEG_FLAG | GSS_C_CONF_FLAG;

/// Of a message: encrypted where it is, or only signed.
struct Part {
    std::string* octets;
    bool sealed;
};

/// One side of a context. A step returns the major status and leaves the token to send.
class Side {
  public:
    Side(gss_cred_usage_t usage, const char* key, const std::string& store, gss_OID mechanism)
        : mechanism_(mechanism) {
        gss_key_value_element_desc element{key, store.c_str()};
        const gss_key_value_set_desc set{1, &element};
        gss_OID_set_desc mechanisms{1, mechanism};
        OM_uint32 minor = 0;
        EXPECT_EQ(::gss_acquire_cred_from(&minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, &mechanisms,
                                          usage, &set, &credential_, nullptr, nullptr),
                  static_cast<OM_uint32>(GSS_S_COMPLETE))
            << key << ' ' << store;
    }
    ~Side() {
        OM_uint32 minor = 0;
        ::gss_delete_sec_context(&minor, &context_, GSS_C_NO_BUFFER);
        ::gss_release_cred(&minor, &credential_);
        ::gss_release_name(&minor, &target_);
    }
    Side(const Side&) = delete;
    Side& operator=(const Side&) = delete;

    /// Asks for exactly these flags: MIT adds confidentiality and integrity otherwise.
    void ask_for(const std::string& principal, OM_uint32 flags) {
        OM_uint32 minor = 0;
        gss_buffer_desc none{};
        EXPECT_EQ(::gss_set_cred_option(&minor, &credential_,
                                        const_cast<gss_OID>(GSS_KRB5_CRED_NO_CI_FLAGS_X), &none),
                  static_cast<OM_uint32>(GSS_S_COMPLETE));
        gss_buffer_desc text = borrowed(principal);
        EXPECT_EQ(::gss_import_name(&minor, &text, const_cast<gss_OID>(GSS_KRB5_NT_PRINCIPAL_NAME),
                                    &target_),
                  static_cast<OM_uint32>(GSS_S_COMPLETE));
        flags_ = flags;
    }

    OM_uint32 initiate(const std::string& token, std::string& out) {
        Buffer made;
        gss_buffer_desc in = borrowed(token);
        OM_uint32 minor = 0;
        const OM_uint32 major =
            ::gss_init_sec_context(&minor, credential_, &context_, target_, mechanism_, flags_, 0,
                                   GSS_C_NO_CHANNEL_BINDINGS, token.empty() ? GSS_C_NO_BUFFER : &in,
                                   nullptr, &made.value, nullptr, nullptr);
        out = made.text();
        return major;
    }

    OM_uint32 accept(const std::string& token, std::string& out) {
        Buffer made;
        gss_buffer_desc in = borrowed(token);
        OM_uint32 minor = 0;
        const OM_uint32 major =
            ::gss_accept_sec_context(&minor, &context_, credential_, &in, GSS_C_NO_CHANNEL_BINDINGS,
                                     nullptr, nullptr, &made.value, &agreed_, nullptr, nullptr);
        out = made.text();
        return major;
    }

    /// For calls that this class has no method for.
    gss_ctx_id_t context() const { return context_; }

    OM_uint32 agreed() const { return agreed_; }

    /// The enctype of the context's key: the last arc of the OID that MIT gives with it.
    int enctype() const {
        OM_uint32 minor = 0;
        gss_buffer_set_t set = GSS_C_NO_BUFFER_SET;
        const OM_uint32 major = ::gss_inquire_sec_context_by_oid(
            &minor, context_, const_cast<gss_OID>(GSS_C_INQ_SSPI_SESSION_KEY), &set);
        int out = 0;
        if (major == GSS_S_COMPLETE && set->count == 2 && set->elements[1].length > 0) {
            const auto* oid = static_cast<const unsigned char*>(set->elements[1].value);
            out = oid[set->elements[1].length - 1];
        }
        ::gss_release_buffer_set(&minor, &set);
        return out;
    }

    std::string wrap(const std::string& message, bool encrypt = true) {
        Buffer made;
        gss_buffer_desc in = borrowed(message);
        OM_uint32 minor = 0;
        EXPECT_EQ(::gss_wrap(&minor, context_, encrypt ? 1 : 0, GSS_C_QOP_DEFAULT, &in, nullptr,
                             &made.value),
                  static_cast<OM_uint32>(GSS_S_COMPLETE));
        return made.text();
    }

    /// GSS_S_COMPLETE only if it was encrypted.
    OM_uint32 unwrap(const std::string& sealed, std::string& out) {
        Buffer made;
        gss_buffer_desc in = borrowed(sealed);
        OM_uint32 minor = 0;
        int encrypted = 0;
        const OM_uint32 major =
            ::gss_unwrap(&minor, context_, &in, &made.value, &encrypted, nullptr);
        out = made.text();
        return major == GSS_S_COMPLETE && encrypted == 0 ? GSS_S_FAILURE : major;
    }

    std::string sign(const std::string& message) {
        Buffer made;
        gss_buffer_desc in = borrowed(message);
        OM_uint32 minor = 0;
        EXPECT_EQ(::gss_get_mic(&minor, context_, GSS_C_QOP_DEFAULT, &in, &made.value),
                  static_cast<OM_uint32>(GSS_S_COMPLETE));
        return made.text();
    }

    OM_uint32 verify(const std::string& message, const std::string& signature) {
        gss_buffer_desc in = borrowed(message);
        gss_buffer_desc mic = borrowed(signature);
        OM_uint32 minor = 0;
        return ::gss_verify_mic(&minor, context_, &in, &mic, nullptr);
    }

    /// In place. The token comes apart, as DCE/RPC has it: one header, no trailer.
    std::string wrap_parts(std::vector<Part> parts) {
        gss_iov_buffer_desc header{};
        header.type = GSS_IOV_BUFFER_TYPE_HEADER | GSS_IOV_BUFFER_FLAG_ALLOCATE;
        auto all = described(header, parts);
        OM_uint32 minor = 0;
        int encrypted = 0;
        EXPECT_EQ(::gss_wrap_iov(&minor, context_, 1, GSS_C_QOP_DEFAULT, &encrypted, all.data(),
                                 static_cast<int>(all.size())),
                  static_cast<OM_uint32>(GSS_S_COMPLETE));
        EXPECT_EQ(encrypted, 1);
        return taken(all);
    }

    /// In place. GSS_S_COMPLETE only if it was encrypted.
    OM_uint32 unwrap_parts(std::vector<Part> parts, std::string token) {
        gss_iov_buffer_desc header{};
        header.type = GSS_IOV_BUFFER_TYPE_HEADER;
        header.buffer = borrowed(token);
        auto all = described(header, parts);
        OM_uint32 minor = 0;
        int encrypted = 0;
        const OM_uint32 major = ::gss_unwrap_iov(&minor, context_, &encrypted, nullptr, all.data(),
                                                 static_cast<int>(all.size()));
        return major == GSS_S_COMPLETE && encrypted == 0 ? GSS_S_FAILURE : major;
    }

    std::string sign_parts(std::vector<Part> parts) {
        gss_iov_buffer_desc mic{};
        mic.type = GSS_IOV_BUFFER_TYPE_MIC_TOKEN | GSS_IOV_BUFFER_FLAG_ALLOCATE;
        auto all = described(mic, parts);
        OM_uint32 minor = 0;
        EXPECT_EQ(::gss_get_mic_iov(&minor, context_, GSS_C_QOP_DEFAULT, all.data(),
                                    static_cast<int>(all.size())),
                  static_cast<OM_uint32>(GSS_S_COMPLETE));
        return taken(all);
    }

    /// MIT's own idea of the key that both sides share.
    std::string session_key() const {
        OM_uint32 minor = 0;
        gss_buffer_set_t set = GSS_C_NO_BUFFER_SET;
        EXPECT_EQ(::gss_inquire_sec_context_by_oid(
                      &minor, context_, const_cast<gss_OID>(GSS_C_INQ_SSPI_SESSION_KEY), &set),
                  static_cast<OM_uint32>(GSS_S_COMPLETE));
        const std::string out(static_cast<const char*>(set->elements[0].value),
                              set->elements[0].length);
        ::gss_release_buffer_set(&minor, &set);
        return out;
    }

  private:
    static std::vector<gss_iov_buffer_desc> described(const gss_iov_buffer_desc& first,
                                                      std::vector<Part>& parts) {
        std::vector<gss_iov_buffer_desc> out{first};
        for (Part& part : parts) {
            gss_iov_buffer_desc one{};
            one.type = part.sealed ? GSS_IOV_BUFFER_TYPE_DATA : GSS_IOV_BUFFER_TYPE_SIGN_ONLY;
            one.buffer = borrowed(*part.octets);
            out.push_back(one);
        }
        return out;
    }
    static std::string taken(std::vector<gss_iov_buffer_desc>& all) {
        std::string out(static_cast<const char*>(all[0].buffer.value), all[0].buffer.length);
        OM_uint32 minor = 0;
        ::gss_release_iov_buffer(&minor, all.data(), static_cast<int>(all.size()));
        return out;
    }

    gss_OID mechanism_;
    gss_cred_id_t credential_ = GSS_C_NO_CREDENTIAL;
    gss_ctx_id_t context_ = GSS_C_NO_CONTEXT;
    gss_name_t target_ = GSS_C_NO_NAME;
    OM_uint32 flags_ = 0;
    OM_uint32 agreed_ = 0;
};

}  // namespace peer
