// The messages of the AP exchange (RFC 4120 5.3, 5.5, 5.8), read strictly: views into one buffer,
// which outlives them. Reading judges form alone; request_check.h judges what is said.
#pragma once

#include <cstdint>
#include <optional>

#include "core/der.h"
#include "credential/principal_name.h"

namespace mutauth::context::kerberos {

using credential::PrincipalName;

/// RFC 4120 5.2.9.
struct EncryptedData {
    std::int32_t enctype = 0;
    std::optional<std::int64_t> kvno;
    ByteView cipher;
};

/// RFC 4120 5.2.9.
struct EncryptionKey {
    std::int32_t enctype = 0;
    ByteView value;
};

struct Ticket {
    /// With its tag, as a KDC made it.
    ByteView der;
    ByteView realm;
    PrincipalName server;
    EncryptedData sealed;
};

struct ApRequest {
    /// With its tag, without GSS-API's frame.
    ByteView der;
    std::uint32_t options = 0;
    Ticket ticket;
    EncryptedData authenticator;
};

/// RFC 4120 5.5.1: the ticket is sealed in a ticket-granting ticket's session key.
inline constexpr std::uint32_t kUseSessionKey = 0x40000000;

/// EncTicketPart. Times are in seconds since 1970 UTC.
struct TicketPart {
    std::uint32_t flags = 0;
    EncryptionKey key;
    ByteView client_realm;
    PrincipalName client;
    std::int64_t transited_type = 0;
    ByteView transited;
    std::int64_t authtime = 0;
    /// Authtime where the ticket says none.
    std::int64_t starttime = 0;
    std::int64_t endtime = 0;
    /// The elements of AuthorizationData, empty if there is none.
    ByteView authorization;
};

/// RFC 4120 5.3: TicketFlags.
inline constexpr std::uint32_t kInvalid = 0x01000000;
inline constexpr std::uint32_t kTransitPolicyChecked = 0x00080000;

struct Checksum {
    std::int32_t type = 0;
    ByteView value;
};

struct AuthenticatorPart {
    ByteView client_realm;
    PrincipalName client;
    std::optional<Checksum> checksum;
    std::int64_t ctime = 0;
    std::int64_t cusec = 0;
    std::optional<EncryptionKey> subkey;
    std::uint32_t sequence = 0;
    /// The elements of AuthorizationData, empty if there is none.
    ByteView authorization;
};

/// EncAPRepPart.
struct AnswerPart {
    std::int64_t ctime = 0;
    std::int64_t cusec = 0;
    std::optional<EncryptionKey> subkey;
    std::uint32_t sequence = 0;
};

/// KRB-CRED.
struct ForwardedTickets {
    std::size_t count = 0;
    EncryptedData sealed;
};

/// KrbCredInfo's fields that a TicketCache needs.
struct ForwardedInfo {
    EncryptionKey key;
    std::optional<ByteView> client_realm;
    std::optional<PrincipalName> client;
    std::optional<ByteView> server_realm;
    std::optional<PrincipalName> server;
};

/// Each gives an empty message for what breaks a rule, and then fills the fault.
ApRequest read_ap_request(ByteView message, der::Fault& fault) noexcept;
/// A Ticket by itself.
Ticket read_ticket(ByteView message, der::Fault& fault) noexcept;
TicketPart read_ticket_part(ByteView message, der::Fault& fault) noexcept;
AuthenticatorPart read_authenticator(ByteView message, der::Fault& fault) noexcept;
/// The sealed part of an AP-REP.
EncryptedData read_ap_answer(ByteView message, der::Fault& fault) noexcept;
AnswerPart read_answer_part(ByteView message, der::Fault& fault) noexcept;
ForwardedTickets read_forwarded(ByteView message, der::Fault& fault) noexcept;

/// EncKrbCredPart: one info after the other.
class ForwardedInfos {
  public:
    ForwardedInfos(ByteView message, der::Fault& fault) noexcept;

    bool at_end() const noexcept { return infos_.at_end(); }
    ForwardedInfo next() noexcept;

  private:
    der::Reader infos_;
    der::Fault& fault_;
};

}  // namespace mutauth::context::kerberos
