#include "registration/verification.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "registration/holders.h"

namespace mutauth::registration {
namespace {

using spn::ServicePrincipalName;

std::string listed(const std::vector<std::string>& dns) {
    std::string out;
    for (const auto& dn : dns) {
        out += (out.empty() ? "" : "; ") + displayed(dn);
    }
    return out;
}

bool has(const std::vector<std::string>& spns, const std::string& wanted) {
    return std::any_of(spns.begin(), spns.end(),
                       [&](const auto& spn) { return equal_ignoring_ascii_case(spn, wanted); });
}

Finding elsewhere(const ServicePrincipalName& spn,
                  const Account& account,
                  const std::vector<std::string>& others,
                  bool here_too) {
    return {FindingCode::spn_elsewhere, displayed(spn.text()),
            fmt::format("is on another account{}: {}", here_too ? " too" : "", listed(others)),
            here_too ? "delete it there: as long as two accounts hold it, nobody can prove it"
                     : "move it to " + displayed(account.dn()) +
                           ", or run the service with the other account's key"};
}

Finding missing(const ServicePrincipalName& spn, const Account& account) {
    return {FindingCode::spn_missing, displayed(spn.text()),
            fmt::format("is not on {}, nor on another account", displayed(account.dn())),
            "register it: mutauth account add"};
}

class Verification {
  public:
    Verification(directory::Session& session, const Account& account, const Deadline& deadline)
        : session_(session), account_(account), deadline_(deadline) {}

    Result<void> look_up(const std::vector<ServicePrincipalName>& spns);
    Result<void> open_tickets(const KeytabPlace& place, const KeytabCheck& check);
    Findings take() { return std::move(findings_); }

  private:
    Result<void> one(const ServicePrincipalName& spn, const std::vector<std::string>& on_account);

    directory::Session& session_;
    const Account& account_;
    const Deadline& deadline_;
    Findings findings_;
    std::vector<ServicePrincipalName> to_open_;
    /// On no account by name; the ticket decides whether by an alias.
    std::vector<ServicePrincipalName> unlisted_;
};

Result<void> Verification::one(const ServicePrincipalName& spn,
                               const std::vector<std::string>& on_account) {
    auto others = find_other_holders(session_, spn, account_.dn(), deadline_);
    if (!others) {
        return std::move(others).error();
    }
    const bool here = has(on_account, spn.text());
    if (!others->empty()) {
        findings_.push_back(elsewhere(spn, account_, *others, here));
        return {};
    }
    to_open_.push_back(spn);
    if (!here) {
        unlisted_.push_back(spn);
    }
    return {};
}

Result<void> Verification::look_up(const std::vector<ServicePrincipalName>& spns) {
    auto on_account = account_.spns(deadline_);
    if (!on_account) {
        return std::move(on_account).error();
    }
    for (const auto& spn : spns) {
        if (auto looked = one(spn, *on_account); !looked) {
            return looked;
        }
    }
    return {};
}

Result<void> Verification::open_tickets(const KeytabPlace& place, const KeytabCheck& check) {
    if (to_open_.empty()) {
        return {};
    }
    KeytabCheck wanted = check;
    wanted.spns = to_open_;
    auto found = check_keytab(place, wanted, deadline_);
    if (!found) {
        return std::move(found).error();
    }
    for (auto& finding : *found) {
        const auto unlisted =
            std::find_if(unlisted_.begin(), unlisted_.end(),
                         [&](const auto& spn) { return displayed(spn.text()) == finding.subject; });
        // It says more where the account has the SPN.
        findings_.push_back(unlisted == unlisted_.end() ? std::move(finding)
                                                        : missing(*unlisted, account_));
    }
    return {};
}

}  // namespace

Result<Findings> verify_service(directory::Session& session,
                                const Account& account,
                                const KeytabPlace& place,
                                const KeytabCheck& check,
                                const Deadline& deadline) {
    if (check.spns.empty()) {
        return Error(Status::invalid_argument, "no SPN is named that the service should have");
    }
    Verification verification(session, account, deadline);
    if (auto looked = verification.look_up(check.spns); !looked) {
        return std::move(looked).error();
    }
    if (auto opened = verification.open_tickets(place, check); !opened) {
        return std::move(opened).error();
    }
    return verification.take();
}

}  // namespace mutauth::registration
