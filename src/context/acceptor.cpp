// The service's side: only the keys of served SPNs are ever tried on a ticket.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "context/establish.h"
#include "context/gss.h"
#include "context/gss_exchange.h"
#include "context/kerberos/error_message.h"
#include "context/kerberos/exchange.h"
#include "context/kerberos/judged_request.h"
#include "context/kerberos/sent_request.h"
#include "context/kerberos/side.h"
#include "context/kerberos/third_leg.h"
#include "context/negotiation.h"
#include "context/service_names.h"
#include "context/spnego_reject.h"
#include "context/ticket_authorization.h"
#include "context/token_reader.h"
#include "core/text.h"
#include "credential/password_key.h"

namespace mutauth::context {
namespace {

/// RFC 2743's flags that an initiator asks for and that the mechanism may not change.
constexpr std::uint32_t kAskedFlags = GSS_C_MUTUAL_FLAG | GSS_C_REPLAY_FLAG | GSS_C_SEQUENCE_FLAG |
                                      GSS_C_CONF_FLAG | GSS_C_INTEG_FLAG | GSS_C_DCE_STYLE |
                                      GSS_C_IDENTIFY_FLAG;

/// Libkrb5's calls, step by step, and not libgssapi's.
bool is_own(const Policy& policy) noexcept {
    return policy.mechanism == Mechanism::krb5 && policy.protector == Protector::own;
}

Result<std::unique_ptr<Exchange>> make_exchange(std::shared_ptr<const credential::Keys> keys,
                                                const Policy& policy) {
    return is_own(policy) ? make_kerberos_acceptor(std::move(keys), policy)
                          : make_gss_acceptor(std::move(keys), policy);
}

/// A refusal for which a clock that is wrong may be the reason.
bool is_of_clocks(Status status) noexcept {
    return status == Status::clock_skew || status == Status::ticket_not_yet_valid ||
           status == Status::ticket_expired;
}

class Acceptor final : public Negotiation {
  public:
    /// Without an exchange where only the first token says which one.
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
        const TokenParts parts = read_token(token);
        if (auto wanted = check_offer(parts); !wanted) {
            return std::move(wanted).error();
        }
        spnego_ = parts.spnego;
        begun_ = true;
        if (policy_.mechanism == Mechanism::either) {
            if (auto chosen = choose(); !chosen) {
                return std::move(chosen).error();
            }
        }
        if (auto judged = judge(parts); !judged) {
            return std::move(judged).error();
        }
        Turn turn = exchange_->advance(parts);
        if (turn.state == Turn::State::refused) {
            error_token_ = std::move(turn.token);
            return failure(turn.refusal);
        }
        note_answer(turn.token);
        return Step{turn.state == Turn::State::done, std::move(turn.token)};
    }

    Result<std::unique_ptr<SecurityContext>> establish() override {
        if (request_ == nullptr) {
            return Error(Status::token_malformed, "the client sent no request that was read");
        }
        auto agreed = exchange_->agreement(request_->asked);
        if (!agreed) {
            return std::move(agreed).error();
        }
        if (auto same = check_agreement(*agreed); !same) {
            return std::move(same).error();
        }
        agreed->service_keys = service_names(*keys_, *request_->key, account_, *policy_.served);
        if (agreed->service_keys.empty()) {
            return Error(Status::wrong_key,
                         fmt::format("the key of {} opened the ticket, and it serves nothing here",
                                     request_->key->principal))
                .with("key", request_->key->principal)
                .with("served", policy_.served->list());
        }
        agreed->service_key = agreed->service_keys.front();
        agreed->client_type = request_->ticket.client.type;
        agreed->authenticated = request_->ticket.authtime;
        agreed->bindings_given = bindings_.has_value();
        agreed->ticket = std::move(ticket_);
        if (auto read = read_authorization(*agreed); !read) {
            return std::move(read).error();
        }
        return context::establish(std::move(*agreed), request_->asked.principal(), false, policy_);
    }

