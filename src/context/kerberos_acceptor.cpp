// The service's side: opens the client's ticket with a key of a served SPN, and answers.
#include <gssapi/gssapi_ext.h>

#include <algorithm>
#include <ctime>

#include "context/delegated_tickets.h"
#include "context/gss_checksum.h"
#include "context/kerberos_exchange.h"
#include "context/kerberos_side.h"
#include "context/mechanism_token.h"
#include "context/ticket_authorization.h"
#include "context/token_reader.h"
#include "spn/kerberos_principal.h"

namespace mutauth::context {
namespace kerberos {
namespace {

krb5_keyblock block_of(const credential::Key& key) noexcept {
    krb5_keyblock block{};
    block.enctype = key.enctype;
    block.length = static_cast<unsigned>(key.key.size());
    block.contents = const_cast<krb5_octet*>(key.key.data());
    return block;
}

/// [MS-KILE] 2.2.2 and 3.4.5: a client that knows of channel bindings says so, if it gives none
/// too.
constexpr krb5_authdatatype kApOptions = 143;
constexpr std::uint8_t kBindingAware = 0x40;

Turn refused_as(Status status, krb5_error_code code) {
    Turn out;
    out.state = Turn::State::refused;
    out.refusal.status = status;
    out.refusal.code = code;
    return out;
}

class Acceptor final : public Exchange {
  public:
    Acceptor(std::shared_ptr<const credential::Keys> keys,
             std::string account,
             BorrowedLibrary library,
             const Policy& policy)
        : keys_(std::move(keys)),
          account_(std::move(account)),
          library_(std::move(library)),
          auth_(library_.get()),
          ticket_(library_.get()),
          rule_(policy.channel_bindings),
          keeps_delegated_(policy.keep_delegated) {}

    void bind(const ChannelBindings& bindings) override { bindings_ = bindings; }

    Turn advance(ByteView token) override {
        return ticket_.get() == nullptr ? first(token) : third(token);
    }

    Result<Agreement> agreement() override {
        Agreement out;
        krb5_context library = library_.get();
        if (const auto code = read_session(library, auth_.get(), false, mutual(), out); code != 0) {
            return library_->error(Status::negotiation_failed, "reading the session key", code);
        }
        const krb5_enc_tkt_part& inside = *ticket_.get()->enc_part2;
        out.flags = flags_;
        out.client = credential::principal_text(library, inside.client);
        out.client_type = inside.client->type;
        out.service_key = key_->principal;
        out.ticket_enctype = ticket_.get()->enc_part.enctype;
        out.expires = static_cast<std::uint32_t>(inside.times.endtime);
        out.authenticated = static_cast<std::uint32_t>(inside.times.authtime);
        out.channel_bound = bound_;
        out.delegated = std::move(delegated_);
        out.authorization = read_authorization(*library_, inside, block_of(*key_));
        return out;
    }

  private:
    bool mutual() const noexcept { return (flags_ & GSS_C_MUTUAL_FLAG) != 0; }
    bool dce_style() const noexcept { return (flags_ & GSS_C_DCE_STYLE) != 0; }

    Turn first(ByteView token) {
        Turn out = take_request(token);
        if (out.state == Turn::State::refused && out.refusal.code != 0) {
            out.token = error_token(out.refusal.code);
        }
        return out;
    }

    Turn take_request(ByteView token) {
        const auto framed_request = unframed(MessageId::ap_req, token);
        const ByteView request = framed_request.value_or(token);
        Turn opened = open(request, read_token(token));
        if (opened.state == Turn::State::refused) {
            return opened;
        }
        Authenticator authenticator(library_.get());
        if (const auto code =
                ::krb5_auth_con_getauthenticator(library_.get(), auth_.get(), authenticator.out());
            code != 0) {
            return refused(*library_, code);
        }
        Turn judged = judge(*authenticator.get());
        if (judged.state == Turn::State::refused) {
            return judged;
        }
        // Only what a client says under its session key tells how it wants to be answered.
        if (framed_request.has_value() == dce_style()) {
            return refused_as(Status::token_malformed, KRB5KRB_AP_ERR_MSG_TYPE);
        }
        return answer();
    }

