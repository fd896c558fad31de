// The client's side: asks for one service by name and accepts nothing but that service's proof.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "context/establish.h"
#include "context/gss.h"
#include "context/gss_exchange.h"
#include "context/kerberos/exchange.h"
#include "context/kerberos/sent_request.h"
#include "context/negotiation.h"
#include "context/token_reader.h"
#include "core/text.h"
#include "credential/forwarding.h"
#include "spn/kerberos_principal.h"

namespace mutauth::context {
namespace {

/// By RFC 4120 7.5.9's number. A peer that lies sends its user to look at something that is in
/// order, and no further.
const char* remedy_for(std::int64_t code) {
    switch (code) {
        case 32:  // KRB_AP_ERR_TKT_EXPIRED
            return "get a new ticket (kinit); if that is refused too, compare this machine's clock "
                   "with the service's";
        case 33:  // KRB_AP_ERR_TKT_NYV
        case 37:  // KRB_AP_ERR_SKEW
            return "compare this machine's clock with the service's and the KDC's, and set the one "
                   "that is wrong";
        case 31:  // KRB_AP_ERR_BAD_INTEGRITY
        case 35:  // KRB_AP_ERR_NOT_US
        case 41:  // KRB_AP_ERR_MODIFIED
        case 44:  // KRB_AP_ERR_BADKEYVER
        case 45:  // KRB_AP_ERR_NOKEY
            return "bring the service's keytab in step with its account (mutauth keytab check, on "
                   "the service's machine), or register the SPN on the right account; then get a "
                   "new ticket";
        default:
            return status_remedy(Status::peer_refused);
    }
}

/// What libkrb5 says of this side's own ticket and clock before anything is sent.
Status asking_status(const Refusal& refusal) {
    if (refusal.status) {
        return *refusal.status;
    }
    if (GSS_ROUTINE_ERROR(refusal.major) == GSS_S_CREDENTIALS_EXPIRED) {
        return Status::credential_expired;
    }
    switch (static_cast<krb5_error_code>(refusal.code)) {
        case KRB5KRB_AP_ERR_TKT_EXPIRED:
            return Status::credential_expired;
        case KRB5KRB_AP_ERR_TKT_NYV:
        case KRB5KRB_AP_ERR_SKEW:
            return Status::clock_skew;
        default:
            return Status::negotiation_failed;
    }
}

/// The number of a KRB-ERROR (RFC 4120 7.5.9) as libkrb5's code for it.
OM_uint32 minor_of(std::int64_t code) {
    return static_cast<OM_uint32>(ERROR_TABLE_BASE_krb5 + code);
}

class Initiator final : public Negotiation {
  public:
    Initiator(std::unique_ptr<Exchange> exchange,
              std::shared_ptr<const credential::TicketCache> tickets,
              spn::ServicePrincipalName service,
              const Policy& policy)
        : Negotiation(std::move(exchange), policy),
          tickets_(std::move(tickets)),
          service_(std::move(service)),
          spn_(service_.text()) {}

    bool is_initiator() const noexcept override { return true; }

  protected:
    Result<Step> advance(ByteView token) override {
        if (!begun_) {
            return token.empty()
                       ? ask()
                       : Error(Status::wrong_state, "the client's first step takes no token");
        }
        const TokenParts parts = read_token(token);
        if (auto expected = check_answer(parts); !expected) {
            return std::move(expected).error();
        }
        Turn turn = exchange_->advance(parts);
        if (turn.state == Turn::State::refused) {
            error_token_ = std::move(turn.token);
            return failure(parts, turn.refusal);
        }
        return stepped(std::move(turn));
    }

    Result<std::unique_ptr<SecurityContext>> establish() override {
        auto agreed = exchange_->agreement(sent_request_->asked());
        if (!agreed) {
            return std::move(agreed).error();
        }
        if (auto same = check_agreement(*agreed); !same) {
            return std::move(same).error();
        }
        // GSS-API leaves the realm empty where a referral chose it; the KDC's ticket names it.
        const std::string proven = spn::to_principal(spn_, agreed->asked.realm);
        agreed->service_key = proven;
        agreed->client_type = sent_request_->client_type();
        agreed->authenticated = sent_request_->authenticated();
        agreed->bindings_given = bindings_.has_value();
        return context::establish(std::move(*agreed), proven, true, policy_);
    }

  private:
    Result<Step> ask() {
        Turn turn = exchange_->advance(TokenParts());
        if (turn.state == Turn::State::refused) {
            error_token_ = std::move(turn.token);
            return asking_failed(turn.refusal);
        }
        begun_ = true;
        if (auto known = note_request(turn.token); !known) {
            return std::move(known).error();
        }
        return stepped(std::move(turn));
    }