  private:
    /// From here on the policy is the one of the mechanism that the initiator chose.
    Result<void> choose() {
        policy_.mechanism = spnego_ ? Mechanism::negotiate : Mechanism::krb5;
        auto exchange = make_exchange(keys_, policy_);
        if (!exchange) {
            return std::move(exchange).error();
        }
        exchange_ = std::move(*exchange);
        if (bindings_) {
            exchange_->bind(*bindings_);
        }
        return {};
    }

    Result<void> check_offer(const TokenParts& parts) {
        if (parts.bytes.empty()) {
            return Error(Status::token_malformed, "the client sent an empty token");
        }
        const bool first = !begun_;
        const bool negotiates = policy_.mechanism == Mechanism::negotiate;
        const bool either = policy_.mechanism == Mechanism::either;
        const bool kerberos = parts.kind == TokenKind::ap_req;
        if (parts.kind == TokenKind::ntlm || (first && !parts.offers_kerberos) ||
            (first && !either && parts.spnego != negotiates && (parts.spnego || kerberos))) {
            return wrong_mechanism(parts);
        }
        if (parts.kind == TokenKind::unknown) {
            return Error(Status::token_malformed,
                         fmt::format("the client's token is malformed: {}", parts.fault.text()))
                .with("malformed", parts.fault.text());
        }
        if (first && !kerberos && !parts.spnego) {
            return Error(Status::token_malformed, "the client's token is no Kerberos AP-REQ");
        }
        if (!first && parts.spnego != spnego_) {
            return Error(Status::token_malformed, "the client goes on by another mechanism");
        }
        if (kerberos && request_ != nullptr) {
            return Error(Status::token_malformed, "the client sent a second AP-REQ");
        }
        return {};
    }

    Error wrong_mechanism(const TokenParts& parts) const {
        const bool ntlm = parts.kind == TokenKind::ntlm || parts.offers_ntlm;
        const bool negotiates = policy_.mechanism == Mechanism::negotiate;
        Error out(
            Status::mechanism_refused,
            fmt::format("the client's token is {}, not {}",
                        parts.spnego && !parts.offers_kerberos
                            ? ntlm ? "SPNEGO with NTLM" : "SPNEGO without Kerberos"
                        : ntlm         ? "NTLM"
                        : parts.spnego ? "SPNEGO's"
                                       : "Kerberos' own",
                        policy_.mechanism == Mechanism::either ? "Kerberos or SPNEGO with Kerberos"
                        : negotiates                           ? "SPNEGO with Kerberos"
                                                               : "Kerberos"));
        if (ntlm) {
            return std::move(out).with_remedy(
                "clients fall back to NTLM when they get no Kerberos ticket: let them use the DNS "
                "name that the SPN is registered for (no IP address), and have tickets (klist)");
        }
        return parts.offers_kerberos
                   ? std::move(out).with_remedy(
                         "let both sides use the same mechanism, or let the acceptor accept either")
                   : std::move(out);
    }

    /// An AP-REQ is opened and judged, and DCE style's third leg, before the mechanism sees either.
    Result<void> judge(const TokenParts& parts) {
        if (parts.kind == TokenKind::ap_rep) {
            return judge_third_leg(parts);
        }
        if (parts.kind != TokenKind::ap_req) {
            return {};
        }
        asked_.emplace(parts.request->ticket);
        if (!policy_.served->serves(asked_->service)) {
            return Error(Status::wrong_spn,
                         fmt::format("the client asks for {}, which is not served here",
                                     displayed(asked_->service)))
                .with("asked", displayed(asked_->service))
                .with("served", policy_.served->list());
        }
        if (policy_.keep_ticket) {
            ticket_ = std::make_shared<const Bytes>(copy_of(parts.request->ticket.der));
        }
        auto library = kerberos::BorrowedLibrary::from(keys_->shelf());
        if (!library) {
            return std::move(library).error();
        }
        const bool parsed_anyway = !is_own(policy_);
        const kerberos::RequestJudge judge(*keys_, account_, policy_, **library,
                                           policy_.keep_delegated || parsed_anyway);
        kerberos::Judgement judgement = judge.judge(*parts.request, parts.framed);
        seconds_ahead_ = judgement.seconds_ahead;
        if (judgement.verdict.refuses()) {
            error_token_ = kerberos::error_token(**library, keys_->entries().front().principal,
                                                 static_cast<std::int64_t>(judgement.verdict.code));
            if (spnego_) {
                error_token_ = spnego_reject(error_token_);
            }
            return refused(judgement.verdict);
        }
        request_ = std::move(judgement.request);
        exchange_->expect(request_);
        return {};
    }

