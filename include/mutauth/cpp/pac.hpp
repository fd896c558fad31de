/* What the KDC says of the caller's account. */
#ifndef MUTAUTH_CPP_PAC_HPP
#define MUTAUTH_CPP_PAC_HPP

#include <mutauth/pac.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/identity_owner.hpp>

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace mutauth::v1 {

/// A group that the caller belongs to, as its KDC says.
struct Group {
    std::string_view sid;
    /// One of MUTAUTH_SID_...
    std::int32_t kind;
    /// [MS-PAC] 2.2.1's bits.
    std::uint32_t attributes;
};

/// A PAC that proved itself, read. It keeps the identity that it is of; its views live as long as
/// any copy of either. What is not told is empty.
class Pac {
  public:
    Pac(const mutauth_pac* lent, detail::IdentityOwner of) noexcept
        : lent_(lent), of_(std::move(of)) {}

    /// sAMAccountName.
    std::string_view account_name() const noexcept {
        return detail::lent(mutauth_pac_account_name(lent_));
    }
    std::string_view full_name() const noexcept {
        return detail::lent(mutauth_pac_full_name(lent_));
    }
    std::string_view upn() const noexcept { return detail::lent(mutauth_pac_upn(lent_)); }
    std::string_view dns_domain() const noexcept {
        return detail::lent(mutauth_pac_dns_domain(lent_));
    }
    /// The domain's NetBIOS name.
    std::string_view domain() const noexcept { return detail::lent(mutauth_pac_domain(lent_)); }
    std::string_view user_sid() const noexcept { return detail::lent(mutauth_pac_user_sid(lent_)); }
    std::string_view domain_sid() const noexcept {
        return detail::lent(mutauth_pac_domain_sid(lent_));
    }
    std::string_view primary_group_sid() const noexcept {
        return detail::lent(mutauth_pac_primary_group_sid(lent_));
    }
    /// Whose ticket-granting ticket it was.
    std::string_view requestor_sid() const noexcept {
        return detail::lent(mutauth_pac_requestor_sid(lent_));
    }
    /// Seconds since 1970; INT64_MIN if that is not told.
    std::int64_t logon_time() const noexcept { return mutauth_pac_logon_time(lent_); }
    /// A service said who the client is, which itself proved nothing (S4U2Self).
    bool asserted_by_service() const noexcept {
        return mutauth_pac_asserted_by_service(lent_) != 0;
    }

    /// In the PAC's order.
    std::vector<Group> groups() const {
        std::vector<Group> out;
        const std::size_t count = mutauth_pac_group_count(lent_);
        out.reserve(count);
        for (std::size_t i = 0; i < count; ++i) {
            out.push_back({detail::lent(mutauth_pac_group_at(lent_, i)),
                           mutauth_pac_group_kind_at(lent_, i),
                           mutauth_pac_group_attributes_at(lent_, i)});
        }
        return out;
    }

    /// The SPN for which the last service acted as the client; empty if the client came itself.
    std::string_view delegation_target() const noexcept {
        return detail::lent(mutauth_pac_delegation_target(lent_));
    }
    /// The services that acted as the client, its own first.
    std::vector<std::string_view> delegation() const {
        std::vector<std::string_view> out;
        for (std::size_t i = 0; i < mutauth_pac_delegation_count(lent_); ++i) {
            out.emplace_back(mutauth_pac_delegation_at(lent_, i));
        }
        return out;
    }

    /// MUTAUTH_PAC_SIGNATURE_... as bits; the server's was verified.
    std::uint32_t signatures() const noexcept { return mutauth_pac_signatures(lent_); }

    const mutauth_pac* get() const noexcept { return lent_; }

  private:
    const mutauth_pac* lent_;
    detail::IdentityOwner of_;
};

}  // namespace mutauth::v1

#endif
