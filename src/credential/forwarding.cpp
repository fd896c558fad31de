#include "credential/forwarding.h"

#include <fmt/format.h>

#include <utility>

#include "credential/kdc_hook.h"

namespace mutauth::credential {
namespace {

using AuthContext = Owned<krb5_auth_context, krb5_auth_con_free>;

Error of_whom(Error error, const TicketCache& tickets, const spn::ServicePrincipalName& service) {
    return std::move(error).with("client", tickets.principal()).with("spn", service.text());
}

/// Without times and sequence numbers, which a message inside another one does not need.
krb5_error_code sealing_by(const KerberosLibrary& library,
                           const ServiceCreds& ticket,
                           AuthContext& out) {
    auto code = ::krb5_auth_con_init(library.get(), out.out());
    if (code == 0) {
        code = ::krb5_auth_con_setflags(library.get(), out.get(), 0);
    }
    // It is copied, though the prototype says that it may be changed.
    return code != 0
               ? code
               : ::krb5_auth_con_setuseruserkey(library.get(), out.get(),
                                                const_cast<krb5_keyblock*>(&ticket.creds.keyblock));
}

}  // namespace

bool is_trusted_with_tickets(const TicketCache& tickets, const spn::ServicePrincipalName& service) {
    const auto ticket = tickets.creds_for(service);
    return ticket != nullptr && (ticket->creds.ticket_flags & TKT_FLG_OK_AS_DELEGATE) != 0;
}

Result<void> check_forwardable(const TicketCache& tickets,
                               const spn::ServicePrincipalName& service) {
    if ((tickets.flags_of_ticket_granting_ticket() & TKT_FLG_FORWARDABLE) != 0) {
        return {};
    }
    const bool has_one = tickets.end_of_ticket_granting_ticket() != 0;
    return of_whom(
        Error(Status::forwarding_refused,
              has_one ? fmt::format("{}'s ticket-granting ticket lacks the flag forwardable",
                                    tickets.principal())
                      : fmt::format("{} has no ticket-granting ticket here", tickets.principal())),
        tickets, service);
}

Result<Bytes> forwarded_ticket(const KerberosLibrary& library,
                               const TicketCache& tickets,
                               const spn::ServicePrincipalName& service,
                               const Deadline& deadline) {
    const std::string what =
        fmt::format("forwarding a ticket of {} to {}", tickets.principal(), service.text());
    auto client = parse_principal(library, tickets.principal());
    auto server = parse_principal(library, service.principal());
    if (!client || !server) {
        return client ? std::move(server).error() : std::move(client).error();
    }
    const auto ticket = tickets.creds_for(service);
    if (ticket == nullptr) {
        return Error(Status::no_credential, "the ticket for " + service.text() + " is gone");
    }
    AuthContext sealing(library.get());
    library.set_clock(tickets.clock());
    KdcHook asking(library, deadline);
    krb5_data made{};
    auto code = sealing_by(library, *ticket, sealing);
    if (code == 0) {
        code = ::krb5_fwd_tgt_creds(library.get(), sealing.get(), nullptr, client->get(),
                                    server->get(), tickets.get(), 1, &made);
    }
    if (code != 0) {
        Error error = asking.failure(what, code);
        return of_whom(
            says_no(code) ? std::move(error).as(Status::forwarding_refused) : std::move(error),
            tickets, service);
    }
    Bytes out = copy_of({reinterpret_cast<const std::uint8_t*>(made.data), made.length});
    ::krb5_free_data_contents(library.get(), &made);
    // RFC 4121 4.1.1.1: its length has two octets.
    if (out.size() > UINT16_MAX) {
        return of_whom(Error(Status::forwarding_refused,
                             fmt::format("{}'s ticket is too large to be handed over: {} octets",
                                         tickets.principal(), out.size())),
                       tickets, service);
    }
    return out;
}

}  // namespace mutauth::credential
