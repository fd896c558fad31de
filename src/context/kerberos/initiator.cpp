// The client's AP-REQ, and the service's AP-REP checked against it.
#include <gssapi/gssapi_ext.h>

#include "context/gss_checksum.h"
#include "context/kerberos/exchange.h"
#include "context/kerberos/side.h"
#include "context/mechanism_token.h"
#include "context/policy_flags.h"

namespace mutauth::context {
namespace kerberos {
namespace {

using Answer = Owned<krb5_ap_rep_enc_part*, krb5_free_ap_rep_enc_part>;

Turn malformed() {
    Turn out;
    out.state = Turn::State::refused;
    out.refusal.status = Status::token_malformed;
    return out;
}

class Initiator final : public Exchange {
  public:
    Initiator(std::shared_ptr<const credential::TicketCache> tickets,
              std::shared_ptr<const credential::ServiceCreds> ticket,
              BorrowedLibrary library,
              Bytes forwarded,
              const Policy& policy)
        : tickets_(std::move(tickets)),
          ticket_(std::move(ticket)),
          library_(std::move(library)),
          auth_(library_.get()),
          forwarded_(std::move(forwarded)),
          flags_(flags_of(policy) | (forwarded_.empty() ? 0 : GSS_C_DELEG_FLAG)) {}

    void bind(const ChannelBindings& bindings) override { bindings_ = bindings; }

    Turn advance(const TokenParts& token) override {
        return auth_.get() == nullptr ? request() : answered(token);
    }

    Result<Agreement> agreement(AskedTicket asked) override {
        Agreement out(std::move(asked));
        if (const auto code =
                read_session(library_.get(), auth_.get(), {true, mutual(), acceptor_subkey_}, out);
            code != 0) {
            return library_->error(Status::negotiation_failed, "reading the session key", code);
        }
        out.flags = flags_;
        out.client = tickets_->principal();
        out.expires = tickets_->here(ticket_->ends());
        return out;
    }

  private:
    bool mutual() const noexcept { return (flags_ & GSS_C_MUTUAL_FLAG) != 0; }
    bool dce_style() const noexcept { return (flags_ & GSS_C_DCE_STYLE) != 0; }

    Turn request() {
        GssChecksum checksum;
        checksum.flags = flags_;
        checksum.delegated = forwarded_;
        if (bindings_) {
            auto hash = bindings_->hash();
            if (!hash) {
                Turn out = malformed();
                out.refusal.status = hash.error().status();
                out.refusal.words = hash.error().message();
                return out;
            }
            checksum.bindings = *hash;
        }
        Data made(library_.get());
        if (const auto code = make_request(write_checksum(checksum), made.value); code != 0) {
            return refused(*library_, code);
        }
        return {mutual() ? Turn::State::more : Turn::State::done,
                dce_style() ? copy_of(made.view()) : framed(MessageId::ap_req, made.view()),
                {}};
    }

    krb5_error_code make_request(const Bytes& checksum, krb5_data& made) {
        krb5_context library = library_.get();
        krb5_error_code code = make_auth_context(library, 0, auth_);
        if (code == 0) {
            code = ::krb5_auth_con_set_req_cksumtype(library, auth_.get(), kGssChecksumType);
        }
        if (code != 0) {
            return code;
        }
        krb5_data body = credential::borrowed(checksum);
        const krb5_flags options =
            AP_OPTS_USE_SUBKEY |
            (mutual() ? AP_OPTS_MUTUAL_REQUIRED | AP_OPTS_ETYPE_NEGOTIATION : 0);
        // libkrb5 does not change the credentials, though its prototype says that it may.
        return ::krb5_mk_req_extended(library, auth_.out(), options, &body,
                                      const_cast<krb5_creds*>(&ticket_->creds), &made);
    }

    Turn answered(const TokenParts& token) {
        if (token.kind != TokenKind::ap_rep || token.spnego || token.framed == dce_style()) {
            return malformed();
        }
        const krb5_data in = credential::borrowed(token.message);
        Answer answer(library_.get());
        if (const auto code = ::krb5_rd_rep(library_.get(), auth_.get(), &in, answer.out());
            code != 0) {
            return refused(*library_, code);
        }
        acceptor_subkey_ = answer.get()->subkey != nullptr;
        if (!dce_style()) {
            return {Turn::State::done, {}, {}};
        }
        // [MS-KILE] 3.4.5.1: a third leg, by which the client shows that it read the answer.
        Data third(library_.get());
        const auto code = ::krb5_mk_rep_dce(library_.get(), auth_.get(), &third.value);
        return code != 0 ? refused(*library_, code)
                         : Turn{Turn::State::done, copy_of(third.view()), {}};
    }

    std::shared_ptr<const credential::TicketCache> tickets_;
    std::shared_ptr<const credential::ServiceCreds> ticket_;
    BorrowedLibrary library_;
    AuthContext auth_;
    Bytes forwarded_;
    std::uint32_t flags_;
    bool acceptor_subkey_ = false;
    std::optional<ChannelBindings> bindings_;
};

}  // namespace
}  // namespace kerberos

Result<std::unique_ptr<Exchange>> make_kerberos_initiator(
    std::shared_ptr<const credential::TicketCache> tickets,
    const spn::ServicePrincipalName& service,
    Bytes forwarded,
    const Policy& policy) {
    if (forwarded.size() > kLongestDelegated) {
        return Error(Status::forwarding_refused, "the ticket to hand over is too long for a token")
            .with("octets", static_cast<std::int64_t>(forwarded.size()));
    }
    auto library = kerberos::BorrowedLibrary::from(tickets->shelf());
    if (!library) {
        return std::move(library).error();
    }
    (*library)->set_clock(tickets->clock());
    auto ticket = tickets->creds_for(service);
    if (ticket == nullptr) {
        return Error(Status::no_credential, "the ticket for " + service.text() + " is gone");
    }
    return std::unique_ptr<Exchange>(std::make_unique<kerberos::Initiator>(
        std::move(tickets), std::move(ticket), std::move(*library), std::move(forwarded), policy));
}

}  // namespace mutauth::context
