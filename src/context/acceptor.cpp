// The service's side: only the keys of served SPNs are ever tried on a ticket.
#include <fmt/format.h>

#include <algorithm>

#include "context/establish.h"
#include "context/gss.h"
#include "context/gss_exchange.h"
#include "context/kerberos_exchange.h"
#include "context/negotiation.h"
#include "context/token_reader.h"
#include "core/text.h"
#include "spn/kerberos_principal.h"

namespace mutauth::context {
namespace {

class Acceptor final : public Negotiation {
  public:
    Acceptor(std::unique_ptr<Exchange> exchange,
             std::shared_ptr<const credential::Keys> keys,
             std::string account,
             const Policy& policy)
        : Negotiation(std::move(exchange), policy),
          keys_(std::move(keys)),
          account_(std::move(account)) {}

    bool is_initiator() const noexcept override { return false; }

  protected:
    Result<Step> advance(ByteView token) override {
        if (auto wanted = check_offer(token, read_token(token)); !wanted) {
            return std::move(wanted).error();
        }
        begun_ = true;
        Turn turn = exchange_->advance(token);
        if (turn.state == Turn::State::refused) {
            error_token_ = std::move(turn.token);
            return failure(turn.refusal);
        }
        return Step{turn.state == Turn::State::done, std::move(turn.token)};
    }

    Result<std::unique_ptr<SecurityContext>> establish() override {
        auto agreed = exchange_->agreement();
        if (!agreed) {
            return std::move(agreed).error();
        }
        if (!is_served_key(agreed->service_key)) {
            return Error(Status::wrong_key,
                         fmt::format("the key of {} opened the ticket, and it serves nothing here",
                                     agreed->service_key))
                .with("key", agreed->service_key)
                .with("served", policy_.served->list());
        }
        // Nobody has changed it on the way unseen: it is what opened with the key.
        agreed->ticket_enctype = static_cast<std::int32_t>(asked_.enctype);
        agreed->ticket = std::move(ticket_);
        return context::establish(std::move(*agreed),
                                  spn::to_principal(asked_.service, asked_.realm), false, policy_);
    }

  private:
    bool is_served_key(const std::string& key) const {
        return key == account_ || policy_.served->has_key_of(key);
    }

    Result<void> check_offer(ByteView token, const TokenParts& parts) {
        if (token.empty()) {
            return Error(Status::token_malformed, "the client sent an empty token");
        }
        const bool first = !begun_;
        const bool negotiates = policy_.mechanism == Mechanism::negotiate;
        const bool kerberos = parts.kind == TokenKind::ap_req;
        if (parts.kind == TokenKind::ntlm || (first && !parts.offers_kerberos) ||
            (first && parts.spnego != negotiates && (parts.spnego || kerberos))) {
            return Error(Status::mechanism_refused,
                         fmt::format("the client's token is {}, not {}",
                                     parts.kind == TokenKind::ntlm ? "NTLM"
                                     : parts.spnego                ? "SPNEGO's"
                                                                   : "Kerberos' own",
                                     negotiates ? "SPNEGO with Kerberos" : "Kerberos"));
        }
        if (first && !kerberos && !parts.spnego) {
            return Error(Status::token_malformed, "the client's token is no Kerberos AP-REQ");
        }
        if (kerberos) {
            asked_ = parts;
            // The token goes away.
            asked_.ticket = {};
            if (policy_.keep_ticket) {
                ticket_ = std::make_shared<const Bytes>(copy_of(parts.ticket));
            }
        }
        if (kerberos && !policy_.served->serves(parts.service)) {
            return Error(Status::wrong_spn,
                         fmt::format("the client asks for {}, which is not served here",
                                     displayed(parts.service)))
                .with("asked", displayed(parts.service))
                .with("served", policy_.served->list());
        }
        return {};
    }

    /// SPNEGO hides Kerberos' code in its own; the KRB-ERROR that was made for the client has it.
    std::int64_t code_of(const Refusal& refusal) const {
        constexpr std::int64_t kGeneric = 60;  // RFC 4120 7.5.9: KRB_ERR_GENERIC
        const auto told = asked_.spnego ? read_token(error_token_).error : std::nullopt;
        return told && told->code != kGeneric ? ERROR_TABLE_BASE_krb5 + told->code : refusal.code;
    }

