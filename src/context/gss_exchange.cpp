#include "context/gss_exchange.h"

#include <utility>

#include "context/delegated_tickets.h"
#include "context/gss.h"
#include "context/gss_agreement.h"
#include "context/policy_flags.h"
#include "context/replay_cache.h"
#include "context/token_reader.h"

namespace mutauth::context {
namespace {

/// The caller's bindings in GSS-API's form; the data is the caller's.
class Bindings {
  public:
    void set(const ChannelBindings& bindings) {
        given_ = bindings;
        form_ = {};
        form_.application_data = gss::borrowed(given_->data());
    }
    gss_channel_bindings_t get() { return given_ ? &form_ : GSS_C_NO_CHANNEL_BINDINGS; }

  private:
    std::optional<ChannelBindings> given_;
    gss_channel_bindings_struct form_{};
};

/// The peer's signature of SPNEGO's list of mechanisms, in whichever token it comes.
class ListSignature {
  public:
    void note(const TokenParts& token) {
        if (!token.list_signature.empty()) {
            bytes_ = copy_of(token.list_signature);
        }
    }
    ByteView bytes() const noexcept { return bytes_; }

  private:
    Bytes bytes_;
};

Turn turn(OM_uint32 major, OM_uint32 minor, ByteView token) {
    Turn out;
    out.token = copy_of(token);
    if (major == GSS_S_COMPLETE || major == GSS_S_CONTINUE_NEEDED) {
        out.state = major == GSS_S_COMPLETE ? Turn::State::done : Turn::State::more;
        return out;
    }
    out.state = Turn::State::refused;
    out.refusal.major = major;
    out.refusal.code = minor;
    out.refusal.words = gss::reason_words(major, minor);
    if (GSS_ROUTINE_ERROR(major) == GSS_S_BAD_BINDINGS) {
        out.refusal.status = Status::channel_bindings_mismatch;
    }
    return out;
}

class Initiator final : public Exchange {
  public:
    Initiator(std::shared_ptr<const credential::TicketCache> tickets,
              std::shared_ptr<gss::Credential> credential,
              gss::Name service,
              bool hands_over,
              std::int64_t ends,
              Policy policy)
        : tickets_(std::move(tickets)),
          credential_(std::move(credential)),
          service_(std::move(service)),
          hands_over_(hands_over),
          ends_(ends),
          policy_(std::move(policy)) {}
    ~Initiator() override {
        gss::give_back(tickets_->shelf(), policy_.mechanism, std::move(credential_));
    }

    void bind(const ChannelBindings& bindings) override { bindings_.set(bindings); }

    Turn advance(const TokenParts& token) override {
        signature_.note(token);
        gss::Buffer made;
        gss_buffer_desc in = gss::borrowed(token.bytes);
        OM_uint32 minor = 0;
        const OM_uint32 major = ::gss_init_sec_context(
            &minor, credential_->get(), context_.out(), service_.get(),
            gss::oid_of(policy_.mechanism),
            flags_of(policy_) | (hands_over_ ? GSS_C_DELEG_FLAG : 0), 0, bindings_.get(),
            token.bytes.empty() ? GSS_C_NO_BUFFER : &in, nullptr, &made.value, &flags_, nullptr);
        return turn(major, minor, made.view());
    }

    Result<Agreement> agreement(AskedTicket asked) override {
        Agreement known(std::move(asked));
        known.flags = flags_;
        known.client = tickets_->principal();
        auto agreed = gss_agreement(context_, policy_, true, signature_.bytes(), std::move(known));
        if (agreed) {
            // The mechanism tells the ticket's end by the KDC's clock.
            agreed->expires = ends_;
        }
        return agreed;
    }

  private:
    /// GSS-API knows the cache by name only, so it must live as long as the exchange.
    std::shared_ptr<const credential::TicketCache> tickets_;
    std::shared_ptr<gss::Credential> credential_;
    gss::Name service_;
    bool hands_over_;
    /// The ticket, by this machine's clock.
    std::int64_t ends_;
    Policy policy_;
    Bindings bindings_;
    ListSignature signature_;
    gss::Context context_;
    OM_uint32 flags_ = 0;
};

/// Only such credentials may be another policy's too.
bool has_usual_replay_cache(const Policy& policy) {
    return policy.replay_cache.empty() && !policy.replay_cache_waived;
}

class Acceptor final : public Exchange {
  public:
    Acceptor(std::shared_ptr<const credential::Keys> keys,
             std::shared_ptr<gss::Credential> credential,
             Policy policy)
        : keys_(std::move(keys)), credential_(std::move(credential)), policy_(std::move(policy)) {}
    ~Acceptor() override {
        if (has_usual_replay_cache(policy_)) {
            gss::give_back(keys_->shelf(), policy_.mechanism, std::move(credential_));
        }
    }

