// The service's side: only the keys of served SPNs are ever tried on a ticket.
#include <fmt/format.h>

#include <algorithm>

#include "context/establish.h"
#include "context/negotiation.h"
#include "context/token_reader.h"
#include "core/text.h"
#include "spn/kerberos_principal.h"

namespace mutauth::context {
namespace {

std::string served_names(const Policy& policy) {
    std::string out;
    for (const auto& name : policy.served) {
        out += (out.empty() ? "" : ", ") + name.text();
    }
    return out;
}

class Acceptor final : public Negotiation {
  public:
    Acceptor(std::shared_ptr<const credential::Keys> keys,
             std::string account,
             std::shared_ptr<gss::Credential> credential,
             Policy policy)
        : keys_(std::move(keys)),
          account_(std::move(account)),
          credential_(std::move(credential)),
          policy_(std::move(policy)) {}
    ~Acceptor() override {
        gss::give_back(keys_->shelf(), policy_.mechanism, std::move(credential_));
    }

    bool is_initiator() const noexcept override { return false; }

  protected:
    Result<Step> advance(ByteView token) override {
        const TokenParts parts = read_token(token);
        if (auto wanted = check_offer(token, parts); !wanted) {
            return std::move(wanted).error();
        }
        gss::Buffer made;
        gss::Credential delegated;
        gss_buffer_desc in = gss::borrowed(token);
        OM_uint32 minor = 0;
        const OM_uint32 major = ::gss_accept_sec_context(
            &minor, completed_.context.out(), credential_->get(), &in, GSS_C_NO_CHANNEL_BINDINGS,
            nullptr, nullptr, &made.value, &completed_.flags, nullptr, delegated.out());
        if (major != GSS_S_COMPLETE && major != GSS_S_CONTINUE_NEEDED) {
            error_token_ = copy_of(made.view());
            return failure(major, own_code(minor));
        }
        if (!parts.list_signature.empty()) {
            completed_.list_signature = parts.list_signature;
        }
        return Step{major == GSS_S_COMPLETE, copy_of(made.view())};
    }

    Result<std::unique_ptr<SecurityContext>> establish() override {
        completed_.service = spn::to_principal(asked_.service, asked_.realm);
        completed_.service_key = only_key();
        auto made = context::establish(std::move(completed_), policy_);
        if (!made) {
            return made;
        }
        const std::string& key = (*made)->proof().service_key;
        if (!is_served_key(key)) {
            return Error(Status::wrong_key,
                         fmt::format("the key of {} opened the ticket, and it serves nothing here",
                                     key))
                .with("key", key)
                .with("served", served_names(policy_));
        }
        return made;
    }

  private:
    /// The name of all the keys, so of the one that opened the ticket; "" if there are several.
    std::string only_key() const {
        const auto& entries = keys_->entries();
        const std::string& first = entries.front().principal;
        return std::all_of(entries.begin(), entries.end(),
                           [&](const auto& entry) { return entry.principal == first; })
                   ? first
                   : std::string();
    }

    bool serves(const TokenParts& parts) const {
        // A hint, so the case that a directory ignores is ignored; the key decides.
        return std::any_of(policy_.served.begin(), policy_.served.end(), [&](const auto& name) {
            return equal_ignoring_ascii_case(name.text(), parts.service);
        });
    }

    bool is_served_key(const std::string& key) const {
        return key == account_ ||
               std::any_of(policy_.served.begin(), policy_.served.end(), [&](const auto& name) {
                   const auto entry = spn::split_principal(key);
                   const std::string& realm = name.parts().realm;
                   return entry.name() == name.text() && (realm.empty() || realm == entry.realm);
               });
    }

    Result<void> check_offer(ByteView token, const TokenParts& parts) {
        if (token.empty()) {
            return Error(Status::token_malformed, "the client sent an empty token");
        }
        const bool first = completed_.context.get() == GSS_C_NO_CONTEXT;
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
        }
        if (kerberos && !serves(parts)) {
            return Error(Status::wrong_spn,
                         fmt::format("the client asks for {}, which is not served here",
                                     displayed(parts.service)))
                .with("asked", displayed(parts.service))
                .with("served", served_names(policy_));
        }
        return {};
    }

