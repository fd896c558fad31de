#include "context/token_reader.h"

#include <algorithm>
#include <array>

#include "core/der.h"

namespace mutauth::context {
namespace {

using der::Reader;

// The contents of the OIDs' DER. RFC 4121 4.1: 1.2.840.113554.1.2.2.
constexpr std::array<std::uint8_t, 9> kKrb5{0x2a, 0x86, 0x48, 0x86, 0xf7, 0x12, 0x01, 0x02, 0x02};
// [MS-SPNG] 3.1.5.2: 1.2.840.48018.1.2.2, Windows 2000's mistyped twin.
constexpr std::array<std::uint8_t, 9> kMicrosoftKrb5{0x2a, 0x86, 0x48, 0x82, 0xf7,
                                                     0x12, 0x01, 0x02, 0x02};
// RFC 4178 3.1: 1.3.6.1.5.5.2.
constexpr std::array<std::uint8_t, 6> kSpnego{0x2b, 0x06, 0x01, 0x05, 0x05, 0x02};
constexpr std::string_view kNtlm("NTLMSSP\0", 8);

constexpr std::uint8_t kOctetString = 0x04;
constexpr std::uint8_t kEnumerated = 0x0a;

// RFC 4121 4.1: the token ids behind the mechanism's OID.
constexpr std::uint16_t kApReq = 0x0100;
constexpr std::uint16_t kApRep = 0x0200;
constexpr std::uint16_t kError = 0x0300;

/// The tag of the one message that goes with a token id, 0 for an unknown id.
std::uint8_t message_of(std::uint16_t id) {
    switch (id) {
        case kApReq:
            return der::application(14);
        case kApRep:
            return der::application(15);
        case kError:
            return der::application(30);
        default:
            return 0;
    }
}

bool same(ByteView a, ByteView b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end());
}

bool is_kerberos(ByteView oid) {
    return same(oid, kKrb5) || same(oid, kMicrosoftKrb5);
}

/// RFC 4120 5.3: Ticket ::= [APPLICATION 1] SEQUENCE { vno, realm, sname, enc-part }.
bool read_ticket(ByteView field, TokenParts& out) {
    const auto ticket = der::unwrap(field, der::application(1));
    const auto fields = ticket ? der::unwrap(*ticket, der::kSequence) : std::nullopt;
    if (!fields) {
        return false;
    }
    Reader reader(*fields);
    const auto realm = reader.find(der::context(1));
    const auto service = reader.find(der::context(2));
    const auto sealed = reader.find(der::context(3));
    const auto encrypted = sealed ? der::unwrap(*sealed, der::kSequence) : std::nullopt;
    const auto name = service ? credential::read_principal_name(*service) : std::nullopt;
    const auto realm_text = realm ? der::unwrap(*realm, 0x1b) : std::nullopt;
    if (!encrypted || !name || !realm_text) {
        return false;
    }
    out.service = *name;
    out.realm = std::string(text_of(*realm_text));
    // RFC 4120 5.2.9: EncryptedData ::= SEQUENCE { etype [0], kvno [1] OPTIONAL, cipher [2] }.
    Reader parts(*encrypted);
    const auto etype = parts.find(der::context(0));
    const auto kvno = parts.find(der::context(1));
    out.enctype = etype ? der::integer(*etype).value_or(0) : 0;
    out.kvno = kvno ? der::integer(*kvno) : std::nullopt;
    return true;
}

/// RFC 4120 5.5.1: AP-REQ ::= [APPLICATION 14] SEQUENCE { ..., ticket [3], authenticator [4] }.
void read_ap_req(ByteView message, TokenParts& out) {
    const auto request = der::unwrap(message, der::application(14));
    const auto fields = request ? der::unwrap(*request, der::kSequence) : std::nullopt;
    const auto ticket = fields ? Reader(*fields).find(der::context(3)) : std::nullopt;
    if (ticket && read_ticket(*ticket, out)) {
        out.ticket = *ticket;
        out.kind = TokenKind::ap_req;
    }
}

/// The message behind "60 len OID tok-id", or one without that framing (DCE style).
void read_kerberos(ByteView message, TokenParts& out) {
    if (message.empty()) {
        return;
    }
    switch (message[0]) {
        case der::application(14):
            read_ap_req(message, out);
            break;
        case der::application(15):
            out.kind =
                der::unwrap(message, der::application(15)) ? TokenKind::ap_rep : TokenKind::unknown;
            break;
        case der::application(30):
            out.error = credential::read_krb_error(message);
            out.kind = out.error ? TokenKind::krb_error : TokenKind::unknown;
            break;
        default:
            break;
    }
}

void read_framed(ByteView token, TokenParts& out);

/// RFC 4178 4.2.1: NegTokenInit ::= SEQUENCE { mechTypes [0], reqFlags [1], mechToken [2], ... }.
void read_init(ByteView fields, TokenParts& out) {
    Reader reader(fields);
    const auto types = reader.find(der::context(0));
    const auto list = types ? der::unwrap(*types, der::kSequence) : std::nullopt;
    out.offers_kerberos = false;
    for (Reader oids(list.value_or(ByteView())); !oids.at_end();) {
        const auto oid = oids.next(der::kOid);
        if (!oid) {
            break;
        }
        out.offers_kerberos = out.offers_kerberos || is_kerberos(*oid);
    }
    const auto token = reader.find(der::context(2));
    const auto bytes = token ? der::unwrap(*token, kOctetString) : std::nullopt;
    if (bytes) {
        read_framed(*bytes, out);
    }
}

/// RFC 4178 4.2.2: NegTokenResp ::= SEQUENCE { negState [0], supportedMech [1], responseToken [2]
/// }.
void read_response(ByteView fields, TokenParts& out) {
    Reader reader(fields);
    if (const auto state = reader.next(der::context(0))) {
        const auto value = der::unwrap(*state, kEnumerated);
        const int number = value && value->size() == 1 ? (*value)[0] : -1;
        out.claims_completion = number == 0;
        out.rejects = number == 2;
    }
    if (const auto chosen = Reader(fields).find(der::context(1))) {
        const auto oid = der::unwrap(*chosen, der::kOid);
        out.chooses_another = !oid || !is_kerberos(*oid);
    }
    const auto token = Reader(fields).find(der::context(2));
    const auto bytes = token ? der::unwrap(*token, kOctetString) : std::nullopt;
    if (bytes) {
        read_framed(*bytes, out);
    }
    const auto mic = Reader(fields).find(der::context(3));
    const auto signature = mic ? der::unwrap(*mic, kOctetString) : std::nullopt;
    if (signature) {
        out.list_signature.assign(signature->begin(), signature->end());
    }
}

void read_spnego(ByteView message, TokenParts& out) {
    out.spnego = true;
    if (const auto init = der::unwrap(message, der::context(0))) {
        read_init(der::unwrap(*init, der::kSequence).value_or(ByteView()), out);
    } else if (const auto response = der::unwrap(message, der::context(1))) {
        read_response(der::unwrap(*response, der::kSequence).value_or(ByteView()), out);
    }
}

/// RFC 2743 3.1: "60 len", the mechanism's OID, and what the mechanism puts behind it.
void read_framed(ByteView token, TokenParts& out) {
    const auto content = der::unwrap(token, der::application(0));
    if (!content) {
        read_kerberos(token, out);
        return;
    }
    Reader reader(*content);
    const auto oid = reader.next(der::kOid);
    if (!oid) {
        return;
    }
    const ByteView rest = reader.left();
    if (same(*oid, kSpnego) && !out.spnego) {
        read_spnego(rest, out);
    } else if (is_kerberos(*oid) && rest.size() > 2) {
        const auto id = static_cast<std::uint16_t>(rest[0] << 8 | rest[1]);
        if (rest[2] == message_of(id)) {
            read_kerberos(rest.subspan(2), out);
        }
    }
}

}  // namespace

TokenParts read_token(ByteView token) {
    TokenParts out;
    if (text_of(token).starts_with(kNtlm)) {
        out.kind = TokenKind::ntlm;
    } else if (!token.empty() && token[0] == der::context(1)) {
        read_spnego(token, out);
    } else {
        read_framed(token, out);
    }
    return out;
}

}  // namespace mutauth::context
