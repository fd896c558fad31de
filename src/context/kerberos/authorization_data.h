// The form of authorization data (RFC 4120 5.2.6) in tickets and authenticators, and what is in it
// for an application server.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "core/der.h"

namespace mutauth::context::kerberos {

/// Of a ticket.
struct TicketData {
    /// [MS-PAC], whose frame was checked.
    std::optional<ByteView> pac;
    /// AD-CAMMAC (RFC 7751), unread.
    std::vector<ByteView> cammacs;
};

/// Of an authenticator.
struct AuthenticatorData {
    /// [MS-KILE] 2.2.10 and 3.4.5: the client knows of channel bindings, though it may give none.
    bool knows_bindings = false;
};

/// The elements are AuthorizationData's content. Faults are: what is malformed, nested deeper than
/// four AD-IF-RELEVANT, or of a type that is unknown here outside AD-IF-RELEVANT, which RFC 4120
/// 5.2.6 has refused; more than one PAC, or one whose frame is wrong.
TicketData read_ticket_data(ByteView elements, der::Fault& fault);
/// Faults too: more than one AD-AP-OPTIONS, or one that is not of 4 bytes.
AuthenticatorData read_authenticator_data(ByteView elements, der::Fault& fault);

/// [MS-PAC] 2.3: a count, version 0, and so many buffers that lie inside, aligned, after the head.
bool is_pac(ByteView bytes) noexcept;

/// RFC 3961's type of checksum, and its bytes. Not inside Cammac: clang 14 makes no optional of a
/// nested type that has initializers.
struct CammacVerifier {
    std::int32_t type = 0;
    ByteView checksum;
};

/// RFC 7751 3: what an AD-CAMMAC says, and the service's verifier of it.
struct Cammac {
    /// AuthorizationData with its tag, which the verifier covers.
    ByteView elements;
    std::optional<CammacVerifier> service_verifier;
};

Cammac read_cammac(ByteView bytes, der::Fault& fault) noexcept;

}  // namespace mutauth::context::kerberos
