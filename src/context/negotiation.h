// One exchange of tokens by which two sides prove themselves. No I/O: tokens in, tokens out.
#pragma once

#include <memory>
#include <optional>

#include "context/exchange.h"
#include "context/policy.h"
#include "context/security_context.h"
#include "core/deadline.h"
#include "credential/credential.h"

namespace mutauth::context {

inline constexpr std::size_t kLongestToken = 65536;

struct Step {
    bool done = false;
    /// To be sent to the peer, if not empty.
    Bytes token;
};

class Negotiation {
  public:
    Negotiation(const Negotiation&) = delete;
    Negotiation& operator=(const Negotiation&) = delete;
    virtual ~Negotiation() = default;

    /// The initiator begins with an empty token. After a failure nothing but take_error_token
    /// works.
    Result<Step> step(ByteView token);
    /// Before the first step, at most once.
    Result<void> bind(const ChannelBindings& bindings);
    /// What a failed step still wants sent to the peer; mostly empty.
    Bytes take_error_token() { return std::exchange(error_token_, {}); }
    /// Once, after a step that was done.
    Result<std::unique_ptr<SecurityContext>> finish();

    virtual bool is_initiator() const noexcept = 0;
    const Policy& policy() const noexcept { return policy_; }

  protected:
    Negotiation(std::unique_ptr<Exchange> exchange, Policy policy)
        : exchange_(std::move(exchange)), policy_(std::move(policy)) {}

    virtual Result<Step> advance(ByteView token) = 0;
    virtual Result<std::unique_ptr<SecurityContext>> establish() = 0;

    std::unique_ptr<Exchange> exchange_;
    Policy policy_;
    /// What this side gave.
    std::optional<ChannelBindings> bindings_;
    Bytes error_token_;

  private:
    enum class State { fresh, running, done, over };
    State state_ = State::fresh;
    std::unique_ptr<SecurityContext> established_;
    ForkGuard fork_guard_;
};

/// Gets the ticket first, which may wait; the steps do not.
Result<std::unique_ptr<Negotiation>> initiate(credential::Credential& credential,
                                              const spn::ServicePrincipalName& service,
                                              const Policy& policy,
                                              const Deadline& deadline);

/// Never touches the network.
Result<std::unique_ptr<Negotiation>> accept(credential::Credential& credential,
                                            const Policy& policy);

}  // namespace mutauth::context