    /// SPNEGO hides Kerberos' code in its own; the KRB-ERROR that was made for the client has it.
    OM_uint32 own_code(OM_uint32 minor) const {
        constexpr std::int64_t kGeneric = 60;  // RFC 4120 7.5.9: KRB_ERR_GENERIC
        const auto told = asked_.spnego ? read_token(error_token_).error : std::nullopt;
        return told && told->code != kGeneric
                   ? static_cast<OM_uint32>(ERROR_TABLE_BASE_krb5 + told->code)
                   : minor;
    }

    Status reason(OM_uint32 major, OM_uint32 minor) const {
        switch (static_cast<krb5_error_code>(minor)) {
            case KRB5KRB_AP_ERR_REPEAT:
                return Status::token_replayed;
            case KRB5KRB_AP_ERR_TKT_EXPIRED:
                return Status::ticket_expired;
            case KRB5KRB_AP_ERR_TKT_NYV:
                return Status::ticket_not_yet_valid;
            case KRB5KRB_AP_ERR_SKEW:
                return Status::clock_skew;
            case KRB5_KT_KVNONOTFOUND:
            case KRB5KRB_AP_ERR_BADKEYVER:
                return Status::key_version_missing;
            case KRB5_KT_NOTFOUND:
            case KRB5KRB_AP_ERR_NOKEY:
            case KRB5KRB_AP_ERR_NOT_US:
            case KRB5KRB_AP_WRONG_PRINC:
            case KRB5KRB_AP_ERR_MODIFIED:
            case KRB5KRB_AP_ERR_BAD_INTEGRITY:
                return key_reason();
            default:
                break;
        }
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

    /// libkrb5 says little when none of several keys fits; the clear kvno says more.
    Status key_reason() const {
        const auto& entries = keys_->entries();
        const bool has_version =
            !asked_.kvno || std::any_of(entries.begin(), entries.end(), [&](const auto& entry) {
                return entry.kvno == static_cast<std::uint32_t>(*asked_.kvno);
            });
        return has_version ? Status::wrong_key : Status::key_version_missing;
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

    Error failure(OM_uint32 major, OM_uint32 minor) const {
        Error error = gss::failure(reason(major, minor), "the client's token", major, minor);
        if (asked_.kind == TokenKind::ap_req) {
            error = std::move(error)
                        .with("asked", displayed(asked_.service))
                        .with("realm", displayed(asked_.realm))
                        .with("ticket", fmt::format("kvno {} enctype {}", asked_.kvno.value_or(0),
                                                    asked_.enctype));
        }
        return std::move(error).with("keytab", keys_->source()).with("keys", key_list());
    }

    /// GSS-API knows the keys by name only, so they must live as long as the negotiation.
    std::shared_ptr<const credential::Keys> keys_;
    std::string account_;
    std::shared_ptr<gss::Credential> credential_;
    Policy policy_;
    Completed completed_;
    TokenParts asked_;
};

}  // namespace

Result<std::unique_ptr<Negotiation>> accept(credential::Credential& credential,
                                            const Policy& policy) {
    if (policy.served.empty()) {
        return Error(Status::invalid_argument, "the policy names no served SPN");
    }
    if (!credential.has_keys()) {
        return Error(Status::invalid_argument, "the credential holds no keys")
            .with_remedy("make it from a keytab");
    }
    auto keys = credential.keys_for(policy.served);
    if (!keys) {
        return std::move(keys).error();
    }
    auto acquired = gss::acquire((*keys)->shelf(), GSS_C_ACCEPT, policy.mechanism, (*keys)->name());
    if (!acquired) {
        return std::move(acquired).error();
    }
    return std::unique_ptr<Negotiation>(std::make_unique<Acceptor>(
        std::move(*keys), credential.account(), std::move(*acquired), policy));
}

}  // namespace mutauth::context
