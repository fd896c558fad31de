// MIT's libraries as the judges of a forged message.
#pragma once

#include <gssapi/gssapi.h>
#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>

#include "capi/forged/verdict.h"
#include "integration/gss_peer.h"
#include "support/forge_files.h"
#include "support/forge_wraps.h"

namespace forged {

inline std::string text_of(krb5_context library, krb5_const_principal name) {
    char* text = nullptr;
    if (::krb5_unparse_name(library, name, &text) != 0) {
        return "(no name)";
    }
    std::string out = text;
    ::krb5_free_unparsed_name(library, text);
    return out;
}

inline std::string bytes_of(const krb5_keyblock* key) {
    return key == nullptr ? "" : std::string(reinterpret_cast<char*>(key->contents), key->length);
}

inline krb5_auth_context new_auth(krb5_context library) {
    krb5_auth_context out = nullptr;
    forge::must(::krb5_auth_con_init(library, &out), "krb5_auth_con_init");
    forge::must(::krb5_auth_con_setflags(
                    library, out, KRB5_AUTH_CONTEXT_DO_SEQUENCE | KRB5_AUTH_CONTEXT_USE_SUBKEY),
                "krb5_auth_con_setflags");
    return out;
}

/// RFC 4120 3.2.3, and that it can be answered.
inline KrbVerdict rd_req(krb5_context library, krb5_keytab keys, const std::string& message) {
    KrbVerdict out;
    krb5_auth_context auth = new_auth(library);
    const krb5_data in = forge::borrowed(message);
    krb5_flags options = 0;
    krb5_ticket* ticket = nullptr;
    krb5_data answer{};
    out.code = ::krb5_rd_req(library, &auth, &in, nullptr, keys, &options, &ticket);
    if (out.code == 0) {
        out.code = ::krb5_mk_rep(library, auth, &answer);
    }
    out.outcome = out.code == 0 ? Outcome::accepted : Outcome::refused;
    if (out.code == 0) {
        krb5_authenticator* said = nullptr;
        ::krb5_auth_con_getauthenticator(library, auth, &said);
        out.client = text_of(library, ticket->enc_part2->client);
        out.expires = static_cast<std::uint32_t>(ticket->enc_part2->times.endtime);
        out.session_type = ticket->enc_part2->session->enctype;
        out.session_key = bytes_of(ticket->enc_part2->session);
        out.subkey_type = said->subkey != nullptr ? said->subkey->enctype : 0;
        out.subkey = bytes_of(said->subkey);
        out.sequence = said->seq_number;
        ::krb5_free_authenticator(library, said);
    }
    ::krb5_free_data_contents(library, &answer);
    ::krb5_free_ticket(library, ticket);
    ::krb5_auth_con_free(library, auth);
    return out;
}

/// Makes the answer to a request.
using Answer = std::function<std::string(const std::string&)>;

/// RFC 4120 3.2.5.
inline KrbVerdict rd_rep(krb5_context library, krb5_creds& creds, const Answer& answer) {
    KrbVerdict out;
    krb5_auth_context auth = new_auth(library);
    krb5_data request{};
    forge::must(::krb5_mk_req_extended(library, &auth, AP_OPTS_MUTUAL_REQUIRED | AP_OPTS_USE_SUBKEY,
                                       nullptr, &creds, &request),
                "krb5_mk_req_extended");
    const std::string message = answer(std::string(request.data, request.length));
    const krb5_data in = forge::borrowed(message);
    krb5_ap_rep_enc_part* part = nullptr;
    out.code = ::krb5_rd_rep(library, auth, &in, &part);
    out.outcome = out.code == 0 ? Outcome::accepted : Outcome::refused;
    if (out.code == 0) {
        out.subkey_type = part->subkey != nullptr ? part->subkey->enctype : 0;
        out.subkey = bytes_of(part->subkey);
        out.sequence = part->seq_number;
    }
    ::krb5_free_ap_rep_enc_part(library, part);
    ::krb5_free_data_contents(library, &request);
    ::krb5_auth_con_free(library, auth);
    return out;
}

/// By GSS-API with one mechanism.
class Gss {
  public:
    Gss(gss_cred_usage_t usage, const std::string& store, bool spnego)
        : mechanism_(spnego ? peer::spnego() : peer::krb5()) {
        gss_key_value_element_desc element{usage == GSS_C_ACCEPT ? "keytab" : "ccache",
                                           store.c_str()};
        const gss_key_value_set_desc set{1, &element};
        gss_OID_set_desc mechanisms{1, mechanism_};
        gss_OID_set_desc kerberos{1, peer::krb5()};
        OM_uint32 minor = 0;
        if (::gss_acquire_cred_from(&minor, GSS_C_NO_NAME, GSS_C_INDEFINITE, &mechanisms, usage,
                                    &set, &credential_, nullptr, nullptr) != GSS_S_COMPLETE ||
            (spnego && ::gss_set_neg_mechs(&minor, credential_, &kerberos) != GSS_S_COMPLETE)) {
            forge::must(static_cast<krb5_error_code>(minor), "gss_acquire_cred_from");
        }
    }

