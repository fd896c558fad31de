// What an established Kerberos context of GSS-API has agreed on, in the clear (MIT's "lucid" form).
#pragma once

#include <optional>

#include "context/cfx_protection.h"
#include "context/gss.h"

namespace mutauth::context {

struct Agreed {
    cfx::Session session;
    /// The initiator's, by which messages are protected until the acceptor makes one.
    Bytes initiator_key;
    /// The ticket's end, in seconds since 1970 UTC.
    std::int64_t expires = 0;
};

/// The context stays whole. Nothing if its keys are not as long as their types say, or if it is not
/// one of Kerberos whose messages are RFC 4121's with a key of AES.
std::optional<Agreed> agreed_in(const gss::Context& context);

}  // namespace mutauth::context
