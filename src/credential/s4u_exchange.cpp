#include "credential/s4u_exchange.h"

#include <fmt/format.h>

#include <utility>

#include "credential/kdc_hook.h"

// Exported by libkrb5 since 1.8 (krb5_3_MIT) and declared by none of its public headers; others
// declare them so too.
extern "C" {
krb5_error_code KRB5_CALLCONV krb5_get_credentials_for_user(krb5_context context,
                                                            krb5_flags options,
                                                            krb5_ccache ccache,
                                                            krb5_creds* wanted,
                                                            krb5_data* certificate,
                                                            krb5_creds** got);
krb5_error_code KRB5_CALLCONV krb5_get_credentials_for_proxy(krb5_context context,
                                                             krb5_flags options,
                                                             krb5_ccache ccache,
                                                             krb5_creds* wanted,
                                                             krb5_ticket* evidence,
                                                             krb5_creds** got);
}

namespace mutauth::credential {
namespace {

using Creds = Owned<krb5_creds*, krb5_free_creds>;

Bytes ticket_of(const krb5_creds& creds) {
    return copy_of({reinterpret_cast<const std::uint8_t*>(creds.ticket.data), creds.ticket.length});
}

}  // namespace

Result<OwnEvidence> ticket_to_self(const KerberosLibrary& library,
                                   const TicketCache& own,
                                   const std::string& client,
                                   NameType type,
                                   const Deadline& deadline) {
    const std::string what = fmt::format("getting a ticket of {} to {}", client, own.principal());
    auto user = parse_principal(library, client, type);
    auto self = parse_principal(library, own.principal());
    if (!user || !self) {
        return user ? std::move(self).error() : std::move(user).error();
    }
    krb5_creds wanted{};
    wanted.client = user->get();
    wanted.server = self->get();
    Creds got(library.get());
    library.set_clock(own.clock());
    KdcHook asking(library, deadline);
    const auto code = ::krb5_get_credentials_for_user(library.get(), KRB5_GC_NO_STORE, own.get(),
                                                      &wanted, nullptr, got.out());
    const auto of_whom = [&](Error error) {
        return std::move(error).with("client", client).with("service account", own.principal());
    };
    if (code != 0) {
        Error error = asking.failure(what, code);
        return of_whom(says_no(code) ? std::move(error).as(Status::transition_refused)
                                     : std::move(error));
    }
    const bool forwardable = (got.get()->ticket_flags & TKT_FLG_FORWARDABLE) != 0;
    return OwnEvidence{{ticket_of(*got.get()), forwardable},
                       principal_text(library.get(), got.get()->client)};
}

Result<void> get_ticket_on_behalf(const KerberosLibrary& library,
                                  const TicketCache& own,
                                  const Evidence& evidence,
                                  const spn::ServicePrincipalName& service,
                                  const TicketCache& clients,
                                  const Deadline& deadline) {
    const std::string what = fmt::format("getting a ticket of {} to {} as {}", clients.principal(),
                                         service.text(), own.principal());
    auto user = parse_principal(library, clients.principal());
    auto target = parse_principal(library, service.principal());
    auto self = parse_principal(library, own.principal());
    for (auto* parsed : {&user, &target, &self}) {
        if (!*parsed) {
            return std::move(*parsed).error();
        }
    }
    const krb5_data encoded = borrowed(evidence.ticket);
    Owned<krb5_ticket*, krb5_free_ticket> ticket(library.get());
    krb5_creds wanted{};
    wanted.client = user->get();
    wanted.server = target->get();
    Creds got(library.get());
    library.set_clock(own.clock());
    KdcHook asking(library, deadline);
    auto code = ::krb5_decode_ticket(&encoded, ticket.out());
    if (code == 0) {
        // The client asked for one of the account's SPNs; libkrb5 looks for a ticket-granting
        // ticket of just that name. The name is in the clear, and the account's key opens it by
        // any.
        Principal asked(library.get(), std::exchange(ticket.get()->server, self->release()));
        code = ::krb5_get_credentials_for_proxy(library.get(),
                                                KRB5_GC_CONSTRAINED_DELEGATION | KRB5_GC_NO_STORE,
                                                own.get(), &wanted, ticket.get(), got.out());
    }
    if (code == 0) {
        code = ::krb5_cc_store_cred(library.get(), clients.get(), got.get());
    }
    if (code == 0) {
        return {};
    }
    Error error = asking.failure(what, code);
    if (says_no(code)) {
        error = std::move(error).as(evidence.forwardable ? Status::delegation_refused
                                                         : Status::transition_refused);
    }
    return std::move(error)
        .with("client", clients.principal())
        .with("spn", service.text())
        .with("service account", own.principal());
}

}  // namespace mutauth::credential
