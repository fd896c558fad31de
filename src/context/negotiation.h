// One exchange of tokens by which two sides prove themselves. No I/O: tokens in, tokens out.
#pragma once

#include <memory>

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
    Negotiation() = default;
    Negotiation(const Negotiation&) = delete;
    Negotiation& operator=(const Negotiation&) = delete;
    virtual ~Negotiation() = default;

    /// The initiator begins with an empty token. After a failure nothing but take_error_token
    /// works.
    Result<Step> step(ByteView token);
    /// What a failed step still wants sent to the peer; mostly empty.
    Bytes take_error_token() { return std::exchange(error_token_, {}); }
    /// Once, after a step that was done.
    Result<std::unique_ptr<SecurityContext>> finish();

    virtual bool is_initiator() const noexcept = 0;

  protected:
    virtual Result<Step> advance(ByteView token) = 0;
    virtual Result<std::unique_ptr<SecurityContext>> establish() = 0;

    Bytes error_token_;

  private:
    enum class State { running, done, over };
    State state_ = State::running;
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
