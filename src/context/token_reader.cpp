#include "context/token_reader.h"

#include <algorithm>
#include <array>

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
// [MS-NLMP] 1.9: 1.3.6.1.4.1.311.2.2.10.
constexpr std::array<std::uint8_t, 10> kNtlmMechanism{0x2b, 0x06, 0x01, 0x04, 0x01,
                                                      0x82, 0x37, 0x02, 0x02, 0x0a};

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

/// The message after "60 len OID tok-id", or one without that frame (DCE style).
void read_kerberos(ByteView message, TokenParts& out) {
    out.message = message;
    switch (message.empty() ? 0 : message[0]) {
        case der::application(14):
            out.request = kerberos::read_ap_request(message, out.fault);
            out.kind = TokenKind::ap_req;
            break;
        case der::application(15):
            out.answer = kerberos::read_ap_answer(message, out.fault);
            out.kind = TokenKind::ap_rep;
            break;
        case der::application(30):
            out.error = credential::read_krb_error(message, &out.fault);
            out.kind = TokenKind::krb_error;
            break;
        default:
            out.fault.set("token", der::Rule::tag);
    }
}

/// The mechanism's OID and what follows it in RFC 2743's frame.
struct Framed {
    ByteView oid;
    ByteView rest;
};

Framed read_frame(ByteView token, der::Fault& fault) {
    Reader reader(der::only(token, der::application(0), "token", fault), fault);
    Framed out;
    out.oid = reader.take(der::kOid, "token mechanism");
    out.rest = reader.left();
    return out;
}

void read_framed_kerberos(const Framed& framed, TokenParts& out) {
    out.framed = true;
    // [MS-SPNG] 3.1.5.2: the mistyped OID is for SPNEGO alone.
    if (!(out.spnego ? is_kerberos(framed.oid) : same(framed.oid, kKrb5))) {
        out.fault.set("token mechanism", der::Rule::content);
        return;
    }
    const ByteView rest = framed.rest;
    if (rest.size() < 3 ||
        rest[2] != message_of(static_cast<std::uint16_t>(rest[0] << 8 | rest[1]))) {
        out.fault.set("token id", der::Rule::content);
        return;
    }
    read_kerberos(rest.subspan(2), out);
}

/// SPNEGO's mechToken or responseToken, with a frame of its own or without.
void read_inner(ByteView token, TokenParts& out) {
    if (text_of(token).starts_with(kNtlm)) {
        out.kind = TokenKind::ntlm;
    } else if (!token.empty() && token[0] == der::application(0)) {
        read_framed_kerberos(read_frame(token, out.fault), out);
    } else {
        read_kerberos(token, out);
    }
}

/// Whether Kerberos is in the list, and whether it is the client's first choice, whose token comes
/// with the list.
struct Offer {
    bool any = false;
    bool first = false;
    bool ntlm = false;
};

Offer read_mechanisms(ByteView list, der::Fault& fault) {
    constexpr std::size_t kMost = 64;
    Offer out;
    std::size_t count = 0;
    for (Reader oids(list, fault); !oids.at_end(); ++count) {
        const ByteView oid = oids.take(der::kOid, "NegTokenInit mechTypes");
        const bool kerberos = is_kerberos(oid);
        out.ntlm = out.ntlm || same(oid, kNtlmMechanism);
        out.any = out.any || kerberos;
        out.first = out.first || (kerberos && count == 0);
        if (count == kMost) {
            oids.fail("NegTokenInit mechTypes", der::Rule::count);
        }
    }
    return out;
}

