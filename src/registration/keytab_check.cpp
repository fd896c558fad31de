#include "registration/keytab_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <set>

#include "core/text.h"
#include "credential/password_key.h"
#include "credential/ticket_cache.h"
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
using Entries = std::vector<const KeytabEntry*>;

template <typename Numbers, typename Name>
std::string joined(const Numbers& numbers, Name name) {
    std::string out;
    for (const auto& number : numbers) {
        out += (out.empty() ? "" : ", ") + name(number);
    }
    return out;
}

std::string kvnos_of(const Entries& entries) {
    std::set<std::uint32_t> kvnos;
    for (const auto* entry : entries) {
        kvnos.insert(entry->kvno);
    }
    return joined(kvnos, [](std::uint32_t kvno) { return std::to_string(kvno); });
}

std::string enctypes_of(const Entries& entries) {
    std::set<std::int32_t> enctypes;
    for (const auto* entry : entries) {
        enctypes.insert(entry->enctype);
    }
    return joined(enctypes, enctype_name);
}

/// A ticket without a version may be sealed with any (RFC 4120 5.2.9 makes it optional).
bool same_kvno(std::uint32_t ticket, std::uint32_t entry) {
    return ticket == 0 || ticket == entry;
}

class Check {
  public:
    Check(const KeytabPlace& place, const KeytabCheck& wanted, KeytabEntries entries)
        : place_(place), wanted_(wanted), entries_(std::move(entries)) {}

    Result<Findings> run(const Deadline& deadline);

  private:
    Result<void> tickets(const Deadline& deadline);
    Result<std::vector<ServicePrincipalName>> names() const;
    void look_at(const ServicePrincipalName& spn, const ServiceTicket& ticket);
    void report_absent(const ServicePrincipalName& spn, const std::string& server);
    void look_at_file();
    void look_at_principals();
    Result<bool> refused(Credential& client, Error why);
    Result<bool> one(Credential& client, const ServicePrincipalName& spn, const Deadline& deadline);

    void find(FindingCode code, const std::string& subject, std::string text, std::string remedy) {
        findings_.push_back({code, displayed(subject), std::move(text), std::move(remedy)});
    }
    Entries select(const Entries& from, auto matches) const {
        Entries out;
        std::copy_if(from.begin(), from.end(), std::back_inserter(out),
                     [&](const auto* entry) { return matches(*entry); });
        return out;
    }

    const KeytabPlace& place_;
    const KeytabCheck& wanted_;
    KeytabEntries entries_;
    Findings findings_;
};

