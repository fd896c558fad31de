#include "registration/keytab_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "core/text.h"
#include "credential/password_key.h"
#include "credential/ticket_cache.h"
#include "registration/account_keys.h"
#include "registration/keytab_condition.h"
#include "registration/working_keys.h"
#include "spn/kerberos_principal.h"

namespace mutauth::registration {
namespace {

using credential::Credential;
using credential::enctype_name;
using credential::KerberosLibrary;
using credential::KeytabEntries;
using credential::KeytabEntry;
using credential::ServiceTicket;
using spn::ServicePrincipalName;

constexpr const char* kMakeAnew =
    "the password was changed elsewhere: add the new key with mutauth keytab add "
    "--service-password-file, or make one with mutauth keytab rotate by an administrator";

class Check {
  public:
    Check(const KeytabPlace& place, const KeytabCheck& wanted, KeytabEntries entries)
        : place_(place), wanted_(wanted), entries_(std::move(entries)) {}

    Result<Findings> run(const Deadline& deadline);

  private:
    Result<bool> find_client(const Deadline& deadline);
    Result<void> tickets(const Deadline& deadline);
    Result<void> one(const ServicePrincipalName& spn, const Deadline& deadline);
    Result<void> look_at(const ServicePrincipalName& spn,
                         const ServiceTicket& ticket,
                         const Deadline& deadline);
    void report_absent(const ServicePrincipalName& spn,
                       const std::string& server,
                       const KeytabPointers& elsewhere);
    void report_unopened(const ServicePrincipalName& spn,
                         const ServiceTicket& ticket,
                         const KeytabPointers& named,
                         const Deadline& deadline);
    void look_at_number(const ServicePrincipalName& spn,
                        const ServiceTicket& ticket,
                        const KeytabPointers& opened);
    bool is_right_elsewhere(const KeytabPointers& named, const Deadline& deadline) const;
    void look_at_file();

    void find(FindingCode code, const std::string& subject, std::string text, std::string remedy) {
        findings_.push_back({code, displayed(subject), std::move(text), std::move(remedy)});
    }
    bool is_for(const KeytabEntry& entry, const std::string& server) const {
        return entry.principal == server || entry.principal == place_.account();
    }
    KeytabPointers select(const KeytabPointers& from, auto matches) const {
        KeytabPointers out;
        std::copy_if(from.begin(), from.end(), std::back_inserter(out),
                     [&](const auto* entry) { return matches(*entry); });
        return out;
    }

