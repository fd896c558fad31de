// Where credentials come from.
#include "credential/credential.h"

namespace mutauth::credential {
namespace {

FileWatch watch_of_keytab(const std::string& name) {
    auto path = keytab_path(name);
    return FileWatch(path ? std::move(*path) : std::string());
}

/// libkrb5's own words for its defaults.
template <typename Ask>
Result<std::string> default_name(Ask ask) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    return ask(*library);
}

Result<std::string> default_ccache() {
    return default_name([](const KerberosLibrary& library) -> Result<std::string> {
        const char* name = ::krb5_cc_default_name(library.get());
        return name == nullptr ? Result<std::string>(Error(Status::no_credential))
                               : std::string(name);
    });
}

Result<std::string> default_client_keytab() {
    return default_name([](const KerberosLibrary& library) -> Result<std::string> {
        Keytab keytab(library.get());
        std::string name(1024, '\0');
        auto code = ::krb5_kt_client_default(library.get(), keytab.out());
        if (code == 0) {
            code = ::krb5_kt_get_name(library.get(), keytab.get(), name.data(),
                                      static_cast<unsigned>(name.size()));
        }
        if (code != 0) {
            return library.error(Status::keytab_unreadable, "the default client keytab", code);
        }
        name.resize(name.find('\0'));
        return name;
    });
}

}  // namespace

Result<std::shared_ptr<Credential>> Credential::from_ccache(const std::string& name) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    // Older than the copy, so that no change between the two is missed.
    Source source{name, FileWatch(ccache_file(name)), ""};
    auto tickets = TicketCache::copy(name);
    if (!tickets) {
        return std::move(tickets).error();
    }
    std::shared_ptr<Credential> made(new Credential(std::move(*library), (*tickets)->principal()));
    made->tickets_ = std::move(*tickets);
    made->source_.emplace(std::move(source));
    return made;
}

Result<std::shared_ptr<Credential>> Credential::from_environment() {
    auto name = default_ccache();
    if (!name) {
        return std::move(name).error();
    }
    auto from_tickets = from_ccache(*name);
    if (from_tickets) {
        (*from_tickets)->take_client_keytab();
    }
    if (from_tickets || from_tickets.error().status() != Status::no_credential) {
        return from_tickets;
    }
    auto from_keys = from_client_keytab("");
    if (from_keys) {
        return from_keys;
    }
    // What is missing, if all is, are the tickets.
    return from_tickets;
}

/// Where there is none, or none with a key of the principal, the ccache's tickets are all there is.
void Credential::take_client_keytab() {
    auto name = default_client_keytab();
    if (!name) {
        return;
    }
    FileWatch watch = watch_of_keytab(*name);
    auto keys = Keys::read(*name);
    if (keys && (*keys)->only_for(spn::ServedNames(), principal())) {
        keys_ = std::make_unique<WatchedKeys>(std::move(*keys), principal(), std::move(watch));
    }
}

Result<std::shared_ptr<Credential>> Credential::from_client_keytab(const std::string& principal) {
    auto name = default_client_keytab();
    return name ? from_keytab(*name, principal)
                : Result<std::shared_ptr<Credential>>(std::move(name).error());
}

Result<std::shared_ptr<Credential>> Credential::from_keytab(const std::string& file,
                                                            const std::string& principal) {
    if (!principal.empty()) {
        auto library = KerberosLibrary::open();
        if (!library) {
            return std::move(library).error();
        }
        // What the caller wrote wrong comes before what the file has wrong.
        if (auto parsed = parse_principal(*library, principal); !parsed) {
            return std::move(parsed).error();
        }
    }
    FileWatch watch = watch_of_keytab(file);
    auto keys = Keys::read(file);
    if (!keys) {
        return std::move(keys).error();
    }
    return from_watched_keys(std::move(*keys), principal, std::move(watch));
}