/// Those with a class and a host; the account's own name serves nobody.
Result<std::vector<ServicePrincipalName>> Check::names() const {
    if (!wanted_.spns.empty()) {
        return wanted_.spns;
    }
    std::vector<ServicePrincipalName> out;
    std::set<std::string> seen;
    for (const auto& entry : entries_) {
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

void Check::report_absent(const ServicePrincipalName& spn, const std::string& server) {
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
         fmt::format("keytab {} has no key for {}", displayed(place_.path()), displayed(server)),
         "add it: mutauth keytab add; or name the account whose keys stand for it");
}

void Check::look_at(const ServicePrincipalName& spn, const ServiceTicket& ticket) {
    Entries all;
    for (const auto& entry : entries_) {
        all.push_back(&entry);
    }
    const auto named = select(all, [&](const auto& entry) {
        return entry.principal == ticket.server || entry.principal == place_.account();
    });
    if (named.empty()) {
        return report_absent(spn, ticket.server);
    }
    const auto current =
        select(named, [&](const auto& entry) { return same_kvno(ticket.kvno, entry.kvno); });
    if (current.empty()) {
        return find(FindingCode::kvno_gap, spn.text(),
                    fmt::format("tickets are sealed with version {} of the key, the keytab has {}",
                                ticket.kvno, kvnos_of(named)),
                    "the password was changed elsewhere: add the new key with mutauth keytab add "
                    "--account-password-file, or make one with mutauth keytab rotate");
    }
    const auto fitting =
        select(current, [&](const auto& entry) { return entry.enctype == ticket.enctype; });
    if (fitting.empty()) {
        return find(FindingCode::enctype_gap, spn.text(),
                    fmt::format("tickets are sealed with {}, the keytab has {}",
                                enctype_name(ticket.enctype), enctypes_of(current)),
                    "add a key of that type, or set the account's encryption types");
    }
    auto library = KerberosLibrary::open();
    const bool opened = library && std::any_of(fitting.begin(), fitting.end(), [&](auto* entry) {
                            return key_opens(*library, ticket, entry->enctype, entry->key);
                        });
    if (!opened) {
        find(FindingCode::key_wrong, spn.text(),
             fmt::format("the keytab has version {} of the key, but it does not open the ticket",
                         ticket.kvno),
             "the SPN may be on another account, or the keytab be made with a wrong password or "
             "salt: make the key anew with mutauth keytab rotate");
    }
}

/// False if nothing can be asked with this client at all.
Result<bool> Check::one(Credential& client,
                        const ServicePrincipalName& spn,
                        const Deadline& deadline) {
    auto cache = client.fetch_anew(spn, deadline);
    auto library = KerberosLibrary::open();
    if (cache && library) {
        auto ticket = service_ticket_in(*library, **cache, spn);
        if (!ticket) {
            return std::move(ticket).error();
        }
        look_at(spn, *ticket);
        return true;
    }
    Error why = cache ? std::move(library).error() : std::move(cache).error();
    if (why.status() == Status::service_unknown) {
        find(FindingCode::spn_unknown, spn.text(), "the KDC knows no such service",
             "register it on the account, or check its spelling");
        return true;
    }
    return refused(client, std::move(why));
}

/// A key of the keytab's own that the KDC refuses is a finding; false then.
Result<bool> Check::refused(Credential& client, Error why) {
    const bool own = wanted_.client == nullptr;
    if (!own ||
        (why.status() != Status::wrong_password && why.status() != Status::client_unknown)) {
        return why;
    }
    find(FindingCode::key_refused, client.principal(),
         fmt::format("the KDC refuses the keytab's own key, version {}: {}",
                     newest_kvno(entries_, client.principal()), why.message()),
         "the password was changed elsewhere: add the new key with mutauth keytab add "
         "--account-password-file, or make one with mutauth keytab rotate by an administrator");
    return false;
}

Result<void> Check::tickets(const Deadline& deadline) {
    auto wanted = names();
    if (!wanted) {
        return std::move(wanted).error();
    }
    std::shared_ptr<Credential> own;
    if (wanted_.client == nullptr) {
        auto made = place_.credential_of(entries_);
        if (!made) {
            return std::move(made).error();
        }
        own = std::move(*made);
    }
    Credential& client = wanted_.client != nullptr ? *wanted_.client : *own;
    if (wanted->empty() && own != nullptr) {
        // At least whether the KDC takes the key.
        auto proven = own->fetch(nullptr, deadline);
        auto looked = proven ? Result<bool>(true) : refused(*own, std::move(proven).error());
        return looked ? Result<void>() : Result<void>(std::move(looked).error());
    }
    for (const auto& spn : *wanted) {
        auto looked = one(client, spn, deadline);
        if (!looked) {
            return std::move(looked).error();
        }
        if (!*looked) {
            break;
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

void Check::look_at_principals() {
    std::set<std::string> principals;
    for (const auto& entry : entries_) {
        principals.insert(entry.principal);
    }
    const std::int64_t now = ::time(nullptr);
    for (const auto& principal : principals) {
        Entries own;
        for (const auto& entry : entries_) {
            if (entry.principal == principal) {
                own.push_back(&entry);
            }
        }
        const auto weak =
            select(own, [](const auto& entry) { return credential::is_weak(entry.enctype); });
        if (!weak.empty()) {
            find(FindingCode::weak_enctype, principal, "has keys of type " + enctypes_of(weak),
                 "give the account AES keys, then make the key anew: mutauth keytab rotate");
        }
        const auto stale = select(
            own, [&](const auto& entry) { return is_stale(entries_, entry, wanted_.grace, now); });
        if (!stale.empty()) {
            find(FindingCode::stale_key, principal,
                 fmt::format("version {} was replaced longer ago than tickets live",
                             kvnos_of(stale)),
                 "the next mutauth keytab rotate takes it out");
        }
    }
}

Result<Findings> Check::run(const Deadline& deadline) {
    if (auto asked = tickets(deadline); !asked) {
        return std::move(asked).error();
    }
    look_at_principals();
    look_at_file();
    return std::move(findings_);
}

}  // namespace

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
