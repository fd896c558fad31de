// The account that a ticket was made for, as its PAC says: [MS-PAC] 2.5 and 2.10.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "context/authorization.h"
#include "core/result.h"

namespace mutauth::identity {

struct TicketAccount {
    /// sAMAccountName.
    std::string name;
    /// userPrincipalName, or what the domain makes of the name; empty if the PAC has none.
    std::string upn;
    /// "S-1-5-21-...-RID"; empty if the PAC has none.
    std::string sid;
};

/// [MS-DTYP] 2.4.2.1, in the one form in which SIDs are compared here: decimal numbers, no leading
/// zeros, up to 15 subauthorities.
bool is_sid(std::string_view text) noexcept;

/// Nothing if the ticket has no PAC, or one that names no account, as MIT's KDC makes them. What
/// does not prove itself or is malformed is an error, never nothing.
Result<std::optional<TicketAccount>> account_in(const context::Authorization& authorization);

/// The same of a PAC whose signatures were checked.
Result<std::optional<TicketAccount>> read_account(ByteView pac);

}  // namespace mutauth::identity
