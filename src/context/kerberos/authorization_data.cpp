#include "context/kerberos/authorization_data.h"

#include <algorithm>
#include <array>

#include "credential/principal_name.h"

namespace mutauth::context::kerberos {
namespace {

using der::Fault;
using der::Reader;

constexpr const char* kAuthorizationData = "authorization-data";
constexpr unsigned kDeepest = 4;

/// RFC 4120 7.5.4, and those that follow it.
constexpr std::int32_t kIfRelevant = 1;
constexpr std::int32_t kCammac = 96;
constexpr std::int32_t kPac = 128;
constexpr std::int32_t kEnctypes = 129;
constexpr std::int32_t kApOptions = 143;

/// The types that an application server may meet outside AD-IF-RELEVANT: AD-KDC-ISSUED and
/// AD-MANDATORY-FOR-KDC, which ask nothing of it (RFC 4120 5.2.6), AD-CAMMAC and
/// AD-AUTHENTICATION-INDICATOR (RFC 7751, 8129), AD-WIN2K-PAC ([MS-PAC]), the list of enctypes
/// (RFC 4537), Windows' own of [MS-KILE] 2.2, and AD-SIGNTICKET.
constexpr std::array<std::int32_t, 11> kKnown{4,   8,   kCammac,    97,  kPac, kEnctypes,
                                              141, 142, kApOptions, 144, 512};

bool is_known(std::int32_t type) noexcept {
    return std::find(kKnown.begin(), kKnown.end(), type) != kKnown.end();
}

/// Calls each(type, data) for every element, those inside AD-IF-RELEVANT too.
template <typename Each>
void walk(ByteView elements, Fault& fault, Each each, unsigned depth = 0) {
    if (depth > kDeepest) {
        fault.set(kAuthorizationData, der::Rule::depth);
        return;
    }
    for (Reader list(elements, fault); !list.at_end();) {
        Reader fields(list.take(der::kSequence, kAuthorizationData), fault);
        const auto type = static_cast<std::int32_t>(fields.integer(0, kAuthorizationData));
        const ByteView data = fields.field(1, der::kOctetString, kAuthorizationData);
        fields.end(kAuthorizationData);
        if (fault) {
            return;
        }
        if (type == kIfRelevant) {
            const ByteView inside = der::only(data, der::kSequence, kAuthorizationData, fault);
            if (inside.empty()) {
                fault.set(kAuthorizationData, der::Rule::empty);
            }
            walk(inside, fault, each, depth + 1);
        } else if (depth == 0 && !is_known(type)) {
            fault.set("authorization-data of an unknown type that is critical", der::Rule::content);
        } else {
            each(type, data);
        }
    }
}

std::uint32_t little_endian(ByteView bytes, std::size_t at) noexcept {
    return std::uint32_t{bytes[at]} | std::uint32_t{bytes[at + 1]} << 8 |
           std::uint32_t{bytes[at + 2]} << 16 | std::uint32_t{bytes[at + 3]} << 24;
}

/// RFC 4537 3: EtypeList ::= SEQUENCE OF Int32.
void check_enctypes(ByteView data, Fault& fault) noexcept {
    constexpr const char* kList = "AD-ETYPE-NEGOTIATION";
    for (Reader list(der::only(data, der::kSequence, kList, fault), fault); !list.at_end();) {
        der::integer(list.take(der::kInteger, kList), kList, der::kLowest32, der::kHighest32,
                     fault);
    }
}

}  // namespace

TicketData read_ticket_data(ByteView elements, Fault& fault) {
    TicketData out;
    walk(elements, fault, [&](std::int32_t type, ByteView data) {
        if (type == kCammac) {
            out.cammacs.push_back(data);
        } else if (type == kPac) {
            if (out.pac) {
                fault.set("AD-WIN2K-PAC", der::Rule::repeated);
            } else if (!is_pac(data)) {
                fault.set("AD-WIN2K-PAC", der::Rule::content);
            }
            out.pac = data;
        }
    });
    return fault ? TicketData() : out;
}

AuthenticatorData read_authenticator_data(ByteView elements, Fault& fault) {
    /// Little-endian: KERB_AP_OPTIONS_CBT is 0x4000.
    constexpr std::uint8_t kBindingAware = 0x40;
    AuthenticatorData out;
    bool told = false;
    walk(elements, fault, [&](std::int32_t type, ByteView data) {
        if (type == kEnctypes) {
            check_enctypes(data, fault);
        } else if (type == kApOptions) {
            if (told) {
                fault.set("AD-AP-OPTIONS", der::Rule::repeated);
            } else if (data.size() != 4) {
                fault.set("AD-AP-OPTIONS", der::Rule::content);
            }
            told = true;
            out.knows_bindings = data.size() == 4 && (data[1] & kBindingAware) != 0;
        }
    });
    return fault ? AuthenticatorData() : out;
}

bool is_pac(ByteView bytes) noexcept {
    constexpr std::size_t kHead = 8;
    constexpr std::size_t kBuffer = 16;
    constexpr std::size_t kMostBuffers = 4096;
    if (bytes.size() < kHead || little_endian(bytes, 4) != 0) {
        return false;
    }
    const std::size_t count = little_endian(bytes, 0);
    if (count < 1 || count > kMostBuffers || (bytes.size() - kHead) / kBuffer < count) {
        return false;
    }
    const std::size_t head = kHead + count * kBuffer;
    for (std::size_t at = kHead; at < head; at += kBuffer) {
        const std::uint64_t size = little_endian(bytes, at + 4);
        const std::uint64_t offset =
            little_endian(bytes, at + 8) | std::uint64_t{little_endian(bytes, at + 12)} << 32;
        if (offset % 8 != 0 || offset < head || offset > bytes.size() ||
            size > bytes.size() - offset) {
            return false;
        }
    }
    return true;
}

Cammac read_cammac(ByteView bytes, Fault& fault) noexcept {
    Reader fields(der::only(bytes, der::kSequence, "AD-CAMMAC", fault), fault);
    Cammac out;
    out.elements = fields.whole_field(0, der::kSequence, "AD-CAMMAC elements");
    if (fields.has(1)) {
        fields.field(1, der::kSequence, "AD-CAMMAC kdc-verifier");
    }
    if (fields.has(2)) {
        constexpr const char* kVerifier = "AD-CAMMAC svc-verifier";
        Reader verifier(fields.field(2, der::kSequence, kVerifier), fault);
        if (verifier.has(0)) {
            credential::read_name(verifier, 0, kVerifier);
        }
        if (verifier.has(1)) {
            verifier.integer(1, kVerifier, der::kLowest32, der::kHighestUnsigned32);
        }
        if (verifier.has(2)) {
            verifier.integer(2, kVerifier);
        }
        Reader mac(verifier.field(3, der::kSequence, kVerifier), fault);
        verifier.end(kVerifier);
        out.service_verifier.emplace();
        out.service_verifier->type = static_cast<std::int32_t>(mac.integer(0, kVerifier));
        out.service_verifier->checksum = mac.field(1, der::kOctetString, kVerifier);
        mac.end(kVerifier);
    }
    if (fields.has(3)) {
        fields.field(3, der::kSequence, "AD-CAMMAC other-verifiers");
    }
    fields.end("AD-CAMMAC");
    return fault ? Cammac() : out;
}

}  // namespace mutauth::context::kerberos
