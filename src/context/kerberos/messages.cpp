#include "context/kerberos/messages.h"

namespace mutauth::context::kerberos {
namespace {

using credential::read_name;
using credential::read_realm;
using der::Fault;
using der::Reader;

/// RFC 4120 5.10: the application tags, which are the msg-types too where a message has one.
constexpr unsigned kTicket = 1;
constexpr unsigned kAuthenticator = 2;
constexpr unsigned kTicketPart = 3;
constexpr unsigned kApRequest = 14;
constexpr unsigned kApAnswer = 15;
constexpr unsigned kForwarded = 22;
constexpr unsigned kAnswerPart = 27;
constexpr unsigned kForwardedPart = 29;
constexpr std::int64_t kVersion = 5;
constexpr std::int64_t kLastMicrosecond = 999999;

std::int32_t read_int32(Reader& fields, unsigned number, const char* name) noexcept {
    return static_cast<std::int32_t>(fields.integer(number, name));
}

/// Old MIT and Heimdal write numbers above 2^31 as negative ones.
std::int64_t read_either_sign(Reader& fields, unsigned number, const char* name) noexcept {
    return fields.integer(number, name, der::kLowest32, der::kHighestUnsigned32);
}

void read_version(Reader& fields, unsigned type, const char* name) noexcept {
    fields.integer(0, name, kVersion, kVersion);
    fields.integer(1, name, type, type);
}

EncryptedData read_sealed(Reader& from, unsigned number, const char* name) noexcept {
    Reader fields(from.field(number, der::kSequence, name), from.fault());
    EncryptedData out;
    out.enctype = read_int32(fields, 0, name);
    if (fields.has(1)) {
        out.kvno = read_either_sign(fields, 1, name);
    }
    out.cipher = fields.field(2, der::kOctetString, name);
    fields.end(name);
    return out;
}

EncryptionKey read_key(Reader& from, unsigned number, const char* name) noexcept {
    Reader fields(from.field(number, der::kSequence, name), from.fault());
    EncryptionKey out;
    out.enctype = read_int32(fields, 0, name);
    out.value = fields.field(1, der::kOctetString, name);
    fields.end(name);
    return out;
}

/// RFC 4120 5.2.5.
void read_address(ByteView content, const char* name, Fault& fault) noexcept {
    Reader fields(content, fault);
    read_int32(fields, 0, name);
    fields.field(1, der::kOctetString, name);
    fields.end(name);
}

void read_addresses(Reader& from, unsigned number, const char* name) noexcept {
    for (Reader list(from.field(number, der::kSequence, name), from.fault()); !list.at_end();) {
        read_address(list.take(der::kSequence, name), name, from.fault());
    }
}

ByteView read_authorization(Reader& from, unsigned number, const char* name) noexcept {
    const ByteView elements = from.field(number, der::kSequence, name);
    if (elements.empty()) {
        from.fail(name, der::Rule::empty);
    }
    return elements;
}

Ticket read_ticket_fields(ByteView whole, Fault& fault) noexcept {
    Reader fields(der::message(whole, kTicket, "Ticket", fault), fault);
    Ticket out;
    out.der = whole;
    fields.integer(0, "Ticket tkt-vno", kVersion, kVersion);
    out.realm = read_realm(fields, 1, "Ticket realm");
    out.server = read_name(fields, 2, "Ticket sname");
    out.sealed = read_sealed(fields, 3, "Ticket enc-part");
    fields.end("Ticket");
    return out;
}

template <typename T>
T unless(const Fault& fault, const T& value) noexcept {
    return fault ? T() : value;
}

}  // namespace

Ticket read_ticket(ByteView message, Fault& fault) noexcept {
    const Ticket out = read_ticket_fields(message, fault);
    return unless(fault, out);
}

// RFC 4120 5.5.1.
ApRequest read_ap_request(ByteView message, Fault& fault) noexcept {
    Reader fields(der::message(message, kApRequest, "AP-REQ", fault), fault);
    ApRequest out;
    out.der = message;
    read_version(fields, kApRequest, "AP-REQ pvno or msg-type");
    out.options = fields.flags(2, "AP-REQ ap-options");
    out.ticket = read_ticket_fields(
        fields.whole_field(3, der::application(kTicket), "AP-REQ ticket"), fault);
    out.authenticator = read_sealed(fields, 4, "AP-REQ authenticator");
    fields.end("AP-REQ");
    return unless(fault, out);
}

// RFC 4120 5.3.
TicketPart read_ticket_part(ByteView message, Fault& fault) noexcept {
    Reader fields(der::message(message, kTicketPart, "EncTicketPart", fault), fault);
    TicketPart out;
    out.flags = fields.flags(0, "EncTicketPart flags");
    out.key = read_key(fields, 1, "EncTicketPart key");
    out.client_realm = read_realm(fields, 2, "EncTicketPart crealm");
    out.client = read_name(fields, 3, "EncTicketPart cname");
    Reader transited(fields.field(4, der::kSequence, "EncTicketPart transited"), fault);
    // libkrb5 keeps no more than a byte of it.
    out.transited_type = transited.integer(0, "EncTicketPart tr-type", 0, 255);
    out.transited = transited.field(1, der::kOctetString, "EncTicketPart transited");
    transited.end("EncTicketPart transited");
    out.authtime = fields.time(5, "EncTicketPart authtime");
    out.starttime = fields.has(6) ? fields.time(6, "EncTicketPart starttime") : out.authtime;
    out.endtime = fields.time(7, "EncTicketPart endtime");
    if (fields.has(8)) {
        fields.time(8, "EncTicketPart renew-till");
    }
    if (fields.has(9)) {
        read_addresses(fields, 9, "EncTicketPart caddr");
    }
    if (fields.has(10)) {
        out.authorization = read_authorization(fields, 10, "EncTicketPart authorization-data");
    }
    fields.end("EncTicketPart");
    return unless(fault, out);
}

// RFC 4120 5.5.1.
AuthenticatorPart read_authenticator(ByteView message, Fault& fault) noexcept {
    Reader fields(der::message(message, kAuthenticator, "Authenticator", fault), fault);
    AuthenticatorPart out;
    fields.integer(0, "Authenticator authenticator-vno", kVersion, kVersion);
    out.client_realm = read_realm(fields, 1, "Authenticator crealm");
    out.client = read_name(fields, 2, "Authenticator cname");
    if (fields.has(3)) {
        Reader sum(fields.field(3, der::kSequence, "Authenticator cksum"), fault);
        out.checksum.emplace();
        out.checksum->type = read_int32(sum, 0, "Authenticator cksum");
        out.checksum->value = sum.field(1, der::kOctetString, "Authenticator cksum");
        sum.end("Authenticator cksum");
    }
    out.cusec = fields.integer(4, "Authenticator cusec", 0, kLastMicrosecond);
    out.ctime = fields.time(5, "Authenticator ctime");
    if (fields.has(6)) {
        out.subkey = read_key(fields, 6, "Authenticator subkey");
    }
    if (fields.has(7)) {
        out.sequence =
            static_cast<std::uint32_t>(read_either_sign(fields, 7, "Authenticator seq-number"));
    }
    if (fields.has(8)) {
        out.authorization = read_authorization(fields, 8, "Authenticator authorization-data");
    }
    fields.end("Authenticator");
    return unless(fault, out);
}

// RFC 4120 5.5.2.
EncryptedData read_ap_answer(ByteView message, Fault& fault) noexcept {
    Reader fields(der::message(message, kApAnswer, "AP-REP", fault), fault);
    read_version(fields, kApAnswer, "AP-REP pvno or msg-type");
    const EncryptedData out = read_sealed(fields, 2, "AP-REP enc-part");
    fields.end("AP-REP");
    return unless(fault, out);
}

// RFC 4120 5.5.2.
AnswerPart read_answer_part(ByteView message, Fault& fault) noexcept {
    Reader fields(der::message(message, kAnswerPart, "EncAPRepPart", fault), fault);
    AnswerPart out;
    out.ctime = fields.time(0, "EncAPRepPart ctime");
    out.cusec = fields.integer(1, "EncAPRepPart cusec", 0, kLastMicrosecond);
    if (fields.has(2)) {
        out.subkey = read_key(fields, 2, "EncAPRepPart subkey");
    }
    if (fields.has(3)) {
        out.sequence =
            static_cast<std::uint32_t>(read_either_sign(fields, 3, "EncAPRepPart seq-number"));
    }
    fields.end("EncAPRepPart");
    return unless(fault, out);
}

// RFC 4120 5.8.1.
ForwardedTickets read_forwarded(ByteView message, Fault& fault) noexcept {
    Reader fields(der::message(message, kForwarded, "KRB-CRED", fault), fault);
    ForwardedTickets out;
    read_version(fields, kForwarded, "KRB-CRED pvno or msg-type");
    for (Reader list(fields.field(2, der::kSequence, "KRB-CRED tickets"), fault); !list.at_end();) {
        read_ticket_fields(list.take_whole(der::application(kTicket), "KRB-CRED tickets"), fault);
        ++out.count;
    }
    out.sealed = read_sealed(fields, 3, "KRB-CRED enc-part");
    fields.end("KRB-CRED");
    return unless(fault, out);
}

ForwardedInfos::ForwardedInfos(ByteView message, Fault& fault) noexcept
    : infos_({}, fault), fault_(fault) {
    constexpr const char* kName = "EncKrbCredPart";
    Reader fields(der::message(message, kForwardedPart, kName, fault), fault);
    const ByteView infos = fields.field(0, der::kSequence, "EncKrbCredPart ticket-info");
    if (fields.has(1)) {
        read_either_sign(fields, 1, "EncKrbCredPart nonce");
    }
    if (fields.has(2)) {
        fields.time(2, "EncKrbCredPart timestamp");
    }
    if (fields.has(3)) {
        fields.integer(3, "EncKrbCredPart usec", 0, kLastMicrosecond);
    }
    for (const unsigned number : {4U, 5U}) {
        if (fields.has(number)) {
            read_address(fields.field(number, der::kSequence, kName), kName, fault);
        }
    }
    fields.end(kName);
    infos_ = Reader(infos, fault);
}

ForwardedInfo ForwardedInfos::next() noexcept {
    Reader fields(infos_.take(der::kSequence, "KrbCredInfo"), fault_);
    ForwardedInfo out;
    out.key = read_key(fields, 0, "KrbCredInfo key");
    if (fields.has(1)) {
        out.client_realm = read_realm(fields, 1, "KrbCredInfo prealm");
    }
    if (fields.has(2)) {
        out.client = read_name(fields, 2, "KrbCredInfo pname");
    }
    if (fields.has(3)) {
        fields.flags(3, "KrbCredInfo flags");
    }
    for (const unsigned time : {4U, 5U, 6U, 7U}) {
        if (fields.has(time)) {
            fields.time(time, "KrbCredInfo times");
        }
    }
    if (fields.has(8)) {
        out.server_realm = read_realm(fields, 8, "KrbCredInfo srealm");
    }
    if (fields.has(9)) {
        out.server = read_name(fields, 9, "KrbCredInfo sname");
    }
    if (fields.has(10)) {
        read_addresses(fields, 10, "KrbCredInfo caddr");
    }
    fields.end("KrbCredInfo");
    return unless(fault_, out);
}

}  // namespace mutauth::context::kerberos
