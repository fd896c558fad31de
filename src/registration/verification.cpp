#include "registration/verification.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "registration/account_names.h"
#include "registration/holders.h"
#include "spn/kerberos_principal.h"

namespace mutauth::registration {
namespace {

using credential::KeytabEntries;
using spn::ServicePrincipalName;

constexpr const char* kAccountName = "sAMAccountName";

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

/// The account's own name at the KDC: Active Directory's is not among its principals.
Result<std::string> client_name_of(directory::Session& session,
                                   const Account& account,
                                   const KeytabEntries& entries,
                                   const Deadline& deadline) {
    auto names = read_names(session, account.dn(), deadline);
    if (!names) {
        return std::move(names).error();
    }
    if (const std::string own = own_principal(*names); !own.empty() || entries.empty()) {
        return own;
    }
    auto entry = directory::read_entry(session, account.dn(), {kAccountName}, deadline);
    if (!entry) {
        return std::move(entry).error();
    }
    const std::string called =
        entry->empty() ? std::string() : std::string(entry->front().first(kAccountName));
    const std::string realm = spn::split_principal(entries.front().principal).realm;
    return called.empty() ? called : spn::to_principal(called, realm);
}

/// With the SPNs to look at where the caller names none: those in the keytab, or else those on the
/// account.
Result<KeytabCheck> completed(directory::Session& session,
                              const Account& account,
                              const KeytabEntries& entries,
                              const KeytabCheck& check,
                              const Deadline& deadline) {
    KeytabCheck out = check;
    if (out.spns.empty()) {
        out.spns = service_names(entries);
    }
    if (out.spns.empty()) {
        auto held = account.spns(deadline);
        if (!held) {
            return std::move(held).error();
        }
        for (const auto& text : *held) {
            out.spns.push_back(spn_of(text));
        }
    }
    if (out.client == nullptr) {
        auto name = client_name_of(session, account, entries, deadline);
        if (!name) {
            return std::move(name).error();
        }
        out.client_account = std::move(*name);
    }
    return out;
}

}  // namespace

Result<Findings> verify_service(directory::Session& session,
                                const Account& account,
                                const KeytabPlace& place,
                                const KeytabCheck& check,
                                const Deadline& deadline) {
    auto entries = credential::read_keytab(place.path(), deadline);
    if (!entries) {
        return std::move(entries).error();
    }
    auto wanted = completed(session, account, *entries, check, deadline);
    if (!wanted) {
        return std::move(wanted).error();
    }
    Verification verification(session, account, deadline);
    if (auto looked = verification.look_up(wanted->spns); !looked) {
        return std::move(looked).error();
    }
    if (auto opened = verification.open_tickets(place, *wanted); !opened) {
        return std::move(opened).error();
    }
    return verification.take();
}

}  // namespace mutauth::registration
