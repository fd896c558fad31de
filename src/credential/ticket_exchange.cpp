#include "credential/ticket_exchange.h"

#include <fmt/format.h>

#include "credential/kdc_exchange.h"
#include "credential/kdc_failure.h"

namespace mutauth::credential {
namespace {

using InitialExchange = Owned<krb5_init_creds_context, krb5_init_creds_free>;
using ServiceExchange = Owned<krb5_tkt_creds_context, krb5_tkt_creds_free>;
using Options = Owned<krb5_get_init_creds_opt*, krb5_get_init_creds_opt_free>;

class Data {
  public:
    explicit Data(krb5_context context) : context_(context) {}
    ~Data() { ::krb5_free_data_contents(context_, &value); }
    Data(const Data&) = delete;
    Data& operator=(const Data&) = delete;

    ByteView view() const {
        return {reinterpret_cast<const std::uint8_t*>(value.data), value.length};
    }

    krb5_data value{};

  private:
    krb5_context context_;
};

/// A service may be several realms away; a loop of referrals must end all the same.
constexpr int kMostSteps = 40;

/// Steps until libkrb5 says that it is done; step(in, request, realm, more) does one.
template <typename Step>
Result<void> converse(const KerberosLibrary& library,
                      std::string_view what,
                      const Deadline& deadline,
                      Step step,
                      KeyHints* hints = nullptr) {
    Bytes reply;
    std::string answered;
    std::optional<KrbError> refusal;
    for (int i = 0; i < kMostSteps; ++i) {
        Data request(library.get());
        Data realm(library.get());
        krb5_data in = borrowed(reply);
        bool more = false;
        const krb5_error_code code = step(&in, &request.value, &realm.value, more);
        if (code != 0) {
            return kdc_failure(library, what, code, refusal);
        }
        if (!more) {
            return {};
        }
        auto answer = ask_kdc(library, std::string(text_of(realm.view())), request.view(), deadline,
                              answered);
        if (!answer) {
            return std::move(answer).error().while_doing(what);
        }
        reply = std::move(*answer);
        refusal = read_krb_error(reply);
        if (hints != nullptr) {
            read_key_hints(reply, *hints);
        }
    }
    return Error(Status::kdc_protocol, fmt::format("{}: the KDCs lead nowhere", what));
}

krb5_error_code begin_initial(const KerberosLibrary& library,
                              const TicketCache& cache,
                              const InitialSecret& secret,
                              const char* service,
                              Options& options,
                              InitialExchange& exchange) {
    Principal client(library.get());
    krb5_error_code code =
        ::krb5_parse_name(library.get(), cache.principal().c_str(), client.out());
    if (code == 0) {
        code = ::krb5_get_init_creds_opt_alloc(library.get(), options.out());
    }
    if (code == 0) {
        // As Windows asks: else neither can a service act as this client, nor this one as another,
        // where the KDC would let them.
        ::krb5_get_init_creds_opt_set_forwardable(options.get(), 1);
        if (secret.name == NameType::enterprise) {
            // RFC 6806 5: the KDC answers with the account's own name only if it is asked to.
            client.get()->type = KRB5_NT_ENTERPRISE_PRINCIPAL;
            ::krb5_get_init_creds_opt_set_canonicalize(options.get(), 1);
        }
        code = ::krb5_get_init_creds_opt_set_out_ccache(library.get(), options.get(), cache.get());
    }
    if (code == 0) {
        code = ::krb5_init_creds_init(library.get(), client.get(), nullptr, nullptr, 0,
                                      options.get(), exchange.out());
    }
    if (code == 0 && service != nullptr) {
        code = ::krb5_init_creds_set_service(library.get(), exchange.get(), service);
    }
    if (code != 0) {
        return code;
    }
    return secret.keys != nullptr
               ? ::krb5_init_creds_set_keytab(library.get(), exchange.get(), secret.keys->get())
               : ::krb5_init_creds_set_password(library.get(), exchange.get(),
                                                secret.password->c_str());
}

krb5_error_code begin_service(const KerberosLibrary& library,
                              const TicketCache& cache,
                              const spn::ServicePrincipalName& service,
                              ServiceExchange& exchange) {
    Principal client(library.get());
    Principal server(library.get());
    krb5_error_code code =
        ::krb5_parse_name(library.get(), cache.principal().c_str(), client.out());
    if (code == 0) {
        code = ::krb5_parse_name(library.get(), service.principal().c_str(), server.out());
    }
    if (code != 0) {
        return code;
    }
    krb5_creds wanted{};
    wanted.client = client.get();
    wanted.server = server.get();
    return ::krb5_tkt_creds_init(library.get(), cache.get(), &wanted, 0, exchange.out());
}

}  // namespace

Result<void> get_initial_ticket(const KerberosLibrary& library,
                                const TicketCache& cache,
                                const InitialSecret& secret,
                                const Deadline& deadline,
                                const char* service,
                                KeyHints* hints) {
    const std::string what = "getting a ticket for " + cache.principal();
    Options options(library.get());
    InitialExchange exchange(library.get());
    // The reply tells the KDC's time anew, whatever an earlier one said.
    library.set_clock({});
    if (const auto code = begin_initial(library, cache, secret, service, options, exchange);
        code != 0) {
        return kdc_failure(library, what, code, std::nullopt);
    }
    auto got = converse(
        library, what, deadline,
        [&](krb5_data* in, krb5_data* out, krb5_data* realm, bool& more) {
            unsigned flags = 0;
            const auto code =
                ::krb5_init_creds_step(library.get(), exchange.get(), in, out, realm, &flags);
            more = (flags & KRB5_INIT_CREDS_STEP_FLAG_CONTINUE) != 0;
            return code;
        },
        hints);
    if (got) {
        cache.learn_clock(library.clock());
    }
    return got;
}

Result<void> get_service_ticket(const KerberosLibrary& library,
                                const TicketCache& cache,
                                const spn::ServicePrincipalName& service,
                                const Deadline& deadline) {
    const std::string what =
        fmt::format("getting a ticket to {} for {}", service.text(), cache.principal());
    ServiceExchange exchange(library.get());
    library.set_clock(cache.clock());
    if (const auto code = begin_service(library, cache, service, exchange); code != 0) {
        return kdc_failure(library, what, code, std::nullopt);
    }
    auto got = converse(
        library, what, deadline, [&](krb5_data* in, krb5_data* out, krb5_data* realm, bool& more) {
            unsigned flags = 0;
            const auto code =
                ::krb5_tkt_creds_step(library.get(), exchange.get(), in, out, realm, &flags);
            more = (flags & KRB5_TKT_CREDS_STEP_FLAG_CONTINUE) != 0;
            return code;
        });
    if (!got) {
        Error error = std::move(got).error();
        if (error.status() == Status::wrong_password) {
            // No password was asked for: RFC 4120 3.3.3.1, of the ticket that asks.
            error =
                std::move(error)
                    .as(Status::kdc_refused)
                    .with_remedy("the KDC does not open the ticket at hand: get a new one (kinit)");
        }
        return std::move(error).with("spn", service.text()).with("client", cache.principal());
    }
    return got;
}

}  // namespace mutauth::credential
