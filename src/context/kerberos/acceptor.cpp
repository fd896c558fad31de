// The acceptor's side: has libkrb5 take the request that this library has judged, and answers.
#include <gssapi/gssapi_ext.h>

#include "context/delegated_tickets.h"
#include "context/kerberos/error_message.h"
#include "context/kerberos/exchange.h"
#include "context/kerberos/judged_request.h"
#include "context/kerberos/side.h"
#include "context/mechanism_token.h"
#include "context/replay_cache.h"

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
             BorrowedLibrary library,
             std::string replay_cache,
             const Policy& policy)
        : keys_(std::move(keys)),
          library_(std::move(library)),
          replay_cache_(std::move(replay_cache)),
          auth_(library_.get()),
          ticket_(library_.get()),
          rule_(policy.channel_bindings),
          keeps_delegated_(policy.keep_delegated) {}

    void bind(const ChannelBindings& bindings) override { bindings_ = bindings; }

    void expect(const std::shared_ptr<const JudgedRequest>& request) override {
        request_ = request;
    }

    Turn advance(const TokenParts& token) override {
        return ticket_.get() == nullptr ? first(token) : third(token);
    }

    Result<Agreement> agreement(AskedTicket asked) override {
        Agreement out(std::move(asked));
        krb5_context library = library_.get();
        // Our own answer has a subkey always.
        if (const auto code = read_session(library, auth_.get(), {false, mutual(), mutual()}, out);
            code != 0) {
            return library_->error(Status::negotiation_failed, "reading the session key", code);
        }
        const krb5_enc_tkt_part& inside = *ticket_.get()->enc_part2;
        out.flags = request_->checksum.flags;
        out.initiator_key = std::move(initiator_key_);
        out.client = credential::principal_text(library, inside.client);
        out.expires = static_cast<std::uint32_t>(inside.times.endtime);
        out.channel_bound = bound_;
        out.delegated = std::move(delegated_);
        return out;
    }

  private:
    bool has_flag(std::uint32_t flag) const noexcept {
        return (request_->checksum.flags & flag) != 0;
    }
    bool mutual() const noexcept { return has_flag(GSS_C_MUTUAL_FLAG); }
    bool dce_style() const noexcept { return has_flag(GSS_C_DCE_STYLE); }

    Turn first(const TokenParts& token) {
        Turn out = request_ == nullptr ? refused_as(Status::token_malformed, 0)
                                       : take_request(token.message);
        if (out.state == Turn::State::refused && out.refusal.code != 0) {
            out.token = error_token(*library_, keys_->entries().front().principal,
                                    out.refusal.code - ERROR_TABLE_BASE_krb5);
        }
        return out;
    }

    Turn take_request(ByteView request) {
        Turn opened = open(request);
        if (opened.state == Turn::State::refused) {
            return opened;
        }
        Turn bound = bindings_ && rule_ != BindingRule::ignore ? judge_bindings() : Turn();
        if (bound.state == Turn::State::refused) {
            return bound;
        }
        const ByteView delegated = request_->checksum.delegated;
        Turn kept = keeps_delegated_ && !delegated.empty() ? keep(delegated) : Turn();
        return kept.state == Turn::State::refused ? std::move(kept) : answer();
    }

    /// The key that opened the request already, and no other, whatever keytab there may be: libkrb5
    /// would search one from its beginning.
    Turn open(ByteView request) {
        krb5_context library = library_.get();
        AuthContext auth(library);
        krb5_keyblock block = block_of(*request_->key);
        krb5_error_code code = make_auth_context(library, KRB5_AUTH_CONTEXT_USE_SUBKEY, auth);
        if (code == 0) {
            code = ::krb5_auth_con_setuseruserkey(library, auth.get(), &block);
        }
        if (code == 0) {
            code = set_replay_cache(library, auth.get(), replay_cache_);
        }
        const krb5_data in = credential::borrowed(request);
        krb5_flags options = 0;
        if (code == 0) {
            // Without a keytab it would open the environment's.
            code = ::krb5_rd_req(library, auth.out(), &in, nullptr, keys_->get(), &options,
                                 ticket_.out());
        }
        Keyblock initiators(library);
        if (code == 0) {
            code = read_initiator_key(library, auth.get(), false, initiators);
        }
        if (code != 0) {
            return refused_by_library(code);
        }
        initiator_key_ = copy_of({initiators.get()->contents, initiators.get()->length});
        auth_ = std::move(auth);
        return {};
    }

    Turn refused_by_library(krb5_error_code code) const {
        Turn out = refused(*library_, code);
        if (is_of_replay_cache(code)) {
            out.refusal.status = Status::replay_cache_unusable;
            out.refusal.words = replay_cache_ + ": " + out.refusal.words;
        }
        return out;
    }

    Turn keep(ByteView delegated) {
        delegated_ = kept_tickets(*library_, auth_.get(), delegated, request_->client);
        return delegated_ != nullptr ? Turn()
                                     : refused_as(Status::token_malformed, KRB5KRB_AP_ERR_MODIFIED);
    }

    Turn judge_bindings() {
        const GssChecksum& checksum = request_->checksum;
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
        const bool may_lack =
            rule_ == BindingRule::if_present && !request_->authenticator_data.knows_bindings;
        return may_lack ? Turn()
                        : refused_as(Status::channel_bindings_missing, KRB5KRB_ERR_GENERIC);
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
    Turn third(const TokenParts& token) {
        krb5_data in = credential::borrowed(token.message);
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

    std::shared_ptr<const credential::Keys> keys_;
    BorrowedLibrary library_;
    std::string replay_cache_;
    AuthContext auth_;
    LibraryTicket ticket_;
    BindingRule rule_;
    bool keeps_delegated_;
    std::optional<ChannelBindings> bindings_;
    std::shared_ptr<const JudgedRequest> request_;
    /// As libkrb5 has read it.
    Bytes initiator_key_;
    bool bound_ = false;
    std::shared_ptr<const credential::TicketCache> delegated_;
};

}  // namespace
}  // namespace kerberos

Result<std::unique_ptr<Exchange>> make_kerberos_acceptor(
    std::shared_ptr<const credential::Keys> keys, const Policy& policy) {
    auto replay_cache = replay_cache_of(policy);
    if (!replay_cache) {
        return std::move(replay_cache).error();
    }
    auto library = kerberos::BorrowedLibrary::from(keys->shelf());
    if (!library) {
        return std::move(library).error();
    }
    return std::unique_ptr<Exchange>(std::make_unique<kerberos::Acceptor>(
        std::move(keys), std::move(*library), std::move(*replay_cache), policy));
}

}  // namespace mutauth::context