    Status reason(const Refusal& refusal) const {
        if (refusal.status) {
            return *refusal.status;
        }
        switch (static_cast<krb5_error_code>(code_of(refusal))) {
            case KRB5KRB_AP_ERR_REPEAT:
                return Status::token_replayed;
            case KRB5KRB_AP_ERR_TKT_EXPIRED:
                return Status::ticket_expired;
            case KRB5KRB_AP_ERR_TKT_NYV:
            case KRB5KRB_AP_ERR_TKT_INVALID:
                return Status::ticket_not_yet_valid;
            case KRB5KRB_AP_ERR_SKEW:
                return Status::clock_skew;
            case KRB5_NOPERM_ETYPE:
                // RFC 3961 8: the types below 17 are of DES and Triple DES, 23 and on of RC4.
                return asked_.enctype < 17 || asked_.enctype > 20 ? Status::weak_ticket
                                                                  : Status::weak_key;
            case KRB5_KT_KVNONOTFOUND:
            case KRB5KRB_AP_ERR_BADKEYVER:
            case KRB5_KT_NOTFOUND:
            case KRB5KRB_AP_ERR_NOKEY:
            case KRB5KRB_AP_ERR_NOT_US:
            case KRB5KRB_AP_WRONG_PRINC:
            case KRB5KRB_AP_ERR_MODIFIED:
            case KRB5KRB_AP_ERR_BAD_INTEGRITY:
                return key_reason();
            default:
                return is_asn1(refusal.code) ? Status::token_malformed
                                             : major_reason(refusal.major);
        }
    }

    static bool is_asn1(std::int64_t code) noexcept {
        // asn1_err.et numbers its codes from ASN1_BAD_TIMEFORMAT on.
        return (code >= ASN1_BAD_TIMEFORMAT && code < ASN1_BAD_TIMEFORMAT + 32) ||
               code == KRB5KRB_AP_ERR_BADVERSION || code == KRB5KRB_AP_ERR_MSG_TYPE ||
               code == KRB5_BADMSGTYPE;
    }

    static Status major_reason(OM_uint32 major) noexcept {
        switch (GSS_ROUTINE_ERROR(major)) {
            case GSS_S_DUPLICATE_TOKEN:
                return Status::token_replayed;
            case GSS_S_DEFECTIVE_TOKEN:
            case GSS_S_BAD_SIG:
                return Status::token_malformed;
            case GSS_S_BAD_MECH:
                return Status::mechanism_refused;
            default:
                return Status::negotiation_failed;
        }
    }

    /// libkrb5 says little when none of several keys fits; the clear kvno and enctype say more.
    Status key_reason() const {
        const auto& entries = keys_->entries();
        const auto has = [&](auto fits) {
            return std::any_of(entries.begin(), entries.end(), fits);
        };
        const auto of_version = [&](const credential::Key& entry) {
            return !asked_.kvno || entry.kvno == static_cast<std::uint32_t>(*asked_.kvno);
        };
        if (!has(of_version)) {
            return Status::key_version_missing;
        }
        return has([&](const auto& entry) {
            return of_version(entry) && entry.enctype == asked_.enctype;
        })
                   ? Status::wrong_key
                   : Status::key_enctype_missing;
    }

    std::string key_list() const {
        std::string out;
        for (const auto& entry : keys_->entries()) {
            if (out.size() > 300) {
                return out + ", ...";
            }
            out += fmt::format("{}{} kvno {} enctype {}", out.empty() ? "" : ", ", entry.principal,
                               entry.kvno, entry.enctype);
        }
        return out;
    }

    Error failure(const Refusal& refusal) const {
        Error error = refusal.error(reason(refusal), "the client's token");
        if (asked_.kind == TokenKind::ap_req) {
            error = std::move(error)
                        .with("asked", displayed(asked_.service))
                        .with("realm", displayed(asked_.realm))
                        .with("ticket", fmt::format("kvno {} enctype {}", asked_.kvno.value_or(0),
                                                    asked_.enctype));
        }
        return std::move(error).with("keytab", keys_->source()).with("keys", key_list());
    }

    std::shared_ptr<const credential::Keys> keys_;
    std::string account_;
    TokenParts asked_;
    std::shared_ptr<const Bytes> ticket_;
    bool begun_ = false;
};

}  // namespace

Result<std::unique_ptr<Negotiation>> accept(credential::Credential& credential,
                                            const Policy& policy) {
    if (policy.served == nullptr || policy.served->empty()) {
        return Error(Status::invalid_argument, "the policy names no served SPN");
    }
    if (!credential.has_keys()) {
        return Error(Status::invalid_argument, "the credential holds no keys")
            .with_remedy("make it from a keytab");
    }
    auto keys = credential.keys_for(policy.served, policy.log);
    if (!keys) {
        return std::move(keys).error();
    }
    const bool own = policy.mechanism == Mechanism::krb5 && policy.protector == Protector::own;
    auto exchange = own ? make_kerberos_acceptor(*keys, credential.account(), policy)
                        : make_gss_acceptor(*keys, policy);
    if (!exchange) {
        return std::move(exchange).error();
    }
    return std::unique_ptr<Negotiation>(std::make_unique<Acceptor>(
        std::move(*exchange), std::move(*keys), credential.account(), policy));
}

}  // namespace mutauth::context
