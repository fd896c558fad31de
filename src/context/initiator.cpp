// The client's side: asks for one service by name and accepts nothing but that service's proof.
#include <fmt/format.h>

#include <algorithm>

#include "context/establish.h"
#include "context/negotiation.h"
#include "context/token_reader.h"
#include "core/text.h"
#include "spn/kerberos_principal.h"

namespace mutauth::context {
namespace {

/// The number of a KRB-ERROR (RFC 4120 7.5.9) as libkrb5's code for it.
OM_uint32 minor_of(std::int64_t code) {
    return static_cast<OM_uint32>(ERROR_TABLE_BASE_krb5 + code);
}

class Initiator final : public Negotiation {
  public:
    Initiator(std::shared_ptr<const credential::TicketCache> tickets,
              std::shared_ptr<gss::Credential> credential,
              gss::Name service,
              std::string spn,
              Policy policy)
        : tickets_(std::move(tickets)),
          credential_(std::move(credential)),
          service_(std::move(service)),
          spn_(std::move(spn)),
          policy_(std::move(policy)) {}
    ~Initiator() override {
        gss::give_back(tickets_->shelf(), policy_.mechanism, std::move(credential_));
    }

    bool is_initiator() const noexcept override { return true; }

  protected:
    Result<Step> advance(ByteView token) override {
        if (auto expected = check_turn(token); !expected) {
            return std::move(expected).error();
        }
        gss::Buffer made;
        gss_buffer_desc in = gss::borrowed(token);
        OM_uint32 minor = 0;
        const OM_uint32 major = ::gss_init_sec_context(
            &minor, credential_->get(), completed_.context.out(), service_.get(),
            gss::oid_of(policy_.mechanism), flags_for(policy_.level), 0, GSS_C_NO_CHANNEL_BINDINGS,
            token.empty() ? GSS_C_NO_BUFFER : &in, nullptr, &made.value, &completed_.flags,
            nullptr);
        if (major != GSS_S_COMPLETE && major != GSS_S_CONTINUE_NEEDED) {
            error_token_ = copy_of(made.view());
            return failure(token, major, minor);
        }
        begun_ = true;
        const TokenParts parts = read_token(token);
        proof_seen_ = proof_seen_ || parts.kind == TokenKind::ap_rep;
        if (!parts.list_signature.empty()) {
            completed_.list_signature = parts.list_signature;
        }
        sent_ = copy_of(made.view());
        if (token.empty()) {
            realm_ = read_token(sent_).realm;
        }
        return Step{major == GSS_S_COMPLETE, sent_};
    }

    Result<std::unique_ptr<SecurityContext>> establish() override {
        completed_.initiator = true;
        // GSS-API leaves the realm empty where a referral chose it; the KDC's ticket names it.
        completed_.client = tickets_->principal();
        completed_.service = realm_.empty() ? "" : spn::to_principal(spn_, realm_);
        completed_.service_key = completed_.service;
        return context::establish(std::move(completed_), policy_);
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
        return Error(Status::peer_refused,
                     fmt::format("who answers for {} refused: {} (not proven to be the service's "
                                 "words)",
                                 spn_, gss::words_for(minor_of(error.code))))
            .with("spn", spn_)
            .with("claimed reason", gss::words_for(minor_of(error.code)))
            .with("claimed server", displayed(error.server))
            .with_native(NativeSystem::krb5, ERROR_TABLE_BASE_krb5 + error.code);
    }

    Error failure(ByteView token, OM_uint32 major, OM_uint32 minor) const {
        if (token.empty()) {
            const Status status = GSS_ROUTINE_ERROR(major) == GSS_S_CREDENTIALS_EXPIRED
                                      ? Status::credential_expired
                                      : Status::negotiation_failed;
            return gss::failure(status, "asking for " + spn_, major, minor).with("spn", spn_);
        }
        // Whatever came, it was no proof that its sender holds the service's key.
        const bool proof = read_token(token).kind == TokenKind::ap_rep;
        return gss::failure(proof ? Status::peer_not_proven : Status::token_malformed,
                            fmt::format("who answers for {} {}", spn_,
                                        proof ? "does not hold its key" : "sent no valid token"),
                            major, minor)
            .with("spn", spn_);
    }

    /// GSS-API knows the cache by name only, so it must live as long as the negotiation.
    std::shared_ptr<const credential::TicketCache> tickets_;
    std::shared_ptr<gss::Credential> credential_;
    gss::Name service_;
    std::string spn_;
    Policy policy_;
    Completed completed_;
    Bytes sent_;
    std::string realm_;
    bool begun_ = false;
    bool proof_seen_ = false;
};

}  // namespace

Result<std::unique_ptr<Negotiation>> initiate(credential::Credential& credential,
                                              const spn::ServicePrincipalName& service,
                                              const Policy& policy,
                                              const Deadline& deadline) {
    auto tickets = credential.fetch(&service, deadline);
    if (!tickets) {
        return std::move(tickets).error();
    }
    auto name = gss::import_principal(service.principal());
    if (!name) {
        return std::move(name).error();
    }
    auto acquired =
        gss::acquire((*tickets)->shelf(), GSS_C_INITIATE, policy.mechanism, (*tickets)->name());
    if (!acquired) {
        return std::move(acquired).error();
    }
    return std::unique_ptr<Negotiation>(std::make_unique<Initiator>(
        std::move(*tickets), std::move(*acquired), std::move(*name), service.text(), policy));
}

}  // namespace mutauth::context
