#include "credential/key_hints.h"

#include <algorithm>

#include "credential/krb_error.h"
#include "credential/principal_name.h"

namespace mutauth::credential {
namespace {

constexpr unsigned kAsReply = 11;
constexpr std::int64_t kEtypeInfo2 = 19;  // RFC 4120 7.5.2

/// RFC 4120 5.2.7.5: ETYPE-INFO2-ENTRY ::= SEQUENCE { etype [0], salt [1], s2kparams [2] }.
SaltHint read_hint(ByteView content, der::Fault& fault) {
    der::Reader fields(content, fault);
    SaltHint out;
    out.enctype = static_cast<std::int32_t>(fields.integer(0, "ETYPE-INFO2 etype"));
    if (fields.has(1)) {
        const ByteView salt = fields.field(1, der::kGeneralString, "ETYPE-INFO2 salt");
        out.salt = std::string(text_of(salt));
    }
    if (fields.has(2)) {
        out.parameters = copy_of(fields.field(2, der::kOctetString, "ETYPE-INFO2 s2kparams"));
    }
    fields.end("ETYPE-INFO2");
    return out;
}

/// ETYPE-INFO2 ::= SEQUENCE OF ETYPE-INFO2-ENTRY, the KDC's favourite first.
void read_etype_info2(ByteView value, KeyHints& hints) {
    der::Fault fault;
    std::vector<SaltHint> found;
    for (der::Reader list(der::only(value, der::kSequence, "ETYPE-INFO2", fault), fault);
         !list.at_end();) {
        found.push_back(read_hint(list.take(der::kSequence, "ETYPE-INFO2"), fault));
    }
    // A later answer may be about the one type that was chosen: the longest list says the most.
    if (!fault && found.size() >= hints.salts.size()) {
        hints.salts = std::move(found);
    }
}

/// SEQUENCE OF PA-DATA (RFC 4120 5.2.7), with tag and length. Gives ETYPE-INFO2's value.
ByteView read_method_data(ByteView list, der::Fault& fault) {
    ByteView out;
    for (der::Reader all(der::only(list, der::kSequence, "METHOD-DATA", fault), fault);
         !all.at_end();) {
        der::Reader fields(all.take(der::kSequence, "PA-DATA"), fault);
        const std::int64_t type = fields.integer(1, "PA-DATA padata-type");
        const ByteView value = fields.field(2, der::kOctetString, "PA-DATA padata-value");
        fields.end("PA-DATA");
        if (type == kEtypeInfo2) {
            out = value;
        }
    }
    return fault ? ByteView() : out;
}

/// RFC 4120 5.4.2; the ticket in it is the client's to read.
void read_as_reply(ByteView message, KeyHints& hints) {
    der::Fault fault;
    der::Reader fields(der::message(message, kAsReply, "AS-REP", fault), fault);
    fields.integer(0, "AS-REP pvno", 5, 5);
    fields.integer(1, "AS-REP msg-type", kAsReply, kAsReply);
    ByteView info;
    if (fields.has(2)) {
        info = read_method_data(fields.whole_field(2, der::kSequence, "AS-REP padata"), fault);
    }
    read_realm(fields, 3, "AS-REP crealm");
    read_name(fields, 4, "AS-REP cname");
    fields.field(5, der::application(1), "AS-REP ticket");
    der::Reader sealed(fields.field(6, der::kSequence, "AS-REP enc-part"), fault);
    fields.end("AS-REP");
    sealed.integer(0, "AS-REP etype");
    std::int64_t kvno = 0;
    if (sealed.has(1)) {
        kvno = sealed.integer(1, "AS-REP kvno", der::kLowest32, der::kHighestUnsigned32);
    }
    sealed.field(2, der::kOctetString, "AS-REP cipher");
    sealed.end("AS-REP enc-part");
    if (fault) {
        return;
    }
    hints.kvno = static_cast<std::uint32_t>(kvno);
    if (!info.empty()) {
        read_etype_info2(info, hints);
    }
}

}  // namespace

const SaltHint* KeyHints::find(std::int32_t enctype) const noexcept {
    const auto found = std::find_if(salts.begin(), salts.end(),
                                    [&](const SaltHint& hint) { return hint.enctype == enctype; });
    return found == salts.end() ? nullptr : &*found;
}

void read_key_hints(ByteView answer, KeyHints& hints) {
    if (!answer.empty() && answer[0] == der::application(kAsReply)) {
        read_as_reply(answer, hints);
        return;
    }
    if (const auto error = read_krb_error(answer)) {
        der::Fault fault;
        if (const ByteView info = read_method_data(error->data, fault); !info.empty()) {
            read_etype_info2(info, hints);
        }
    }
}

}  // namespace mutauth::credential