    void bind(const ChannelBindings& bindings) override {
        if (policy_.channel_bindings != BindingRule::ignore) {
            bindings_.set(bindings);
        }
    }

    Turn advance(const TokenParts& token) override {
        signature_.note(token);
        gss::Buffer made;
        gss_buffer_desc in = gss::borrowed(token.bytes);
        OM_uint32 minor = 0;
        const bool keeps = policy_.keep_delegated && delegated_.get() == GSS_C_NO_CREDENTIAL;
        const OM_uint32 major = ::gss_accept_sec_context(
            &minor, context_.out(), credential_->get(), &in, bindings_.get(), nullptr, nullptr,
            &made.value, &flags_, nullptr, keeps ? delegated_.out() : nullptr);
        Turn out = turn(major, minor, made.view());
        if (out.state == Turn::State::done && lacks_bindings()) {
            out.state = Turn::State::refused;
            out.token.clear();
            out.refusal.status = Status::channel_bindings_missing;
        }
        return out;
    }

    Result<Agreement> agreement(AskedTicket asked) override {
        Agreement known(std::move(asked));
        known.flags = flags_;
        known.channel_bound = bound();
        auto agreed = gss_agreement(context_, policy_, false, signature_.bytes(), std::move(known));
        if (agreed && delegated_.get() != GSS_C_NO_CREDENTIAL) {
            auto kept = kept_tickets(delegated_, agreed->client);
            if (!kept) {
                return std::move(kept).error();
            }
            agreed->delegated = std::move(*kept);
        }
        return agreed;
    }

  private:
    bool bound() const noexcept { return (flags_ & GSS_C_CHANNEL_BOUND_FLAG) != 0; }

    /// MIT takes a client without bindings, but for one that says that it knows of them.
    bool lacks_bindings() {
        return bindings_.get() != GSS_C_NO_CHANNEL_BINDINGS && !bound() &&
               policy_.channel_bindings != BindingRule::if_present;
    }

    /// GSS-API knows the keys by name only, so they must live as long as the exchange.
    std::shared_ptr<const credential::Keys> keys_;
    std::shared_ptr<gss::Credential> credential_;
    Policy policy_;
    Bindings bindings_;
    ListSignature signature_;
    gss::Context context_;
    gss::Credential delegated_;
    OM_uint32 flags_ = 0;
};

}  // namespace

Result<std::unique_ptr<Exchange>> make_gss_initiator(
    std::shared_ptr<const credential::TicketCache> tickets,
    const spn::ServicePrincipalName& service,
    bool hands_over,
    const Policy& policy) {
    auto name = gss::import_principal(service.principal());
    if (!name) {
        return std::move(name).error();
    }
    const auto ticket = tickets->creds_for(service);
    if (ticket == nullptr) {
        return Error(Status::no_credential, "the ticket for " + service.text() + " is gone");
    }
    const std::int64_t ends = tickets->here(ticket->ends());
    auto by_this_clock = credential::TicketCache::for_gss(std::move(tickets));
    if (!by_this_clock) {
        return std::move(by_this_clock).error();
    }
    tickets = std::move(*by_this_clock);
    auto acquired =
        gss::acquire(tickets->shelf(), GSS_C_INITIATE, policy.mechanism, tickets->name());
    if (!acquired) {
        return std::move(acquired).error();
    }
    return std::unique_ptr<Exchange>(std::make_unique<Initiator>(
        std::move(tickets), std::move(*acquired), std::move(*name), hands_over, ends, policy));
}

Result<std::unique_ptr<Exchange>> make_gss_acceptor(std::shared_ptr<const credential::Keys> keys,
                                                    const Policy& policy) {
    auto replay_cache = replay_cache_of(policy);
    if (!replay_cache) {
        return std::move(replay_cache).error();
    }
    auto acquired =
        has_usual_replay_cache(policy)
            ? gss::acquire(keys->shelf(), GSS_C_ACCEPT, policy.mechanism, keys->name(),
                           *replay_cache)
            : gss::acquire_new(GSS_C_ACCEPT, policy.mechanism, keys->name(), *replay_cache);
    if (!acquired) {
        return std::move(acquired).error();
    }
    return std::unique_ptr<Exchange>(
        std::make_unique<Acceptor>(std::move(keys), std::move(*acquired), policy));
}

}  // namespace mutauth::context
