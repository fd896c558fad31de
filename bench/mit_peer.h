// MIT's own gss_* calls as the other side of a comparison, with default credentials.
#pragma once

#include <gssapi/gssapi.h>
#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>

#include <cstdlib>
#include <string>

namespace mutauth::bench {

inline constexpr const char* kHostSpn = "host/host1.example.test";

/// A benchmark of calls that fail would measure the wrong thing.
inline void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

inline std::string keytab(const std::string& account) {
    const char* folder = std::getenv("MUTAUTH_REALM_KEYTABS");
    require(folder != nullptr);
    return std::string(folder) + "/" + account + ".keytab";
}

/// Alice's tickets in the default cache, the computer's keys in the default keytab.
inline void set_up_defaults() {
    require(std::system(("kinit -k -t " + keytab("alice") + " alice").c_str()) == 0);
    require(::setenv("KRB5_KTNAME", keytab("host1").c_str(), 1) == 0);
}

struct MitPair {
    gss_ctx_id_t client = GSS_C_NO_CONTEXT;
    gss_ctx_id_t service = GSS_C_NO_CONTEXT;

    MitPair() = default;
    MitPair(const MitPair&) = delete;
    MitPair& operator=(const MitPair&) = delete;
    ~MitPair() {
        OM_uint32 minor = 0;
        ::gss_delete_sec_context(&minor, &client, GSS_C_NO_BUFFER);
        ::gss_delete_sec_context(&minor, &service, GSS_C_NO_BUFFER);
    }
};

inline constexpr OM_uint32 kUsualFlags = GSS_C_MUTUAL_FLAG | GSS_C_REPLAY_FLAG |
                                         GSS_C_SEQUENCE_FLAG | GSS_C_CONF_FLAG | GSS_C_INTEG_FLAG;

inline gss_name_t imported_name(const std::string& spn) {
    OM_uint32 minor = 0;
    gss_name_t name = GSS_C_NO_NAME;
    std::string text = spn + "@";
    gss_buffer_desc buffer{text.size(), text.data()};
    require(::gss_import_name(&minor, &buffer, const_cast<gss_OID>(GSS_KRB5_NT_PRINCIPAL_NAME),
                              &name) == GSS_S_COMPLETE);
    return name;
}

inline gss_name_t host_name() {
    return imported_name(kHostSpn);
}

inline gss_cred_id_t acquired(gss_cred_usage_t usage, const char* what, const std::string& store) {
    OM_uint32 minor = 0;
    gss_cred_id_t credential = GSS_C_NO_CREDENTIAL;
    gss_key_value_element_desc element{what, store.c_str()};
    const gss_key_value_set_desc from{1, &element};
    gss_OID_set_desc mechanisms{1, const_cast<gss_OID>(gss_mech_krb5)};
    require(::gss_acquire_cred_from(&minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, &mechanisms, usage,
                                    &from, &credential, nullptr, nullptr) == GSS_S_COMPLETE);
    return credential;
}

/// AP-REQ, AP-REP, both sides complete.
inline void establish(MitPair& pair, gss_name_t name) {
    OM_uint32 minor = 0;
    gss_buffer_desc request = GSS_C_EMPTY_BUFFER;
    gss_buffer_desc reply = GSS_C_EMPTY_BUFFER;
    gss_buffer_desc none = GSS_C_EMPTY_BUFFER;
    const auto init = [&](gss_buffer_t in, gss_buffer_t out) {
        return ::gss_init_sec_context(
            &minor, GSS_C_NO_CREDENTIAL, &pair.client, name, const_cast<gss_OID>(gss_mech_krb5),
            kUsualFlags, 0, GSS_C_NO_CHANNEL_BINDINGS, in, nullptr, out, nullptr, nullptr);
    };
    require(init(GSS_C_NO_BUFFER, &request) == GSS_S_CONTINUE_NEEDED);
    require(::gss_accept_sec_context(&minor, &pair.service, GSS_C_NO_CREDENTIAL, &request,
                                     GSS_C_NO_CHANNEL_BINDINGS, nullptr, nullptr, &reply, nullptr,
                                     nullptr, nullptr) == GSS_S_COMPLETE);
    require(init(&reply, &none) == GSS_S_COMPLETE);
    ::gss_release_buffer(&minor, &request);
    ::gss_release_buffer(&minor, &reply);
}

}  // namespace mutauth::bench