    const KeytabPlace& place_;
    const KeytabCheck& wanted_;
    KeytabEntries entries_;
    Findings findings_;
    CurrentKeys current_;
    std::shared_ptr<Credential> own_;
};

void Check::report_absent(const ServicePrincipalName& spn,
                          const std::string& server,
                          const KeytabPointers& elsewhere) {
    for (const auto& entry : entries_) {
        if (equal_ignoring_ascii_case(entry.principal, server)) {
            find(FindingCode::case_differs, spn.text(),
                 fmt::format("the KDC calls it {}, the keytab {}", displayed(server),
                             displayed(entry.principal)),
                 "write the SPN as the keytab has it, or add it as clients write it: mutauth "
                 "keytab add");
            return;
        }
    }
    find(FindingCode::key_missing, spn.text(),
         fmt::format("keytab {} has no key for {}{}", displayed(place_.path()), displayed(server),
                     elsewhere.empty() ? ""
                                       : fmt::format("; the one of {} opens its tickets",
                                                     displayed(elsewhere.front()->principal))),
         "add it: mutauth keytab add; or name the account whose keys stand for it");
}

/// Whether the KDC takes the account's newest key all the same: then it is another account's
/// service.
bool Check::is_right_elsewhere(const KeytabPointers& named, const Deadline& deadline) const {
    if (own_ != nullptr) {
        return place_.account().empty() || own_->principal() == place_.account();
    }
    if (place_.account().empty() || named.empty()) {
        return false;
    }
    KeytabEntries newest;
    for (const auto* entry : named) {
        if (entry->kvno == newest_kvno(entries_, entry->principal)) {
            newest.push_back(*entry);
        }
    }
    return static_cast<bool>(working_client(place_, newest, deadline));
}

/// No key opens it: versions and types say why.
void Check::report_unopened(const ServicePrincipalName& spn,
                            const ServiceTicket& ticket,
                            const KeytabPointers& named,
                            const Deadline& deadline) {
    const auto current =
        select(named, [&](const auto& entry) { return same_version(ticket.kvno, entry.kvno); });
    const auto fitting =
        select(current, [&](const auto& entry) { return entry.enctype == ticket.enctype; });
    if (!current.empty() && fitting.empty()) {
        return find(
            FindingCode::enctype_gap, spn.text(),
            fmt::format("tickets are sealed with {}, the keytab has {}",
                        enctype_name(ticket.enctype), enctypes_of(current)),
            "add a key of that type, or set the account's encryption types "
            "(msDS-SupportedEncryptionTypes on Active Directory) and give it a new password");
    }
    const std::string remedy =
        is_right_elsewhere(named, deadline)
            ? fmt::format(
                  "the key is {}'s own and the SPN is on another account: use that "
                  "account's keytab, or move the SPN",
                  displayed(named.front()->principal))
            : kMakeAnew;
    if (current.empty()) {
        return find(FindingCode::kvno_gap, spn.text(),
                    fmt::format("tickets are sealed with version {} of the key, the keytab has {}, "
                                "which do not open them",
                                ticket.kvno, kvnos_of(named)),
                    remedy);
    }
    find(FindingCode::key_wrong, spn.text(),
         fmt::format("the keytab has version {} of the key, but it does not open the ticket",
                     ticket.kvno),
         remedy == kMakeAnew
             ? "the SPN may be on another account, or the keytab be made with a wrong password or "
               "salt: if the account is right, make the key anew with mutauth keytab rotate"
             : remedy);
}

/// The key is right; its number is what others may look it up by.
void Check::look_at_number(const ServicePrincipalName& spn,
                           const ServiceTicket& ticket,
                           const KeytabPointers& opened) {
    const bool same = std::any_of(opened.begin(), opened.end(), [&](const auto* entry) {
        return same_version(ticket.kvno, entry->kvno);
    });
    if (!same) {
        find(FindingCode::kvno_misleads, spn.text(),
             fmt::format("the key that opens tickets is version {} in the keytab and {} at the "
                         "KDC: programs that look it up by its number do not find it",
                         kvnos_of(opened), ticket.kvno),
             "write the KDC's number: mutauth keytab add");
    }
}

Result<void> Check::look_at(const ServicePrincipalName& spn,
                            const ServiceTicket& ticket,
                            const Deadline& deadline) {
    auto opens = opening(entries_, ticket);
    if (!opens) {
        return std::move(opens).error();
    }
    for (const auto* entry : *opens) {
        current_.keys.push_back(*entry);
    }
    current_.sealed.push_back(ticket.enctype);
    const auto opened =
        select(*opens, [&](const auto& entry) { return is_for(entry, ticket.server); });
    if (!opened.empty()) {
        look_at_number(spn, ticket, opened);
        return {};
    }
    KeytabPointers named;
    for (const auto& entry : entries_) {
        if (is_for(entry, ticket.server)) {
            named.push_back(&entry);
        }
    }
    if (named.empty() || !opens->empty()) {
        report_absent(spn, ticket.server, *opens);
    } else {
        report_unopened(spn, ticket, named, deadline);
    }
    return {};
}

Result<void> Check::one(const ServicePrincipalName& spn, const Deadline& deadline) {
    Credential& client = wanted_.client != nullptr ? *wanted_.client : *own_;
    auto ticket = new_ticket(client, spn, deadline);
    if (!ticket) {
        return std::move(ticket).error();
    }
    if (!*ticket) {
        find(FindingCode::spn_unknown, spn.text(), "the KDC knows no such service",
             "register it on the account, or check its spelling");
        return {};
    }
    return look_at(spn, **ticket, deadline);
}

/// False if the KDC refuses the keytab's own key, which is a finding.
Result<bool> Check::find_client(const Deadline& deadline) {
    if (wanted_.client != nullptr) {
        return true;
    }
    std::string asked;
    auto client = working_client(place_, entries_, deadline, &asked);
    if (!client && client.error().status() == Status::client_unknown && place_.account().empty() &&
        !wanted_.client_account.empty()) {
        auto named = KeytabPlace::make(place_.path(), wanted_.client_account);
        if (!named) {
            return std::move(named).error();
        }
        client = working_client(*named, entries_, deadline, &asked);
    }
    if (client) {
        own_ = std::move(client->credential);
        current_.keys.insert(current_.keys.end(), client->keys.begin(), client->keys.end());
        return true;
    }
    if (client.error().status() == Status::client_locked) {
        find(FindingCode::key_refused, asked,
             fmt::format("the account is disabled or locked, or its password has expired: {}",
                         client.error().message()),
             client.error().remedy());
        return false;
    }
    if (client.error().status() != Status::wrong_password) {
        return std::move(client).error();
    }
    find(FindingCode::key_refused, asked,
         fmt::format("the KDC refuses the keytab's own key, version {}: {}",
                     newest_kvno(entries_, asked), client.error().message()),
         kMakeAnew);
    return false;
}

Result<void> Check::tickets(const Deadline& deadline) {
    auto found = find_client(deadline);
    if (!found || !*found) {
        return found ? Result<void>() : Result<void>(std::move(found).error());
    }
    for (const auto& spn : wanted_.spns.empty() ? service_names(entries_) : wanted_.spns) {
        if (auto looked = one(spn, deadline); !looked) {
            return looked;
        }
    }
    return {};
}

void Check::look_at_file() {
    const std::uint32_t mode = credential::keytab_mode(place_.path());
    if ((mode & 027) != 0) {
        find(FindingCode::file_exposed, place_.path(),
             fmt::format("its mode is {:04o}: whoever reads a key is the service", mode),
             fmt::format("chmod {:04o} {}", mode & ~027U, displayed(place_.path())));
    }
}

Result<Findings> Check::run(const Deadline& deadline) {
    if (auto asked = tickets(deadline); !asked) {
        return std::move(asked).error();
    }
    for (auto& finding : condition_of(entries_, current_, wanted_.grace, ::time(nullptr))) {
        findings_.push_back(std::move(finding));
    }
    look_at_file();
    return std::move(findings_);
}

}  // namespace

std::vector<ServicePrincipalName> service_names(const KeytabEntries& entries) {
    std::vector<ServicePrincipalName> out;
    std::set<std::string> seen;
    for (const auto& entry : entries) {
        const auto parts = spn::split_principal(entry.principal);
        if (parts.components.size() < 2 || !seen.insert(entry.principal).second) {
            continue;
        }
        auto name = spn::parse(parts.name() + "@" + parts.realm);
        if (name) {
            out.push_back(std::move(*name));
        }
    }
    return out;
}

Result<Findings> check_keytab(const KeytabPlace& place,
                              const KeytabCheck& check,
                              const Deadline& deadline) {
    auto entries = credential::read_keytab(place.path(), deadline);
    if (!entries) {
        return std::move(entries).error();
    }
    return Check(place, check, std::move(*entries)).run(deadline);
}

}  // namespace mutauth::registration
