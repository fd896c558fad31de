#include "identity/ticket_account.h"

#include <algorithm>

namespace mutauth::identity {
namespace {

/// [MS-PAC] 2.5, UserFlags: what the logon information has beside the account's own groups.
constexpr std::uint32_t kHasExtraSids = 0x20;
constexpr std::uint32_t kHasResourceGroups = 0x200;

/// [MS-DTYP] 2.4.2.4, SERVICE_ASSERTED_IDENTITY.
Sid service_asserted() {
    return Sid::from_text("S-1-18-2").value_or(Sid());
}

std::optional<Sid> in_domain(const std::optional<Sid>& domain, std::uint32_t relative) {
    return domain ? domain->with_relative(relative) : std::nullopt;
}

void add_groups(const std::vector<GroupMembership>& groups,
                const std::optional<Sid>& domain,
                SidKind kind,
                std::vector<Membership>& out) {
    for (const auto& group : groups) {
        if (const auto sid = in_domain(domain, group.relative)) {
            out.push_back({*sid, group.attributes, kind});
        }
    }
}

std::vector<Membership> memberships_of(const LogonInfo& logon) {
    std::vector<Membership> out;
    out.reserve(logon.groups.size() + logon.extra_sids.size() + logon.resource_groups.size());
    add_groups(logon.groups, logon.domain_sid, SidKind::group, out);
    if ((logon.user_flags & kHasExtraSids) != 0) {
        for (const auto& [sid, attributes] : logon.extra_sids) {
            out.push_back({sid, attributes, SidKind::extra});
        }
    }
    if ((logon.user_flags & kHasResourceGroups) != 0) {
        add_groups(logon.resource_groups, logon.resource_domain_sid, SidKind::resource, out);
    }
    return out;
}

/// [MS-PAC] 2.5: with a UserId of 0 the first extra SID is the account's.
std::optional<Sid> sid_of(const LogonInfo& logon) {
    if (logon.user_id != 0) {
        return in_domain(logon.domain_sid, logon.user_id);
    }
    const bool extra = (logon.user_flags & kHasExtraSids) != 0 && !logon.extra_sids.empty();
    return extra ? std::optional(logon.extra_sids.front().sid) : std::nullopt;
}

void add_logon(const LogonInfo& logon, TicketAccount& out) {
    out.name = logon.account_name;
    out.domain_sid = logon.domain_sid;
    out.primary_group = in_domain(logon.domain_sid, logon.primary_group_id);
    out.memberships = memberships_of(logon);
    for (const auto& one : out.memberships) {
        if (one.enabled()) {
            out.sids.push_back(one.sid);
        }
    }
}

void sort_sids(TicketAccount& out) {
    for (const auto& one : {out.sid, out.primary_group}) {
        if (one) {
            out.sids.push_back(*one);
        }
    }
    std::sort(out.sids.begin(), out.sids.end());
    out.sids.erase(std::unique(out.sids.begin(), out.sids.end()), out.sids.end());
}

}  // namespace

bool TicketAccount::has(const Sid& one) const noexcept {
    return std::binary_search(sids.begin(), sids.end(), one);
}

Result<std::optional<TicketAccount>> account_of(const Pac& pac) {
    TicketAccount out;
    if (pac.upn_dns) {
        out.upn = pac.upn_dns->upn;
        out.name = pac.upn_dns->account_name;
        out.sid = pac.upn_dns->sid;
        out.domain_sid = out.sid ? std::optional(out.sid->domain()) : std::nullopt;
    }
    if (pac.logon) {
        const auto sid = sid_of(*pac.logon);
        if ((!out.name.empty() && out.name != pac.logon->account_name) ||
            (out.sid && sid && out.sid != sid)) {
            return malformed_pac("it names two accounts");
        }
        out.sid = sid ? sid : out.sid;
        add_logon(*pac.logon, out);
    }
    if (out.name.empty()) {
        return std::optional<TicketAccount>();
    }
    sort_sids(out);
    out.asserted = out.has(service_asserted());
    return std::optional(std::move(out));
}

Result<std::optional<CallerPac>> pac_in(const context::Authorization& authorization) {
    if (authorization.pac == nullptr) {
        return std::optional<CallerPac>();
    }
    const auto verified = authorization.pac->verified();
    if (!verified) {
        return verified.error().copy();
    }
    if (!*verified) {
        return Error(Status::pac_unproven);
    }
    auto pac = read_pac(authorization.pac->bytes());
    if (!pac) {
        return std::move(pac).error();
    }
    auto account = account_of(*pac);
    if (!account) {
        return std::move(account).error();
    }
    return std::optional(CallerPac{std::move(*pac), std::move(*account)});
}

}  // namespace mutauth::identity
