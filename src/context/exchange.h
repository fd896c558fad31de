// One side's exchange of a mechanism's tokens. That it calls itself done decides nothing yet:
// establish checks what it agreed on.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "context/authorization.h"
#include "context/cfx_protection.h"
#include "context/channel_bindings.h"
#include "context/protection.h"
#include "core/error.h"
#include "credential/ticket_cache.h"

namespace mutauth::context {

/// Why a mechanism refused a token, in its own numbers.
struct Refusal {
    /// Where the exchange itself knows the reason.
    std::optional<Status> status;
    /// GSS-API's, 0 if it was not asked.
    std::uint32_t major = 0;
    /// libkrb5's, or what GSS-API gives in its place.
    std::int64_t code = 0;
    std::string words;
    /// How far the peer's clock is ahead of this one, where the peer proved what its clock says.
    std::optional<std::int64_t> seconds_ahead;

    Error error(Status as, std::string_view what) const;
};

struct Turn {
    enum class State { more, done, refused };

    State state = State::more;
    /// To be sent to the peer, if not empty; after a refusal what tells the peer.
    Bytes token;
    Refusal refusal;
};

/// What a completed exchange has agreed on.
struct Agreement {
    /// RFC 2743's, those that hold.
    std::uint32_t flags = 0;
    /// "name@REALM"
    std::string client;
    /// RFC 4120 7.5.8's type of that name; 0 (unknown) if this side cannot tell.
    std::int32_t client_type = 0;
    /// Whose key it was that the service proved.
    std::string service_key;
    /// Of the key that protects messages.
    std::int32_t enctype = 0;
    /// Of the key that the ticket is sealed with; 0 if this side cannot tell.
    std::int32_t ticket_enctype = 0;
    /// Nothing if the messages would not be RFC 4121's with a key of AES.
    std::optional<cfx::Session> session;
    /// Seconds since 1970 UTC.
    std::int64_t expires = 0;
    /// When the client proved itself to its KDC; 0 if this side cannot tell.
    std::int64_t authenticated = 0;
    /// The peer proved that its channel is this one.
    bool channel_bound = false;
    /// The client's, in DER, if the acceptor keeps it.
    std::shared_ptr<const Bytes> ticket;
    /// What the client handed over, if the acceptor keeps it.
    std::shared_ptr<const credential::TicketCache> delegated;
    /// The client's, as the acceptor sees it.
    Authorization authorization;
    /// Where the mechanism itself protects messages; else it is made from the session.
    std::unique_ptr<Protection> protection;
};

class Exchange {
  public:
    Exchange() = default;
    Exchange(const Exchange&) = delete;
    Exchange& operator=(const Exchange&) = delete;
    virtual ~Exchange() = default;

    /// Before the first token.
    virtual void bind(const ChannelBindings& bindings) = 0;
    /// The initiator's first turn takes an empty token.
    virtual Turn advance(ByteView token) = 0;
    /// Once, after a turn that was done.
    virtual Result<Agreement> agreement() = 0;
};

}  // namespace mutauth::context