    /// Each key that may open the ticket in turn; there are several only if several accounts'
    /// keys share a version and a type.
    Turn open(ByteView request, const TokenParts& asked) {
        const std::string claimed = spn::to_principal(asked.service, asked.realm);
        const auto enctype = static_cast<std::int32_t>(asked.enctype);
        auto keys = keys_->index().may_open(claimed, account_, asked.kvno, enctype);
        if (keys.empty()) {
            // Keytabs made by hand often number their keys wrongly. What opens is the right key.
            keys = keys_->index().may_open(claimed, account_, std::nullopt, enctype);
        }
        if (keys.empty()) {
            return no_key(asked);
        }
        Turn out;
        for (const credential::Key* key : keys) {
            out = open_with(*key, request);
            if (out.state != Turn::State::refused ||
                out.refusal.code != KRB5KRB_AP_ERR_BAD_INTEGRITY) {
                break;
            }
        }
        return out;
    }

    Turn no_key(const TokenParts& asked) const {
        const auto& entries = keys_->entries();
        const bool has_version =
            !asked.kvno || std::any_of(entries.begin(), entries.end(), [&](const auto& entry) {
                return entry.kvno == static_cast<std::uint32_t>(*asked.kvno);
            });
        return has_version ? refused_as(Status::key_enctype_missing, KRB5KRB_AP_ERR_NOKEY)
                           : refused_as(Status::key_version_missing, KRB5KRB_AP_ERR_BADKEYVER);
    }

    Turn open_with(const credential::Key& key, ByteView request) {
        krb5_context library = library_.get();
        AuthContext auth(library);
        krb5_keyblock block = block_of(key);
        krb5_error_code code = make_auth_context(library, KRB5_AUTH_CONTEXT_USE_SUBKEY, auth);
        if (code == 0) {
            // The key that was chosen by name, version and type, and no other, whatever keytab
            // there may be: libkrb5 would search one from its beginning.
            code = ::krb5_auth_con_setuseruserkey(library, auth.get(), &block);
        }
        const krb5_data in = credential::borrowed(request);
        krb5_flags options = 0;
        if (code == 0) {
            code =
                ::krb5_rd_req(library, auth.out(), &in, nullptr, nullptr, &options, ticket_.out());
        }
        if (code != 0) {
            Turn out = refused(*library_, code);
            if (code == KRB5KRB_AP_ERR_SKEW) {
                out.refusal.seconds_ahead = clock_of(auth.get());
            }
            return out;
        }
        auth_ = std::move(auth);
        key_ = &key;
        return {};
    }

    /// libkrb5 has opened the authenticator before it finds its time wrong.
    std::optional<std::int64_t> clock_of(krb5_auth_context auth) const {
        Authenticator authenticator(library_.get());
        if (::krb5_auth_con_getauthenticator(library_.get(), auth, authenticator.out()) != 0 ||
            authenticator.get() == nullptr) {
            return std::nullopt;
        }
        return std::int64_t{static_cast<std::uint32_t>(authenticator.get()->ctime)} -
               ::time(nullptr);
    }

    Turn judge(const krb5_authenticator& authenticator) {
        const krb5_checksum* sum = authenticator.checksum;
        const auto checksum = sum != nullptr && sum->checksum_type == kGssChecksumType
                                  ? read_checksum({sum->contents, sum->length})
                                  : std::nullopt;
        if (!checksum) {
            return refused_as(Status::token_malformed, KRB5KRB_AP_ERR_INAPP_CKSUM);
        }
        flags_ = checksum->flags;
        Turn bound = bindings_ && rule_ != BindingRule::ignore
                         ? judge_bindings(*checksum, authenticator)
                         : Turn();
        return bound.state != Turn::State::refused && keeps_delegated_ &&
                       !checksum->delegated.empty()
                   ? keep(checksum->delegated)
                   : bound;
    }

    Turn keep(ByteView delegated) {
        const auto client =
            credential::principal_text(library_.get(), ticket_.get()->enc_part2->client);
        delegated_ = kept_tickets(*library_, auth_.get(), delegated, client);
        return delegated_ != nullptr ? Turn()
                                     : refused_as(Status::token_malformed, KRB5KRB_AP_ERR_MODIFIED);
    }