    Result<void> judge_third_leg(const TokenParts& parts) {
        if (request_ == nullptr || !own_sequence_) {
            return Error(Status::token_malformed, "the client sent an AP-REP out of turn");
        }
        const auto verdict = kerberos::check_third_leg(parts, *request_, *own_sequence_);
        own_sequence_.reset();
        return verdict.refuses() ? Result<void>(refused(verdict)) : Result<void>();
    }

    /// DCE style's third leg repeats the number in the answer.
    void note_answer(ByteView token) {
        if (request_ == nullptr || (request_->checksum.flags & GSS_C_DCE_STYLE) == 0 ||
            token.empty()) {
            return;
        }
        const TokenParts own = read_token(token);
        der::Fault fault;
        kerberos::AnswerPart part;
        if (own.answer && kerberos::open_answer(*own.answer, request_->ticket.key, part, fault)) {
            own_sequence_ = part.sequence;
        }
    }

    /// The library that completed the exchange has to have read the same in it. Two readers of one
    /// message are two judges where they differ.
    Result<void> check_agreement(const Agreement& agreed) const {
        const char* differs = nullptr;
        const ByteView key = request_->initiator_key().value;
        if (agreed.client != request_->client) {
            differs = "client";
        } else if (agreed.session && agreed.expires != request_->ticket.endtime) {
            differs = "end of the ticket";
        } else if (((agreed.flags ^ request_->checksum.flags) & kAskedFlags) != 0) {
            differs = "flags";
        } else if (agreed.session &&
                   !std::equal(key.begin(), key.end(), agreed.initiator_key.begin(),
                               agreed.initiator_key.end())) {
            differs = "key";
        }
        if (differs == nullptr) {
            return {};
        }
        return Error(
                   Status::token_malformed,
                   fmt::format("the Kerberos library read another {} in the client's request than "
                               "this library did",
                               differs))
            .with("client", request_->client)
            .with("client by the Kerberos library", displayed(agreed.client));
    }

    /// From the ticket itself, whichever library completed the exchange.
    Result<void> read_authorization(Agreement& agreed) const {
        if (!request_->ticket_data.pac && request_->ticket_data.cammacs.empty()) {
            return {};
        }
        auto library = kerberos::BorrowedLibrary::from(keys_->shelf());
        if (!library) {
            return std::move(library).error();
        }
        const credential::Key& key = *request_->key;
        agreed.authorization =
            context::read_authorization(**library, request_->ticket_data, request_->client,
                                        request_->ticket.authtime, {key.enctype, key.key});
        return {};
    }

    Error refused(const kerberos::Verdict& verdict) const {
        Refusal out;
        out.status = verdict.status;
        out.code = ERROR_TABLE_BASE_krb5 + static_cast<std::int64_t>(verdict.code);
        out.fault = verdict.fault;
        Error error = failure(out);
        return verdict.enctype == 0 ? std::move(error)
                                    : std::move(error).with("enctype", verdict.enctype);
    }

