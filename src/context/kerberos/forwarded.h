// The form of a KRB-CRED that came inside an authenticator (RFC 4121 4.1.1.1), checked before
// libkrb5 or libgssapi parses it: krb5_rd_cred ends the process at some that are malformed.
#pragma once

#include "context/kerberos/messages.h"

namespace mutauth::context::kerberos {

/// Whose tickets they have to be, and the keys that may open the message, in libkrb5's order.
struct ForwardedTerms {
    ByteView client_realm;
    PrincipalName client;
    const EncryptionKey* subkey = nullptr;
    EncryptionKey session_key;
};

/// The fault of one that is malformed, does not open, holds another number of infos than of
/// tickets, lacks a name or a key, or hands over another client's tickets.
der::Fault check_forwarded(ByteView message, const ForwardedTerms& terms);

}  // namespace mutauth::context::kerberos
