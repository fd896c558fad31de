/* Two programs proving themselves to each other. */
#ifndef MUTAUTH_CPP_NEGOTIATION_HPP
#define MUTAUTH_CPP_NEGOTIATION_HPP

#include <mutauth/negotiation.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/channel_bindings.hpp>
#include <mutauth/cpp/context.hpp>
#include <mutauth/cpp/credential.hpp>
#include <mutauth/cpp/deadline.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/policy.hpp>
#include <mutauth/cpp/spn.hpp>

#include <utility>

namespace mutauth::v1 {

/// What one step gave: a token to send, if it is not empty, and whether this side is done then.
struct Step {
    bool done;
    Bytes token;
};

/// One exchange of tokens. One thread at a time.
///
///     auto negotiation = auth::Negotiation::initiate(credential, spn);
///     auto step = negotiation.step();
///     while (send(step.token), !step.done) { step = negotiation.step(receive()); }
///     auth::Context context = std::move(negotiation).finish();
class Negotiation {
  public:
    /// Begins as the client; may wait for the KDC.
    static Negotiation initiate(const Credential& credential, const Spn& spn, Until until = {}) {
        return initiate(credential, spn, nullptr, until);
    }
    static Negotiation initiate(const Credential& credential,
                                const Spn& spn,
                                const Policy& policy,
                                Until until = {}) {
        return initiate(credential, spn, policy.get(), until);
    }

    /// Begins as the service, with keys from a keytab and a policy that names the served SPNs.
    static Negotiation accept(const Credential& credential, const Policy& policy) {
        return Negotiation(detail::make<Owned>([&](mutauth_negotiation** out) {
            return mutauth_negotiation_accept(credential.get(), policy.get(), out);
        }));
    }

    /// Ties it to the channel that carries it; before the first step.
    Negotiation& bind(const ChannelBindings& bindings) {
        detail::check(mutauth_negotiation_bind(handle_.get(), bindings.get()));
        return *this;
    }

    /// Takes the peer's token, none at the client's first step. A failure that has something to
    /// tell the peer carries it as Error::token().
    Step step(View token = {}) {
        mutauth_bytes* made = nullptr;
        const mutauth_status status =
            mutauth_negotiation_step(handle_.get(), token.data(), token.size(), &made);
        Bytes answer(made);
        if (status < 0) {
            throw Error::take(status, answer.view());
        }
        return {status == MUTAUTH_OK, std::move(answer)};
    }

    /// The context of a negotiation that is done; the negotiation is used up.
    Context finish() && {
        auto context = detail::make<Context::Owned>(
            [&](mutauth_context** out) { return mutauth_negotiation_finish(handle_.get(), out); });
        return Context(std::move(context));
    }

    mutauth_negotiation* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_negotiation, mutauth_negotiation_free>;
    explicit Negotiation(Owned handle) noexcept : handle_(std::move(handle)) {}

    static Negotiation initiate(const Credential& credential,
                                const Spn& spn,
                                const mutauth_policy* policy,
                                Until until) {
        auto made = detail::make<Owned>([&](mutauth_negotiation** out) {
            return mutauth_negotiation_initiate(credential.get(), spn.get(), policy, until.get(),
                                                out);
        });
        return Negotiation(std::move(made));
    }

    Owned handle_;
};

}  // namespace mutauth::v1

#endif