    Step stepped(Turn turn) {
        const bool done = turn.state == Turn::State::done;
        if (!done) {
            sent_ = turn.token;
        }
        return Step{done, std::move(turn.token)};
    }

    /// An answer is judged by what this side has asked, so that is read like everything else.
    Result<void> note_request(ByteView token) {
        const TokenParts own = read_token(token);
        const auto creds =
            own.request ? tickets_->creds_with(service_, own.request->ticket.der) : nullptr;
        if (creds != nullptr) {
            sent_request_ = kerberos::SentRequest::read(*own.request, creds->creds);
        }
        if (!sent_request_) {
            return Error(Status::negotiation_failed,
                         "the Kerberos library made a request that this library does not read")
                .with("spn", spn_)
                .with("malformed", own.fault.text());
        }
        return {};
    }

    /// What can be told apart before the mechanism sees the token, so that the reason is not lost
    /// in its general words; and what has to be refused before.
    Result<void> check_answer(const TokenParts& parts) {
        const ByteView token = parts.bytes;
        if (token.empty()) {
            return Error(Status::token_malformed, "the service sent an empty token");
        }
        if (std::equal(token.begin(), token.end(), sent_.begin(), sent_.end())) {
            return Error(Status::token_reflected).with("spn", spn_);
        }
        if (parts.kind == TokenKind::krb_error) {
            return refusal(*parts.error);
        }
        if (parts.kind == TokenKind::ntlm) {
            return Error(Status::mechanism_refused, "the peer answers with NTLM").with("spn", spn_);
        }
        if (parts.kind == TokenKind::unknown) {
            return malformed(parts.fault);
        }
        if (parts.chooses_another) {
            return Error(Status::mechanism_refused,
                         fmt::format("who answers for {} chooses {}, which was not offered", spn_,
                                     parts.offers_ntlm ? "NTLM" : "a mechanism"))
                .with("spn", spn_);
        }
        if (parts.rejects) {
            return Error(Status::peer_refused,
                         fmt::format("who answers for {} refused and does not say why", spn_))
                .with("spn", spn_);
        }
        if (policy_.mutual && parts.spnego && parts.claims_completion &&
            parts.kind == TokenKind::none && !answer_) {
            return Error(Status::peer_not_proven,
                         fmt::format(
                             "who answers for {} claims that all is done but shows no proof", spn_))
                .with("spn", spn_);
        }
        return parts.answer ? judge(*parts.answer) : Result<void>();
    }

    Result<void> judge(const kerberos::EncryptedData& sealed) {
        if (answer_) {
            return Error(Status::token_malformed,
                         fmt::format("who answers for {} sent a second AP-REP", spn_))
                .with("spn", spn_);
        }
        const auto verdict = sent_request_->check_answer(sealed, answer_.emplace());
        if (!verdict.refuses()) {
            return {};
        }
        if (verdict.fault) {
            return malformed(verdict.fault);
        }
        return Error(verdict.status,
                     verdict.status == Status::weak_key
                         ? fmt::format("{} answers with a subkey that is not of AES", spn_)
                         : fmt::format("who answers for {} does not hold its key", spn_))
            .with("spn", spn_)
            .with_native(NativeSystem::krb5,
                         ERROR_TABLE_BASE_krb5 + static_cast<std::int64_t>(verdict.code));
    }

    /// The library that completed the exchange has to have read the same in the answer.
    Result<void> check_agreement(const Agreement& agreed) const {
        if ((agreed.flags & GSS_C_MUTUAL_FLAG) != 0 && !answer_) {
            return Error(Status::peer_not_proven, "the service did not prove itself")
                .with("spn", spn_);
        }
        if (!agreed.session) {
            return {};
        }
        const bool answers = answer_ && answer_->subkey;
        const Bytes& key = answers ? answer_->subkey->value : sent_request_->initiator_key().value;
        if (agreed.session->acceptor_subkey != answers || agreed.session->key != key) {
            return Error(Status::token_malformed,
                         "the Kerberos library read another key in the service's answer than this "
                         "library did")
                .with("spn", spn_);
        }
        return {};
    }

    Error malformed(const der::Fault& fault) const {
        return Error(Status::token_malformed, fmt::format("who answers for {} sent a malformed "
                                                          "token: {}",
                                                          spn_, fault.text()))
            .with("spn", spn_)
            .with("malformed", fault.text());
    }

