// One side's exchange of a mechanism's tokens. That it calls itself done decides nothing yet:
// establish checks what it agreed on.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "context/asked_ticket.h"
#include "context/authorization.h"
#include "context/cfx_protection.h"
#include "context/channel_bindings.h"
#include "context/protection.h"
#include "context/token_reader.h"
#include "core/error.h"
#include "credential/ticket_cache.h"

namespace mutauth::context {

namespace kerberos {
struct JudgedRequest;
}

/// Why a mechanism refused a token, in its own numbers.
struct Refusal {
    /// Where the exchange itself knows the reason.
    std::optional<Status> status;
    /// GSS-API's, 0 if it was not asked.
    std::uint32_t major = 0;
    /// libkrb5's, or what GSS-API gives in its place.
    std::int64_t code = 0;
    std::string words;
    /// Where this side's own reader refused the token.
    der::Fault fault;

    Error error(Status as, std::string_view what) const;
};

struct Turn {
    enum class State { more, done, refused };

    State state = State::more;
    /// To be sent to the peer, if not empty; after a refusal what tells the peer.
    Bytes token;
    Refusal refusal;
};

/// What a completed exchange has agreed on, as the mechanism tells it. There is none without a
/// ticket that this side has read.
struct Agreement {
    explicit Agreement(AskedTicket what) : asked(std::move(what)) {}

    AskedTicket asked;
    /// RFC 2743's, those that hold.
    std::uint32_t flags = 0;
    /// "name@REALM"
    std::string client;
    /// RFC 4120 6.2's type of that name. The negotiation tells it, and who the key and the client's
    /// proof are of.
    std::int32_t client_type = 0;
    /// Whose key it was that the service proved.
    std::string service_key;
    /// All names of that key, if there are more.
    std::vector<std::string> service_keys;
    /// Of the key that protects messages.
    std::int32_t enctype = 0;
    /// The initiator's, by which messages are protected until the acceptor makes one.
    Bytes initiator_key;
    /// Nothing if the messages would not be RFC 4121's with a key of AES.
    std::optional<cfx::Session> session;
    /// Seconds since 1970 UTC.
    std::int64_t expires = 0;
    /// When the client proved itself to its KDC.
    std::int64_t authenticated = 0;
    /// Acceptor: the initiator proved that its channel is this one.
    bool channel_bound = false;
    /// This side gave channel bindings.
    bool bindings_given = false;
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
    /// Acceptors only, before the turn that takes the token: the client's request in it, which this
    /// side's own reader has judged.
    virtual void expect(const std::shared_ptr<const kerberos::JudgedRequest>& /*request*/) {}
    /// The initiator's first turn takes an empty token. Any other has been read whole.
    virtual Turn advance(const TokenParts& token) = 0;
    /// Once, after a turn that was done.
    virtual Result<Agreement> agreement(AskedTicket asked) = 0;
};

}  // namespace mutauth::context
