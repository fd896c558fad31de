// Tickets that no KDC would make, sealed by whoever has the service's key, and tokens made with
// them by libkrb5's own calls.
#pragma once

#include <gtest/gtest.h>
#include <krb5.h>

#include <ctime>
#include <optional>
#include <string>
#include <vector>

#include "support/der.h"

namespace forged {

namespace der = support::der;

/// Ends the test's krb5 calls on the first that fails.
inline void must(krb5_error_code code, const char* what) {
    ASSERT_EQ(code, 0) << what;
}

inline std::string octets(const std::string& content) {
    return der::element(0x04, content);
}

inline std::string kerberos_time(std::time_t at) {
    std::tm parts{};
    ::gmtime_r(&at, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y%m%d%H%M%SZ", &parts);
    return der::element(0x18, text);
}

inline std::string field(unsigned number, const std::string& content) {
    return der::element(der::context(number), content);
}

inline std::string general(const std::string& text) {
    return der::element(0x1b, text);
}

/// RFC 4120 5.2.6.
inline std::string authorization_element(int type, const std::string& data) {
    return der::element(der::kSequence, field(0, der::integer(type)) + field(1, octets(data)));
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

class Library {
  public:
    Library() { must(::krb5_init_context(&context_), "krb5_init_context"); }
    ~Library() { ::krb5_free_context(context_); }
    Library(const Library&) = delete;
    Library& operator=(const Library&) = delete;
    krb5_context get() const { return context_; }

  private:
    krb5_context context_ = nullptr;
};

inline Key random_key(const Library& library, krb5_enctype enctype) {
    krb5_keyblock made{};
    must(::krb5_c_make_random_key(library.get(), enctype, &made), "making a key");
    Key out{enctype, std::string(made.contents, made.contents + made.length)};
    ::krb5_free_keyblock_contents(library.get(), &made);
    return out;
}

inline std::string encrypted(const Library& library,
                             const Key& key,
                             krb5_keyusage usage,
                             const std::string& plain) {
    size_t size = 0;
    must(::krb5_c_encrypt_length(library.get(), key.enctype, plain.size(), &size), "length");
    std::string out(size, '\0');
    krb5_data in{};
    in.data = const_cast<char*>(plain.data());
    in.length = static_cast<unsigned>(plain.size());
    krb5_enc_data made{};
    made.ciphertext.data = out.data();
    made.ciphertext.length = static_cast<unsigned>(out.size());
    const krb5_keyblock block = key.block();
    must(::krb5_c_encrypt(library.get(), &block, usage, nullptr, &in, &made), "encrypting");
    out.resize(made.ciphertext.length);
    return out;
}

/// What the ticket says. The defaults are what a KDC would write.
struct Terms {
    std::time_t now = std::time(nullptr);
    std::string realm = "EXAMPLE.TEST";
    std::vector<std::string> client{"alice"};
    std::string client_realm = "EXAMPLE.TEST";
    std::vector<std::string> service{"host", "host1.example.test"};
    std::time_t starts = now - 60;
    std::time_t ends = now + 3600;
    bool invalid = false;
    std::optional<int> kvno = 1;
    /// AuthorizationData's elements.
    std::string authorization;
};

/// RFC 4120 5.3.
inline std::string ticket(const Library& library,
                          const Key& service_key,
                          const Key& session_key,
                          const Terms& terms) {
    // Bit 7 is "invalid" (RFC 4120 5.3); no bit of the first octet unused.
    const std::string flags(terms.invalid ? "\0\1\0\0\0" : "\0\0\0\0\0", 5);
    std::string inside =
        field(0, der::element(0x03, flags)) +
        field(1, der::element(der::kSequence, field(0, der::integer(session_key.enctype)) +
                                                  field(1, octets(session_key.bytes)))) +
        field(2, general(terms.client_realm)) + field(3, der::principal_name(terms.client)) +
        field(4, der::element(der::kSequence, field(0, der::integer(0)) + field(1, octets("")))) +
        field(5, kerberos_time(terms.starts)) + field(6, kerberos_time(terms.starts)) +
        field(7, kerberos_time(terms.ends));
    if (!terms.authorization.empty()) {
        inside += field(10, der::element(der::kSequence, terms.authorization));
    }
    const std::string sealed = encrypted(library, service_key, KRB5_KEYUSAGE_KDC_REP_TICKET,
                                         der::element(0x63, der::element(der::kSequence, inside)));
    const std::string part = field(0, der::integer(service_key.enctype)) +
                             (terms.kvno ? field(1, der::integer(*terms.kvno)) : "") +
                             field(2, octets(sealed));
    return der::element(
        der::kTicket,
        der::element(der::kSequence, field(0, der::integer(5)) + field(1, general(terms.realm)) +
                                         field(2, der::principal_name(terms.service)) +
                                         field(3, der::element(der::kSequence, part))));
}

/// How the client presents it.
struct Asking {
    /// RFC 4121 4.1.1: length 16, no bindings; mutual, replay, sequence, confidentiality,
    /// integrity.
    std::string checksum =
        std::string("\x10\0\0\0", 4) + std::string(16, '\0') + std::string("\x3e\0\0\0", 4);
    krb5_cksumtype checksum_type = 0x8003;
    /// Added to the clock of the client.
    int seconds_ahead = 0;
};

/// A GSS-API token with a libkrb5 AP-REQ of the ticket.
inline std::string token(const Key& service_key,
                         const Key& session_key,
                         const Terms& terms,
                         const Asking& asking = {}) {
    const Library library;
    if (asking.seconds_ahead != 0) {
        must(::krb5_set_real_time(
                 library.get(),
                 static_cast<krb5_timestamp>(std::time(nullptr) + asking.seconds_ahead), -1),
             "setting the clock");
    }
    std::string sealed = ticket(library, service_key, session_key, terms);
    krb5_creds creds{};
    std::string client;
    for (const auto& component : terms.client) {
        client += (client.empty() ? "" : "/") + component;
    }
    must(::krb5_parse_name(library.get(), (client + "@" + terms.client_realm).c_str(),
                           &creds.client),
         "the client's name");
    must(::krb5_parse_name(library.get(), "host/host1.example.test@EXAMPLE.TEST", &creds.server),
         "the service's name");
    creds.keyblock = session_key.block();
    creds.ticket.data = sealed.data();
    creds.ticket.length = static_cast<unsigned>(sealed.size());
    creds.times.endtime = static_cast<krb5_timestamp>(std::time(nullptr) + 100000);
    krb5_auth_context auth = nullptr;
    must(::krb5_auth_con_init(library.get(), &auth), "krb5_auth_con_init");
    must(::krb5_auth_con_setflags(library.get(), auth, KRB5_AUTH_CONTEXT_DO_SEQUENCE), "flags");
    must(::krb5_auth_con_set_req_cksumtype(library.get(), auth, asking.checksum_type), "cksumtype");
    std::string body = asking.checksum;
    krb5_data in{};
    in.data = body.data();
    in.length = static_cast<unsigned>(body.size());
    krb5_data made{};
    must(::krb5_mk_req_extended(library.get(), &auth, AP_OPTS_MUTUAL_REQUIRED | AP_OPTS_USE_SUBKEY,
                                body.empty() ? nullptr : &in, &creds, &made),
         "krb5_mk_req_extended");
    std::string out = der::framed(der::kApReqId, std::string(made.data, made.length));
    ::krb5_free_data_contents(library.get(), &made);
    ::krb5_auth_con_free(library.get(), auth);
    ::krb5_free_principal(library.get(), creds.client);
    ::krb5_free_principal(library.get(), creds.server);
    return out;
}

}  // namespace forged