    /// Complete, or for DCE style as far as the first leg goes.
    Verdict accept(const std::string& token, bool delegated) const {
        Verdict out;
        gss_buffer_desc in = peer::borrowed(token);
        peer::Buffer made;
        gss_ctx_id_t context = GSS_C_NO_CONTEXT;
        gss_name_t client = GSS_C_NO_NAME;
        gss_cred_id_t handed = GSS_C_NO_CREDENTIAL;
        OM_uint32 minor = 0;
        OM_uint32 lifetime = 0;
        const OM_uint32 major = ::gss_accept_sec_context(
            &minor, &context, credential_, &in, GSS_C_NO_CHANNEL_BINDINGS, &client, nullptr,
            &made.value, &out.flags, &lifetime, delegated ? &handed : nullptr);
        out.code = static_cast<std::int64_t>(major) << 32 | minor;
        const bool goes_on = major == GSS_S_CONTINUE_NEEDED && !made.text().empty();
        out.outcome = major == GSS_S_COMPLETE || goes_on ? Outcome::accepted : Outcome::refused;
        if (major == GSS_S_COMPLETE) {
            describe(context, client, out);
        }
        ::gss_release_name(&minor, &client);
        ::gss_release_cred(&minor, &handed);
        ::gss_delete_sec_context(&minor, &context, GSS_C_NO_BUFFER);
        return out;
    }

    Verdict initiate(const std::string& service, OM_uint32 flags, const Answer& answer) const {
        Verdict out;
        gss_buffer_desc text = peer::borrowed(service);
        gss_name_t target = GSS_C_NO_NAME;
        gss_ctx_id_t context = GSS_C_NO_CONTEXT;
        OM_uint32 minor = 0;
        ::gss_import_name(&minor, &text, const_cast<gss_OID>(GSS_KRB5_NT_PRINCIPAL_NAME), &target);
        std::string token;
        OM_uint32 major = GSS_S_COMPLETE;
        for (int leg = 0; leg < 2; ++leg) {
            gss_buffer_desc in = peer::borrowed(token);
            peer::Buffer made;
            major =
                ::gss_init_sec_context(&minor, credential_, &context, target, mechanism_, flags, 0,
                                       GSS_C_NO_CHANNEL_BINDINGS, leg == 0 ? GSS_C_NO_BUFFER : &in,
                                       nullptr, &made.value, &out.flags, nullptr);
            if (leg == 0) {
                token = answer(made.text());
            }
        }
        out.code = static_cast<std::int64_t>(major) << 32 | minor;
        out.outcome = major == GSS_S_COMPLETE ? Outcome::accepted : Outcome::refused;
        if (major == GSS_S_COMPLETE) {
            out.enctype = enctype_of(context);
        }
        ::gss_release_name(&minor, &target);
        ::gss_delete_sec_context(&minor, &context, GSS_C_NO_BUFFER);
        return out;
    }

  private:
    static void describe(gss_ctx_id_t context, gss_name_t client, Verdict& out) {
        peer::Buffer shown;
        OM_uint32 minor = 0;
        if (::gss_display_name(&minor, client, &shown.value, nullptr) == GSS_S_COMPLETE) {
            out.client = shown.text();
        }
        out.enctype = enctype_of(context);
        bool proven = false;
        if (!attribute(client, "urn:mspac:", proven).empty()) {
            out.pac = proven ? Pac::proven : Pac::unproven;
        }
        const std::string indicators = attribute(client, "auth-indicators", proven);
        out.indicators = proven ? indicators : "";
    }

    /// Its values, one after the other.
    static std::string attribute(gss_name_t name, const std::string& which, bool& proven) {
        std::string out;
        int more = -1;
        proven = false;
        while (more != 0) {
            gss_buffer_desc asked = peer::borrowed(which);
            peer::Buffer value;
            peer::Buffer shown;
            int authenticated = 0;
            int complete = 0;
            OM_uint32 minor = 0;
            if (::gss_get_name_attribute(&minor, name, &asked, &authenticated, &complete,
                                         &value.value, &shown.value, &more) != GSS_S_COMPLETE) {
                break;
            }
            proven = authenticated != 0;
            out += value.text() + ";";
        }
        return out;
    }

    /// The last arc of the OID that MIT gives with the key.
    static int enctype_of(gss_ctx_id_t context) {
        OM_uint32 minor = 0;
        gss_buffer_set_t set = GSS_C_NO_BUFFER_SET;
        int out = 0;
        if (::gss_inquire_sec_context_by_oid(&minor, context,
                                             const_cast<gss_OID>(GSS_C_INQ_SSPI_SESSION_KEY),
                                             &set) == GSS_S_COMPLETE &&
            set->count == 2 && set->elements[1].length > 0) {
            out = static_cast<const unsigned char*>(
                set->elements[1].value)[set->elements[1].length - 1];
        }
        ::gss_release_buffer_set(&minor, &set);
        return out;
    }

    gss_OID mechanism_;
    gss_cred_id_t credential_ = GSS_C_NO_CREDENTIAL;
};

}  // namespace forged