    Turn judge_bindings(const GssChecksum& checksum, const krb5_authenticator& authenticator) {
        const auto expected = bindings_->hash();
        if (!expected) {
            return refused_as(expected.error().status(), 0);
        }
        if (checksum.bindings == *expected) {
            bound_ = true;
            return {};
        }
        if (checksum.has_bindings()) {
            return refused_as(Status::channel_bindings_mismatch, KRB5KRB_ERR_GENERIC);
        }
        const bool may_lack = rule_ == BindingRule::if_present && !knows_bindings(authenticator);
        return may_lack ? Turn()
                        : refused_as(Status::channel_bindings_missing, KRB5KRB_ERR_GENERIC);
    }

    bool knows_bindings(const krb5_authenticator& authenticator) const {
        krb5_authdata** found = nullptr;
        if (::krb5_find_authdata(library_.get(), nullptr, authenticator.authorization_data,
                                 kApOptions, &found) != 0 ||
            found == nullptr) {
            return false;
        }
        // Little-endian: KERB_AP_OPTIONS_CBT is 0x4000.
        const bool knows = found[0] != nullptr && found[0]->length == 4 &&
                           (found[0]->contents[1] & kBindingAware) != 0;
        ::krb5_free_authdata(library_.get(), found);
        return knows;
    }

    Turn answer() {
        if (!mutual()) {
            return {Turn::State::done, {}, {}};
        }
        Data made(library_.get());
        if (const auto code = ::krb5_mk_rep(library_.get(), auth_.get(), &made.value); code != 0) {
            return refused(*library_, code);
        }
        return dce_style() ? Turn{Turn::State::more, copy_of(made.view()), {}}
                           : Turn{Turn::State::done, framed(MessageId::ap_rep, made.view()), {}};
    }

    /// [MS-KILE] 3.4.5.1: repeats this side's sequence number, sealed with the answer's key.
    Turn third(ByteView token) {
        krb5_data in = credential::borrowed(token);
        krb5_ui_4 repeated = 0;
        krb5_int32 own = 0;
        krb5_error_code code = ::krb5_rd_rep_dce(library_.get(), auth_.get(), &in, &repeated);
        if (code == 0) {
            code = ::krb5_auth_con_getlocalseqnumber(library_.get(), auth_.get(), &own);
        }
        if (code == 0 && repeated != static_cast<krb5_ui_4>(own)) {
            code = KRB5KRB_AP_ERR_BADORDER;
        }
        return code != 0 ? refused(*library_, code) : Turn{Turn::State::done, {}, {}};
    }

    /// RFC 4120 5.9.1. Says nothing but the code: it is for anyone's eyes.
    Bytes error_token(std::int64_t code) const {
        constexpr krb5_ui_4 kGeneric = 60;  // RFC 4120 7.5.9: KRB_ERR_GENERIC
        constexpr std::int64_t kCodes = 128;
        krb5_error error{};
        const std::int64_t number = code - ERROR_TABLE_BASE_krb5;
        error.error = number > 0 && number < kCodes ? static_cast<krb5_ui_4>(number) : kGeneric;
        krb5_int32 microseconds = 0;
        credential::Principal server(library_.get());
        Data made(library_.get());
        if (::krb5_us_timeofday(library_.get(), &error.stime, &microseconds) != 0 ||
            ::krb5_parse_name(library_.get(), keys_->entries().front().principal.c_str(),
                              server.out()) != 0) {
            return {};
        }
        error.susec = microseconds;
        error.server = server.get();
        return ::krb5_mk_error(library_.get(), &error, &made.value) == 0
                   ? framed(MessageId::error, made.view())
                   : Bytes();
    }

    std::shared_ptr<const credential::Keys> keys_;
    std::string account_;
    BorrowedLibrary library_;
    AuthContext auth_;
    Ticket ticket_;
    BindingRule rule_;
    bool keeps_delegated_;
    std::optional<ChannelBindings> bindings_;
    /// Among keys_.
    const credential::Key* key_ = nullptr;
    std::uint32_t flags_ = 0;
    bool bound_ = false;
    std::shared_ptr<const credential::TicketCache> delegated_;
};

}  // namespace
}  // namespace kerberos

Result<std::unique_ptr<Exchange>> make_kerberos_acceptor(
    std::shared_ptr<const credential::Keys> keys,
    const std::string& account,
    const Policy& policy) {
    auto library = kerberos::BorrowedLibrary::from(keys->shelf());
    if (!library) {
        return std::move(library).error();
    }
    return std::unique_ptr<Exchange>(std::make_unique<kerberos::Acceptor>(
        std::move(keys), account, std::move(*library), policy));
}

}  // namespace mutauth::context
