// AP-REQs whose inside is written by hand, sealed by who has the session key, and KRB-CREDs in
// them.
#pragma once

#include <functional>

#include "forged_ticket.h"

namespace forged {

inline std::string key_field(unsigned number, const Key& key) {
    return field(number, der::element(der::kSequence, field(0, der::integer(key.enctype)) +
                                                          field(1, octets(key.bytes))));
}

/// What a client says under the session key (RFC 4120 5.5.1). The defaults are what libgssapi says.
struct Saying {
    std::vector<std::string> client{"alice"};
    std::string client_realm = "EXAMPLE.TEST";
    std::string checksum = Asking().checksum;
    std::string ctime = kerberos_time(std::time(nullptr));
    int cusec = 123456;
    std::optional<Key> subkey;
    std::string authorization;
    /// Of the whole EncAPReqPart, for what the fields above cannot say.
    std::function<std::string(std::string)> bend = [](std::string whole) {
        return whole;
    };
};

inline std::string authenticator(const Saying& saying) {
    std::string inside =
        field(0, der::integer(5)) + field(1, general(saying.client_realm)) +
        field(2, der::principal_name(saying.client)) +
        field(3, der::element(der::kSequence,
                              field(0, der::integer(0x8003)) + field(1, octets(saying.checksum)))) +
        field(4, der::integer(saying.cusec)) + field(5, saying.ctime);
    if (saying.subkey) {
        inside += key_field(6, *saying.subkey);
    }
    inside += field(7, der::integer(77));
    if (!saying.authorization.empty()) {
        inside += field(8, der::element(der::kSequence, saying.authorization));
    }
    return saying.bend(der::element(0x62, der::element(der::kSequence, inside)));
}

/// RFC 4120 5.2.9.
inline std::string sealed(const Library& library,
                          const Key& key,
                          krb5_keyusage usage,
                          const std::string& plain) {
    return der::element(der::kSequence,
                        field(0, der::integer(key.enctype)) +
                            field(2, octets(encrypted(library, key, usage, plain))));
}

inline std::string request(const Library& library,
                           const Key& service_key,
                           const Key& session_key,
                           const Terms& terms,
                           const Saying& saying) {
    return der::element(
        der::kApReq,
        der::element(der::kSequence,
                     field(0, der::integer(5)) + field(1, der::integer(14)) +
                         field(2, der::element(0x03, std::string("\0\x20\0\0\0", 5))) +
                         field(3, ticket(library, service_key, session_key, terms)) +
                         field(4, sealed(library, session_key, KRB5_KEYUSAGE_AP_REQ_AUTH,
                                         authenticator(saying)))));
}

/// RFC 4178 4.2.1: Kerberos alone, with its token.
inline std::string negotiating(const std::string& token) {
    const std::string krb5 = der::element(0x06, "\x2a\x86\x48\x86\xf7\x12\x01\x02\x02");
    return der::element(
        0x60,
        der::element(0x06, "\x2b\x06\x01\x05\x05\x02") +
            field(0, der::element(der::kSequence, field(0, der::element(der::kSequence, krb5)) +
                                                      field(2, octets(token)))));
}

/// RFC 4120 5.8.1, a KRB-CRED of so many tickets and infos, sealed with the key.
struct Forwarding {
    int tickets = 1;
    int infos = 1;
    std::vector<std::string> client{"alice"};
    bool names = true;
    std::string key = std::string(32, 'k');
};

inline std::string forwarded(const Library& library,
                             const Key& key,
                             const std::string& ticket,
                             const Forwarding& what) {
    std::string info = key_field(0, {18, what.key});
    if (what.names) {
        info += field(1, general("EXAMPLE.TEST")) + field(2, der::principal_name(what.client));
    }
    info += field(7 - 1, kerberos_time(std::time(nullptr) + 3600));
    if (what.names) {
        info += field(8, general("EXAMPLE.TEST")) +
                field(9, der::principal_name({"krbtgt", "EXAMPLE.TEST"}));
    }
    std::string infos;
    for (int i = 0; i < what.infos; ++i) {
        infos += der::element(der::kSequence, info);
    }
    std::string tickets;
    for (int i = 0; i < what.tickets; ++i) {
        tickets += ticket;
    }
    const std::string part = der::element(
        0x7d, der::element(der::kSequence, field(0, der::element(der::kSequence, infos))));
    return der::element(
        0x76,
        der::element(der::kSequence,
                     field(0, der::integer(5)) + field(1, der::integer(22)) +
                         field(2, der::element(der::kSequence, tickets)) +
                         field(3, sealed(library, key, KRB5_KEYUSAGE_KRB_CRED_ENCPART, part))));
}

/// RFC 4121 4.1.1.1: the checksum that hands it over.
inline std::string delegating(const std::string& message) {
    std::string out = Asking().checksum;
    out[20] = static_cast<char>(out[20] | 1);
    out += std::string("\1\0", 2);
    out += static_cast<char>(message.size() & 0xff);
    out += static_cast<char>(message.size() >> 8);
    return out + message;
}

}  // namespace forged
