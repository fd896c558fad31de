#include "registration/account_keys.h"

#include <krb5.h>

#include <algorithm>
#include <ctime>

#include "credential/password_key.h"
#include "credential/ticket_exchange.h"
#include "spn/kerberos_principal.h"

namespace mutauth::registration {

using credential::KerberosLibrary;
using credential::KeyHints;
using credential::KeytabEntries;
using credential::ServiceTicket;

namespace {

void include(std::vector<std::int32_t>& into, std::int32_t enctype) {
    if (std::find(into.begin(), into.end(), enctype) == into.end()) {
        into.push_back(enctype);
    }
}

}  // namespace

Result<void> ask_hints(const std::string& account,
                       const credential::InitialSecret& secret,
                       KeyHints& hints,
                       const Deadline& deadline) {
    auto library = KerberosLibrary::open();
    auto cache = credential::TicketCache::make(account);
    if (!library || !cache) {
        return library ? std::move(cache).error() : std::move(library).error();
    }
    return get_initial_ticket(*library, **cache, secret, deadline, nullptr, &hints);
}

Result<std::optional<ServiceTicket>> new_ticket(credential::Credential& client,
                                                const spn::ServicePrincipalName& spn,
                                                const Deadline& deadline) {
    auto cache = client.fetch_anew(spn, deadline);
    if (!cache) {
        Error why = std::move(cache).error();
        return why.status() == Status::service_unknown
                   ? Result<std::optional<ServiceTicket>>(std::nullopt)
                   : std::move(why);
    }
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    auto ticket = service_ticket_in(*library, **cache, spn);
    if (!ticket) {
        return std::move(ticket).error();
    }
    return std::optional(std::move(*ticket));
}

Result<std::optional<ServiceTicket>> new_ticket_to(credential::Credential& client,
                                                   const std::string& principal,
                                                   const Deadline& deadline) {
    const auto names = spn::split_principal(principal);
    spn::Parts parts;
    parts.realm = names.realm;
    auto ticket = new_ticket(client, spn::ServicePrincipalName(names.name(), parts), deadline);
    // Accounts that are no services are refused in many ways.
    const bool is_service = names.components.size() > 1;
    if (!ticket && !is_service && ticket.error().status() == Status::kdc_refused) {
        return std::optional<ServiceTicket>();
    }
    return ticket;
}

std::vector<std::int32_t> enctypes_for(const KeyHints& hints,
                                       const std::vector<ServiceTicket>& tickets) {
    std::vector<std::int32_t> out;
    for (const auto& hint : hints.salts) {
        if (!credential::is_weak(hint.enctype)) {
            include(out, hint.enctype);
        }
    }
    if (out.size() < 2) {
        include(out, ENCTYPE_AES256_CTS_HMAC_SHA1_96);
        include(out, ENCTYPE_AES128_CTS_HMAC_SHA1_96);
    }
    for (const auto& ticket : tickets) {
        include(out, ticket.enctype);
    }
    return out;
}

Result<KeytabEntries> entries_of_password(const std::string& account,
                                          const credential::SecretText& password,
                                          const KeyHints& hints,
                                          const std::vector<std::string>& names,
                                          std::uint32_t kvno,
                                          const std::vector<std::int32_t>& enctypes) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    const std::int64_t now = ::time(nullptr);
    KeytabEntries out;
    for (const std::int32_t enctype : enctypes) {
        auto key = credential::password_key(*library, account, password, enctype, hints);
        if (!key) {
            return std::move(key).error();
        }
        for (const auto& name : names) {
            out.push_back({name, kvno, enctype, now, *key});
        }
    }
    return out;
}

void put_entries(KeytabEntries& into, const KeytabEntries& fresh) {
    for (const auto& entry : fresh) {
        const bool there = std::any_of(into.begin(), into.end(), [&](const auto& other) {
            return other.stands_for(entry) && other.key == entry.key;
        });
        if (!there) {
            std::erase_if(into, [&](const auto& other) { return other.stands_for(entry); });
            into.push_back(entry);
        }
    }
}

}  // namespace mutauth::registration
