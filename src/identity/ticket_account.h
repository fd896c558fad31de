// The account that a ticket was made for, with its groups, as its PAC says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "context/authorization.h"
#include "core/result.h"
#include "identity/pac.h"
#include "identity/sid.h"

namespace mutauth::identity {

/// Where a SID comes from: [MS-PAC] 2.5.
enum class SidKind : std::int32_t {
    /// A global or universal group of the account's domain (GroupIds).
    group = 1,
    /// Of any domain: universal groups, SID history, well-known ones (ExtraSids).
    extra = 2,
    /// A domain-local group of the service's domain (ResourceGroupIds).
    resource = 3,
};

struct Membership {
    Sid sid;
    std::uint32_t attributes;
    SidKind kind;

    /// [MS-PAC] 2.2.1: SE_GROUP_ENABLED, and not SE_GROUP_USE_FOR_DENY_ONLY.
    bool enabled() const noexcept { return (attributes & 0x14U) == 0x04U; }
};

struct TicketAccount {
    /// sAMAccountName.
    std::string name;
    /// userPrincipalName, or what the domain makes of the name; empty if the PAC has none.
    std::string upn;
    /// Each nothing if the PAC has none.
    std::optional<Sid> sid;
    std::optional<Sid> domain_sid;
    std::optional<Sid> primary_group;
    /// In the PAC's order, without the primary group unless it stands there too.
    std::vector<Membership> memberships;
    /// The account's own SID, its primary group's and those of the enabled memberships, in order.
    std::vector<Sid> sids;
    /// [MS-SFU] 3.2.5.1.2: a service said who it is, and nobody proved it (S-1-18-2).
    bool asserted = false;

    bool has(const Sid& one) const noexcept;
};

/// Nothing if the PAC names no account, as MIT's KDC makes them. One that names two is malformed.
Result<std::optional<TicketAccount>> account_of(const Pac& pac);

/// A PAC, and the account in it.
struct CallerPac {
    Pac pac;
    std::optional<TicketAccount> account;
};

/// Nothing if the ticket has no PAC. What does not prove itself is pac_unproven, never nothing. Any
/// other error but pac_malformed is of this machine, and says nothing of the PAC.
Result<std::optional<CallerPac>> pac_in(const context::Authorization& authorization);

}  // namespace mutauth::identity