Result<std::shared_ptr<Credential>> Credential::from_enterprise_keytab(const std::string& file,
                                                                       const std::string& name) {
    // A name and no secret of its own yet: the keys take the password's place.
    auto made = from_password(name, "", NameType::enterprise);
    if (!made) {
        return made;
    }
    FileWatch watch = watch_of_keytab(file);
    auto keys = Keys::read(file);
    if (!keys) {
        return std::move(keys).error();
    }
    (*made)->password_.reset();
    (*made)->keys_ = std::make_unique<WatchedKeys>(std::move(*keys), "", std::move(watch));
    return made;
}

Result<std::shared_ptr<Credential>> Credential::from_keys(std::shared_ptr<Keys> keys,
                                                          const std::string& principal) {
    return from_watched_keys(std::move(keys), principal, FileWatch(""));
}

Result<std::shared_ptr<Credential>> Credential::from_watched_keys(std::shared_ptr<Keys> keys,
                                                                  const std::string& principal,
                                                                  FileWatch file) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    std::string account;
    if (!principal.empty()) {
        auto parsed = parse_principal(*library, principal);
        if (!parsed) {
            return std::move(parsed).error();
        }
        account = principal_text(library->get(), parsed->get());
        // Fails now rather than at the first ticket if the account has no key here.
        if (auto own = keys->only_for(spn::ServedNames(), account); !own) {
            return std::move(own).error();
        }
    }
    std::string acts_as = account.empty() ? keys->entries().front().principal : account;
    std::shared_ptr<Credential> made(new Credential(std::move(*library), std::move(acts_as)));
    made->keys_ = std::make_unique<WatchedKeys>(std::move(keys), account, std::move(file));
    made->account_ = std::move(account);
    return made;
}

Result<std::shared_ptr<Credential>> Credential::from_password(const std::string& principal,
                                                              std::string_view password,
                                                              NameType type) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    auto parsed = parse_principal(*library, principal, type);
    if (!parsed) {
        return std::move(parsed).error();
    }
    std::string full = principal_text(library->get(), parsed->get());
    std::shared_ptr<Credential> made(new Credential(std::move(*library), full));
    if (type == NameType::enterprise) {
        made->enterprise_name_ = std::move(full);
    }
    made->password_.emplace(password);
    return made;
}

Result<std::shared_ptr<Credential>> Credential::from_asking(const std::string& principal,
                                                            AskPassword ask) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    auto parsed = parse_principal(*library, principal);
    if (!parsed) {
        return std::move(parsed).error();
    }
    std::string full = principal_text(library->get(), parsed->get());
    std::shared_ptr<Credential> made(new Credential(std::move(*library), std::move(full)));
    made->ask_ = std::move(ask);
    return made;
}

Result<std::shared_ptr<Credential>> Credential::on_behalf(std::shared_ptr<Credential> service,
                                                          const std::string& client,
                                                          Bytes evidence,
                                                          NameType type) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    auto parsed = parse_principal(*library, client, type);
    if (!parsed) {
        return std::move(parsed).error();
    }
    std::string full = principal_text(library->get(), parsed->get());
    auto tickets = TicketCache::make(full);
    if (!tickets) {
        return std::move(tickets).error();
    }
    std::shared_ptr<Credential> made(new Credential(std::move(*library), std::move(full)));
    made->tickets_ = std::move(*tickets);
    const bool by_word = evidence.empty();
    made->on_behalf_.emplace(OnBehalf{std::move(service), {std::move(evidence)}, by_word, {}});
    if (type == NameType::enterprise) {
        made->enterprise_name_ = made->principal();
    }
    return made;
}

Result<std::shared_ptr<Credential>> Credential::chosen_by(std::shared_ptr<Credential> service,
                                                          Choose choose) {
    const std::string principal = service->principal();
    auto made = on_behalf(std::move(service), principal, {});
    if (made) {
        (*made)->on_behalf_->choose = std::move(choose);
    }
    return made;
}

Result<std::shared_ptr<Credential>> Credential::handed_over(const TicketCache& tickets) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    auto own = TicketCache::with_ticket_granting_ticket(*library, tickets);
    if (!own) {
        return std::move(own).error();
    }
    std::shared_ptr<Credential> made(
        new Credential(std::move(*library), std::string(tickets.principal())));
    made->tickets_ = std::move(*own);
    return made;
}

}  // namespace mutauth::credential