    Error refusal(const credential::KrbError& error) const {
        constexpr std::int64_t kSkew = 37;  // RFC 4120 7.5.9: KRB_AP_ERR_SKEW
        Error out =
            Error(Status::peer_refused,
                  fmt::format("who answers for {} refused: {} (not proven to be the service's "
                              "words)",
                              spn_, gss::words_for(minor_of(error.code))))
                .with("spn", spn_)
                .with("claimed reason", gss::words_for(minor_of(error.code)))
                .with("claimed server", displayed(error.server))
                .with_native(NativeSystem::krb5, ERROR_TABLE_BASE_krb5 + error.code)
                .with_remedy(remedy_for(error.code));
        return error.code == kSkew && error.server_time != 0
                   ? std::move(out).with("seconds the peer claims to be ahead",
                                         error.server_time - ::time(nullptr))
                   : std::move(out);
    }

    Error asking_failed(const Refusal& refusal) const {
        return refusal.error(asking_status(refusal), "asking for " + spn_).with("spn", spn_);
    }

    Error failure(const TokenParts& token, const Refusal& refusal) const {
        // Whatever came, it was no proof that its sender holds the service's key.
        const bool proof = token.kind == TokenKind::ap_rep;
        return refusal
            .error(proof ? Status::peer_not_proven : Status::token_malformed,
                   fmt::format("who answers for {} {}", spn_,
                               proof ? "does not hold its key" : "sent no valid token"))
            .with("spn", spn_);
    }

    std::shared_ptr<const credential::TicketCache> tickets_;
    spn::ServicePrincipalName service_;
    std::string spn_;
    Bytes sent_;
    std::optional<kerberos::SentRequest> sent_request_;
    /// Once it was found good.
    std::optional<kerberos::ReadAnswer> answer_;
    bool begun_ = false;
};

/// Whether the client's tickets go to the service. What cannot be done though the policy asks it of
/// every service is a failure; of trusted ones, a line in the log.
Result<bool> hands_over(const credential::TicketCache& tickets,
                        const spn::ServicePrincipalName& service,
                        const Policy& policy) {
    const auto keep = [&](const std::string& why) {
        log_to(policy.log, LogLevel::notice, "context",
               fmt::format("{}'s tickets are not handed to {}: {}", tickets.principal(),
                           service.text(), why));
        return false;
    };
    if (policy.delegation == Delegation::never) {
        return false;
    }
    if (policy.delegation == Delegation::if_trusted &&
        !credential::is_trusted_with_tickets(tickets, service)) {
        return keep(
            "its ticket lacks ok-as-delegate (TRUSTED_FOR_DELEGATION of its account on Active "
            "Directory, +ok_as_delegate on an MIT KDC)");
    }
    auto may = credential::check_forwardable(tickets, service);
    if (may) {
        return true;
    }
    return policy.delegation == Delegation::always
               ? Result<bool>(std::move(may).error())
               : keep(fmt::format("{}: {}", may.error().message(), may.error().remedy()));
}

}  // namespace

Result<std::unique_ptr<Negotiation>> initiate(credential::Credential& credential,
                                              const spn::ServicePrincipalName& service,
                                              const Policy& policy,
                                              const Deadline& deadline) {
    if (policy.mechanism == Mechanism::either) {
        return Error(Status::invalid_argument,
                     "an initiator chooses its mechanism: Kerberos or SPNEGO")
            .with_remedy("give the initiator a policy of its own");
    }
    auto tickets = credential.fetch(&service, deadline);
    if (!tickets) {
        return std::move(tickets).error();
    }
    auto over = hands_over(**tickets, service, policy);
    if (!over) {
        return std::move(over).error();
    }
    const bool own = policy.mechanism == Mechanism::krb5 && policy.protector == Protector::own;
    Bytes forwarded;
    if (*over && own) {
        auto got = credential.forward(**tickets, service, deadline);
        const bool refused = !got && got.error().status() == Status::forwarding_refused;
        if (!got && (!refused || policy.delegation == Delegation::always)) {
            return std::move(got).error();
        }
        if (refused) {
            log_to(policy.log, LogLevel::notice, "context", got.error().message());
        } else {
            forwarded = std::move(*got);
        }
    }
    auto exchange = own ? make_kerberos_initiator(*tickets, service, std::move(forwarded), policy)
                        : make_gss_initiator(*tickets, service, *over, policy);
    if (!exchange) {
        return std::move(exchange).error();
    }
    return std::unique_ptr<Negotiation>(
        std::make_unique<Initiator>(std::move(*exchange), std::move(*tickets), service, policy));
}

}  // namespace mutauth::context
