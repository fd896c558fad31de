// The client's side: asks for one service by name and accepts nothing but that service's proof.
#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "context/establish.h"
#include "context/gss.h"
#include "context/gss_exchange.h"
#include "context/kerberos_exchange.h"
#include "context/negotiation.h"
#include "context/token_reader.h"
#include "core/text.h"
#include "credential/forwarding.h"
#include "spn/kerberos_principal.h"

namespace mutauth::context {
namespace {

/// The number of a KRB-ERROR (RFC 4120 7.5.9) as libkrb5's code for it.
OM_uint32 minor_of(std::int64_t code) {
    return static_cast<OM_uint32>(ERROR_TABLE_BASE_krb5 + code);
}

class Initiator final : public Negotiation {
  public:
    Initiator(std::unique_ptr<Exchange> exchange, std::string spn, const Policy& policy)
        : Negotiation(std::move(exchange), policy), spn_(std::move(spn)) {}

    bool is_initiator() const noexcept override { return true; }

  protected:
    Result<Step> advance(ByteView token) override {
        if (auto expected = check_turn(token); !expected) {
            return std::move(expected).error();
        }
        Turn turn = exchange_->advance(token);
        if (turn.state == Turn::State::refused) {
            error_token_ = std::move(turn.token);
            return failure(token, turn.refusal);
        }
        begun_ = true;
        proof_seen_ = proof_seen_ || read_token(token).kind == TokenKind::ap_rep;
        if (token.empty()) {
            const TokenParts own = read_token(turn.token);
            realm_ = own.realm;
            ticket_enctype_ = static_cast<std::int32_t>(own.enctype);
        }
        const bool done = turn.state == Turn::State::done;
        if (!done) {
            sent_ = turn.token;
        }
        return Step{done, std::move(turn.token)};
    }

    Result<std::unique_ptr<SecurityContext>> establish() override {
        auto agreed = exchange_->agreement();
        if (!agreed) {
            return std::move(agreed).error();
        }
        // GSS-API leaves the realm empty where a referral chose it; the KDC's ticket names it.
        const std::string proven = spn::to_principal(spn_, realm_);
        agreed->service_key = proven;
        agreed->ticket_enctype = ticket_enctype_;
        return context::establish(std::move(*agreed), proven, true, policy_);
    }

  private:
    Result<void> check_turn(ByteView token) const {
        if (!begun_) {
            return token.empty()
                       ? Result<void>()
                       : Error(Status::wrong_state, "the client's first step takes no token");
        }
        return token.empty() ? Error(Status::token_malformed, "the service sent an empty token")
                             : check_answer(token);
    }

    /// What can be told apart before the mechanism sees the token, so that the reason is not lost
    /// in its general words.
    Result<void> check_answer(ByteView token) const {
        if (std::equal(token.begin(), token.end(), sent_.begin(), sent_.end())) {
            return Error(Status::token_reflected).with("spn", spn_);
        }
        const TokenParts parts = read_token(token);
        if (parts.kind == TokenKind::krb_error) {
            return refusal(*parts.error);
        }
        if (parts.kind == TokenKind::ntlm) {
            return Error(Status::mechanism_refused, "the peer answers with NTLM").with("spn", spn_);
        }
        if (parts.chooses_another) {
            return Error(Status::mechanism_refused,
                         fmt::format("who answers for {} chooses a mechanism that was not offered",
                                     spn_))
                .with("spn", spn_);
        }
        if (parts.rejects) {
            return Error(Status::peer_refused,
                         fmt::format("who answers for {} refused and does not say why", spn_))
                .with("spn", spn_);
        }
        if (parts.spnego && parts.claims_completion && parts.kind == TokenKind::unknown &&
            !proof_seen_) {
            return Error(Status::peer_not_proven,
                         fmt::format(
                             "who answers for {} claims that all is done but shows no proof", spn_))
                .with("spn", spn_);
        }
        return {};
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
                .with_native(NativeSystem::krb5, ERROR_TABLE_BASE_krb5 + error.code);
        return error.code == kSkew && error.server_time != 0
                   ? std::move(out).with("seconds the peer claims to be ahead",
                                         error.server_time - ::time(nullptr))
                   : std::move(out);
    }

    Error failure(ByteView token, const Refusal& refusal) const {
        if (token.empty()) {
            const bool expired = GSS_ROUTINE_ERROR(refusal.major) == GSS_S_CREDENTIALS_EXPIRED;
            return refusal
                .error(refusal.status.value_or(expired ? Status::credential_expired
                                                       : Status::negotiation_failed),
                       "asking for " + spn_)
                .with("spn", spn_);
        }
        // Whatever came, it was no proof that its sender holds the service's key.
        const bool proof = read_token(token).kind == TokenKind::ap_rep;
        return refusal
            .error(proof ? Status::peer_not_proven : Status::token_malformed,
                   fmt::format("who answers for {} {}", spn_,
                               proof ? "does not hold its key" : "sent no valid token"))
            .with("spn", spn_);
    }

    std::string spn_;
    Bytes sent_;
    std::string realm_;
    std::int32_t ticket_enctype_ = 0;
    bool begun_ = false;
    bool proof_seen_ = false;
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
    auto exchange =
        own ? make_kerberos_initiator(std::move(*tickets), service, std::move(forwarded), policy)
            : make_gss_initiator(std::move(*tickets), service, *over, policy);
    if (!exchange) {
        return std::move(exchange).error();
    }
    return std::unique_ptr<Negotiation>(
        std::make_unique<Initiator>(std::move(*exchange), service.text(), policy));
}

}  // namespace mutauth::context