/// RFC 4178 4.2.1, and [MS-SPNG] 2.2.1, which has negHints in the place of mechListMIC.
void read_init(ByteView message, TokenParts& out) {
    Reader fields(der::only(message, der::kSequence, "NegTokenInit", out.fault), out.fault);
    const Offer offer =
        read_mechanisms(fields.field(0, der::kSequence, "NegTokenInit mechTypes"), out.fault);
    out.offers_kerberos = offer.any;
    out.offers_ntlm = offer.ntlm;
    if (fields.has(1)) {
        // Nothing protects them: RFC 4178 4.2.1 has them ignored.
        fields.field(1, der::kBitString, "NegTokenInit reqFlags");
    }
    std::optional<ByteView> token;
    if (fields.has(2)) {
        token = fields.field(2, der::kOctetString, "NegTokenInit mechToken");
    }
    if (fields.has(3)) {
        Reader inside(fields.take(der::context(3), "NegTokenInit mechListMIC"), out.fault);
        if (inside.next_is(der::kSequence)) {
            inside.take(der::kSequence, "NegTokenInit negHints");
        } else {
            out.list_signature = inside.take(der::kOctetString, "NegTokenInit mechListMIC");
        }
        inside.end("NegTokenInit mechListMIC");
    }
    if (fields.has(4)) {
        out.list_signature = fields.field(4, der::kOctetString, "NegTokenInit mechListMIC");
    }
    fields.end("NegTokenInit");
    out.kind = TokenKind::none;
    // Another mechanism's token is nothing that anybody here reads.
    if (token && offer.first) {
        read_inner(*token, out);
    } else if (token && text_of(*token).starts_with(kNtlm) && !offer.any) {
        out.kind = TokenKind::ntlm;
    }
}

/// RFC 4178 4.2.2. A first answer of old Java lacks negState and supportedMech.
void read_response(ByteView message, TokenParts& out) {
    Reader fields(der::only(message, der::kSequence, "NegTokenResp", out.fault), out.fault);
    if (fields.has(0)) {
        const std::int64_t state =
            der::integer(fields.field(0, der::kEnumerated, "NegTokenResp negState"),
                         "NegTokenResp negState", 0, 3, out.fault);
        out.claims_completion = !out.fault && state == 0;
        out.rejects = state == 2;
    }
    if (fields.has(1)) {
        const ByteView chosen = fields.field(1, der::kOid, "NegTokenResp supportedMech");
        out.chooses_another = !is_kerberos(chosen);
        out.offers_ntlm = same(chosen, kNtlmMechanism);
    }
    ByteView token;
    if (fields.has(2)) {
        token = fields.field(2, der::kOctetString, "NegTokenResp responseToken");
    }
    if (fields.has(3)) {
        out.list_signature = fields.field(3, der::kOctetString, "NegTokenResp mechListMIC");
    }
    fields.end("NegTokenResp");
    // Windows 2000 writes the token twice.
    if (same(out.list_signature, token)) {
        out.list_signature = {};
    }
    out.kind = TokenKind::none;
    // Old IIS writes an empty one for none.
    if (!token.empty() && !out.chooses_another) {
        read_inner(token, out);
    }
}

void read_spnego_init(ByteView rest, TokenParts& out) {
    out.spnego = true;
    read_init(der::only(rest, der::context(0), "NegTokenInit", out.fault), out);
}

}  // namespace

TokenParts read_token(ByteView token) {
    TokenParts out;
    out.bytes = token;
    if (token.empty()) {
        out.fault.set("token", der::Rule::cut);
    } else if (text_of(token).starts_with(kNtlm)) {
        out.kind = TokenKind::ntlm;
    } else if (token[0] == der::context(1)) {
        out.spnego = true;
        read_response(der::only(token, der::context(1), "NegTokenResp", out.fault), out);
    } else if (token[0] == der::application(0)) {
        const Framed framed = read_frame(token, out.fault);
        if (same(framed.oid, kSpnego)) {
            read_spnego_init(framed.rest, out);
        } else {
            read_framed_kerberos(framed, out);
        }
    } else {
        read_kerberos(token, out);
    }
    if (out.fault) {
        out.kind = TokenKind::unknown;
        out.request.reset();
        out.answer.reset();
        out.error.reset();
    }
    return out;
}

}  // namespace mutauth::context
