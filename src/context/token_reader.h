// The clear parts of what the peer sends: which mechanism, which service, which key. Any client can
// write what it likes here, so all of it explains and none of it decides.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/bytes.h"
#include "credential/krb_error.h"

namespace mutauth::context {

enum class TokenKind { unknown, ap_req, ap_rep, krb_error, ntlm };

struct TokenParts {
    TokenKind kind = TokenKind::unknown;
    bool spnego = false;
    /// SPNEGO's first message lists Kerberos, or it is not a first message.
    bool offers_kerberos = true;
    /// SPNEGO's answer claims that all is done (RFC 4178 4.2.2, accept-completed).
    bool claims_completion = false;
    /// SPNEGO's answer refuses to go on (RFC 4178 4.2.2, reject).
    bool rejects = false;
    /// SPNEGO's answer chooses a mechanism that is not Kerberos.
    bool chooses_another = false;
    /// SPNEGO's answer signs the list of mechanisms (RFC 4178 4.2.2, mechListMIC).
    Bytes list_signature;

    // AP-REQ: the ticket (RFC 4120 5.3) where it lies in the token, and its clear part.
    ByteView ticket;
    std::string service;
    std::string realm;
    std::optional<std::int64_t> kvno;
    std::int64_t enctype = 0;

    std::optional<credential::KrbError> error;
};

TokenParts read_token(ByteView token);

}  // namespace mutauth::context
