#include "credential/s4u_exchange.h"

#include <fmt/format.h>

#include <cstring>
#include <optional>
#include <utility>

#include "credential/kdc_exchange.h"
#include "credential/kdc_failure.h"
#include "credential/krb_error.h"

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

/// While one lives, what libkrb5 asks of KDCs in this context goes by our own I/O: these exchanges
/// have no form in steps.
class AskingByHook {
  public:
    AskingByHook(const KerberosLibrary& library, const Deadline& deadline)
        : library_(library), deadline_(deadline) {
        ::krb5_set_kdc_send_hook(library_.get(), ask, this);
    }
    AskingByHook(const AskingByHook&) = delete;
    AskingByHook& operator=(const AskingByHook&) = delete;
    ~AskingByHook() { ::krb5_set_kdc_send_hook(library_.get(), nullptr, nullptr); }

    /// Why the call that asked has failed.
    Error failure(std::string_view what, krb5_error_code code) {
        return failure_ ? std::move(*failure_).while_doing(what)
                        : kdc_failure(library_, what, code, refusal_);
    }

  private:
    static krb5_error_code ask(krb5_context context,
                               void* self,
                               const krb5_data* realm,
                               const krb5_data* message,
                               krb5_data** /*new_message*/,
                               krb5_data** reply) {
        return static_cast<AskingByHook*>(self)->answer(context, *realm, *message, reply);
    }

    krb5_error_code answer(krb5_context context,
                           const krb5_data& realm,
                           const krb5_data& message,
                           krb5_data** reply) noexcept {
        try {
            const ByteView request(reinterpret_cast<const std::uint8_t*>(message.data),
                                   message.length);
            auto answered =
                ask_kdc(library_, std::string(realm.data, realm.length), request, deadline_, last_);
            if (!answered) {
                failure_ = std::move(answered).error();
                return KRB5_KDC_UNREACH;
            }
            refusal_ = read_krb_error(*answered);
            const krb5_data made = borrowed(*answered);
            return ::krb5_copy_data(context, &made, reply);
        } catch (const std::exception&) {
            return ENOMEM;
        }
    }

    const KerberosLibrary& library_;
    const Deadline& deadline_;
    std::string last_;
    std::optional<Error> failure_;
    std::optional<KrbError> refusal_;
};

using Creds = Owned<krb5_creds*, krb5_free_creds>;

Bytes ticket_of(const krb5_creds& creds) {
    return copy_of({reinterpret_cast<const std::uint8_t*>(creds.ticket.data), creds.ticket.length});
}

/// The KDC's one answer to whatever it does not allow: KDC_ERR_BADOPTION (RFC 4120 7.5.9).
bool says_no(krb5_error_code code) {
    return code == KRB5KDC_ERR_BADOPTION || code == KRB5KDC_ERR_POLICY;
}

}  // namespace

Result<Bytes> ticket_to_self(const KerberosLibrary& library,
                             const TicketCache& own,
                             const std::string& client,
                             const Deadline& deadline) {
    const std::string what = fmt::format("getting a ticket of {} to {}", client, own.principal());
    auto user = parse_principal(library, client);
    auto self = parse_principal(library, own.principal());
    if (!user || !self) {
        return user ? std::move(self).error() : std::move(user).error();
    }
    krb5_creds wanted{};
    wanted.client = user->get();
    wanted.server = self->get();
    Creds got(library.get());
    AskingByHook asking(library, deadline);
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
    // The KDC gives it all the same, and lets nothing be done with it.
    if ((got.get()->ticket_flags & TKT_FLG_FORWARDABLE) == 0) {
        return of_whom(Error(Status::transition_refused,
                             what + ": the KDC made one that serves nowhere else"));
    }
    return ticket_of(*got.get());
}

Result<void> get_ticket_on_behalf(const KerberosLibrary& library,
                                  const TicketCache& own,
                                  ByteView evidence,
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
    const krb5_data encoded = borrowed(evidence);
    Owned<krb5_ticket*, krb5_free_ticket> ticket(library.get());
    krb5_creds wanted{};
    wanted.client = user->get();
    wanted.server = target->get();
    Creds got(library.get());
    AskingByHook asking(library, deadline);
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
        error = std::move(error).as(Status::delegation_refused);
    }
    return std::move(error)
        .with("client", clients.principal())
        .with("spn", service.text())
        .with("service account", own.principal());
}

}  // namespace mutauth::credential
