#include <mutauth/pac.h>

#include "handles.h"

using namespace mutauth::capi;
using mutauth::identity::CallerPac;
using mutauth::identity::Membership;
using mutauth::identity::Sid;
using mutauth::identity::TicketAccount;

namespace {

std::string text_of(const std::optional<Sid>& sid) {
    return sid ? sid->text() : std::string();
}

/// Of a PAC that names no account: an empty one.
const TicketAccount& account_of(const CallerPac& read) {
    static const TicketAccount nobody;
    return read.account ? *read.account : nobody;
}

const char* lent(const mutauth_pac* pac, std::string PacTexts::*text) {
    return live(pac) ? (pac->object.*text).c_str() : nullptr;
}

/// A text of a part that may not be there.
template <typename Part>
const char* lent(const mutauth_pac* pac,
                 std::optional<Part> mutauth::identity::Pac::*part,
                 std::string Part::*text) {
    if (!live(pac)) {
        return nullptr;
    }
    const auto& found = pac->object.pac.pac.*part;
    return found ? ((*found).*text).c_str() : "";
}

const Membership* group_at(const mutauth_pac* pac, size_t index) {
    return index < mutauth_pac_group_count(pac) ? &account_of(pac->object.pac).memberships[index]
                                                : nullptr;
}

/// [MS-PAC] 2.4's types.
uint32_t bit_of(std::uint32_t buffer_type) {
    switch (buffer_type) {
        case 6:
            return MUTAUTH_PAC_SIGNATURE_SERVER;
        case 7:
            return MUTAUTH_PAC_SIGNATURE_KDC;
        case 16:
            return MUTAUTH_PAC_SIGNATURE_TICKET;
        default:
            return MUTAUTH_PAC_SIGNATURE_FULL;
    }
}

}  // namespace

PacTexts::PacTexts(const CallerPac& read) : pac(read) {
    const TicketAccount& account = account_of(read);
    user = text_of(account.sid);
    domain = text_of(account.domain_sid);
    primary_group = text_of(account.primary_group);
    requestor = text_of(read.pac.requestor);
    for (const auto& one : account.memberships) {
        groups.push_back(one.sid.text());
    }
}

mutauth_status mutauth_identity_pac(const mutauth_identity* identity, const mutauth_pac** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(identity)) {
            return wrong_handle("identity");
        }
        auto read = identity->object.pac();
        if (!read) {
            return std::move(read).error();
        }
        std::call_once(identity->pac_made,
                       [&] { identity->pac = std::make_unique<const mutauth_pac>(**read); });
        *out = identity->pac.get();
        return done();
    });
}

const char* mutauth_pac_account_name(const mutauth_pac* pac) {
    return live(pac) ? account_of(pac->object.pac).name.c_str() : nullptr;
}

const char* mutauth_pac_full_name(const mutauth_pac* pac) {
    using mutauth::identity::LogonInfo;
    return lent(pac, &mutauth::identity::Pac::logon, &LogonInfo::full_name);
}

const char* mutauth_pac_upn(const mutauth_pac* pac) {
    return live(pac) ? account_of(pac->object.pac).upn.c_str() : nullptr;
}

const char* mutauth_pac_dns_domain(const mutauth_pac* pac) {
    using mutauth::identity::UpnDnsInfo;
    return lent(pac, &mutauth::identity::Pac::upn_dns, &UpnDnsInfo::dns_domain);
}

const char* mutauth_pac_domain(const mutauth_pac* pac) {
    using mutauth::identity::LogonInfo;
    return lent(pac, &mutauth::identity::Pac::logon, &LogonInfo::domain);
}

const char* mutauth_pac_user_sid(const mutauth_pac* pac) {
    return lent(pac, &PacTexts::user);
}

const char* mutauth_pac_domain_sid(const mutauth_pac* pac) {
    return lent(pac, &PacTexts::domain);
}

const char* mutauth_pac_primary_group_sid(const mutauth_pac* pac) {
    return lent(pac, &PacTexts::primary_group);
}

const char* mutauth_pac_requestor_sid(const mutauth_pac* pac) {
    return lent(pac, &PacTexts::requestor);
}

int64_t mutauth_pac_logon_time(const mutauth_pac* pac) {
    const bool told = live(pac) && pac->object.pac.pac.logon;
    return told ? mutauth::identity::unix_time(pac->object.pac.pac.logon->logon_time) : INT64_MIN;
}

int32_t mutauth_pac_asserted_by_service(const mutauth_pac* pac) {
    return live(pac) && account_of(pac->object.pac).asserted ? 1 : 0;
}

size_t mutauth_pac_group_count(const mutauth_pac* pac) {
    return live(pac) ? pac->object.groups.size() : 0;
}

const char* mutauth_pac_group_at(const mutauth_pac* pac, size_t index) {
    return index < mutauth_pac_group_count(pac) ? pac->object.groups[index].c_str() : nullptr;
}

int32_t mutauth_pac_group_kind_at(const mutauth_pac* pac, size_t index) {
    const Membership* found = group_at(pac, index);
    return found == nullptr ? 0 : static_cast<int32_t>(found->kind);
}

uint32_t mutauth_pac_group_attributes_at(const mutauth_pac* pac, size_t index) {
    const Membership* found = group_at(pac, index);
    return found == nullptr ? 0 : found->attributes;
}

const char* mutauth_pac_delegation_target(const mutauth_pac* pac) {
    using mutauth::identity::DelegationInfo;
    return lent(pac, &mutauth::identity::Pac::delegation, &DelegationInfo::target);
}

size_t mutauth_pac_delegation_count(const mutauth_pac* pac) {
    const bool told = live(pac) && pac->object.pac.pac.delegation;
    return told ? pac->object.pac.pac.delegation->through.size() : 0;
}

const char* mutauth_pac_delegation_at(const mutauth_pac* pac, size_t index) {
    return index < mutauth_pac_delegation_count(pac)
               ? pac->object.pac.pac.delegation->through[index].c_str()
               : nullptr;
}

uint32_t mutauth_pac_signatures(const mutauth_pac* pac) {
    uint32_t out = 0;
    if (live(pac)) {
        for (const auto& one : pac->object.pac.pac.signatures) {
            out |= bit_of(one.buffer_type);
        }
    }
    return out;
}
