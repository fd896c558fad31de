#include "credential/krb_error.h"

#include "credential/principal_name.h"

namespace mutauth::credential {

// RFC 4120 5.9.1.
std::optional<KrbError> read_krb_error(ByteView message, der::Fault* why) {
    constexpr unsigned kKrbError = 30;
    constexpr std::int64_t kMicroseconds = 999999;
    der::Fault fault;
    der::Reader fields(der::message(message, kKrbError, "KRB-ERROR", fault), fault);
    KrbError out;
    fields.integer(0, "KRB-ERROR pvno", 5, 5);
    fields.integer(1, "KRB-ERROR msg-type", kKrbError, kKrbError);
    if (fields.has(2)) {
        fields.time(2, "KRB-ERROR ctime");
    }
    if (fields.has(3)) {
        fields.integer(3, "KRB-ERROR cusec", 0, kMicroseconds);
    }
    out.server_time = fields.time(4, "KRB-ERROR stime");
    fields.integer(5, "KRB-ERROR susec", 0, kMicroseconds);
    out.code = fields.integer(6, "KRB-ERROR error-code");
    if (fields.has(7)) {
        fields.string(7, "KRB-ERROR crealm");
    }
    if (fields.has(8)) {
        read_name(fields, 8, "KRB-ERROR cname", 0);
    }
    out.realm = std::string(text_of(fields.string(9, "KRB-ERROR realm")));
    out.server = read_name(fields, 10, "KRB-ERROR sname", 0).text();
    if (fields.has(11)) {
        // Old KDCs of MIT count the NUL behind their words.
        out.text = std::string(text_of(fields.field(11, der::kGeneralString, "KRB-ERROR e-text")));
    }
    if (fields.has(12)) {
        out.data = copy_of(fields.field(12, der::kOctetString, "KRB-ERROR e-data"));
    }
    fields.end("KRB-ERROR");
    if (why != nullptr) {
        *why = fault;
    }
    return fault ? std::nullopt : std::optional(std::move(out));
}

}  // namespace mutauth::credential