    /// SPNEGO hides Kerberos' code in its own; the KRB-ERROR that was made for the client has it.
    std::int64_t code_of(const Refusal& refusal) const {
        constexpr std::int64_t kGeneric = 60;  // RFC 4120 7.5.9: KRB_ERR_GENERIC
        const auto told = spnego_ ? read_token(error_token_).error : std::nullopt;
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
                return !asked_ || !cfx::enctype_of(asked_->enctype) ? Status::weak_ticket
                                                                    : Status::weak_key;
            case KRB5_KT_KVNONOTFOUND:
            case KRB5KRB_AP_ERR_BADKEYVER:
            case KRB5_KT_NOTFOUND:
            case KRB5KRB_AP_ERR_NOKEY:
            case KRB5KRB_AP_ERR_NOT_US:
            case KRB5KRB_AP_WRONG_PRINC:
                return Status::wrong_key;
            case KRB5KRB_AP_ERR_MODIFIED:
            case KRB5KRB_AP_ERR_BAD_INTEGRITY:
                return Status::token_malformed;
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

    /// "kvno 3 enctype 18 (aes256-cts-hmac-sha1-96)"
    static std::string key_text(std::int64_t kvno, std::int32_t enctype) {
        return fmt::format("kvno {} enctype {} ({})", kvno, enctype,
                           credential::enctype_name(enctype));
    }

    std::string key_list() const {
        std::string out;
        for (const auto& entry : keys_->entries()) {
            if (out.size() > 300) {
                return out + ", ...";
            }
            out += fmt::format("{}{} {}", out.empty() ? "" : ", ", displayed(entry.principal),
                               key_text(entry.kvno, entry.enctype));
        }
        return out;
    }

    std::string ticket_text() const { return key_text(asked_->kvno.value_or(0), asked_->enctype); }

    /// The case's own words, where the mechanism has none.
    std::string words_for(Status why) const {
        const std::string ticket = asked_ ? fmt::format("the ticket for {} ({})",
                                                        displayed(asked_->service), ticket_text())
                                          : "the ticket";
        switch (why) {
            case Status::wrong_key:
                return fmt::format("no key in {} opens {}", displayed(keys_->source()), ticket);
            case Status::key_version_missing:
                return fmt::format("{} has no key of the version of {}; it has {}",
                                   displayed(keys_->source()), ticket, key_list());
            case Status::key_enctype_missing:
                return fmt::format("{} has no key of the encryption type of {}; it has {}",
                                   displayed(keys_->source()), ticket, key_list());
            case Status::clock_skew:
                return seconds_ahead_ ? fmt::format("the client's clock is {} seconds {} this one",
                                                    std::abs(*seconds_ahead_),
                                                    *seconds_ahead_ < 0 ? "behind" : "ahead of")
                                      : status_says(why);
            default:
                return status_says(why);
        }
    }

    Error failure(const Refusal& refusal) const {
        const Status why = reason(refusal);
        Refusal told = refusal;
        if (told.words.empty() && !told.fault) {
            told.words = words_for(why);
        }
        Error error = told.error(why, "the client's token");
        if (asked_) {
            error = std::move(error)
                        .with("asked", displayed(asked_->service))
                        .with("realm", displayed(asked_->realm))
                        .with("ticket", ticket_text());
        }
        if (seconds_ahead_ && is_of_clocks(error.status())) {
            error = std::move(error).with("seconds the peer's clock is ahead", *seconds_ahead_);
        }
        return std::move(error).with("keytab", keys_->source()).with("keys", key_list());
    }

    std::shared_ptr<const credential::Keys> keys_;
    std::string account_;
    std::optional<AskedTicket> asked_;
    /// Once it was found good.
    std::shared_ptr<const kerberos::JudgedRequest> request_;
    std::optional<std::int64_t> seconds_ahead_;
    /// In DCE style, between the answer and the third leg.
    std::optional<std::uint32_t> own_sequence_;
    std::shared_ptr<const Bytes> ticket_;
    bool spnego_ = false;
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
    std::unique_ptr<Exchange> exchange;
    if (policy.mechanism != Mechanism::either) {
        auto made = make_exchange(*keys, policy);
        if (!made) {
            return std::move(made).error();
        }
        exchange = std::move(*made);
    }
    return std::unique_ptr<Negotiation>(std::make_unique<Acceptor>(
        std::move(exchange), std::move(*keys), credential.account(), policy));
}

}  // namespace mutauth::context
