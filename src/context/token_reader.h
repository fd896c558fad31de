// Reads what the peer sends, whole and strictly (RFC 2743 3.1, RFC 4121 4.1, RFC 4178, RFC 4120):
// GSS-API's frame, SPNEGO around it, and the clear parts of Kerberos' messages. A token that is not
// read whole is refused before libgssapi or libkrb5 sees it. What the clear parts say is a claim:
// any client can write what it likes there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "context/kerberos/messages.h"
#include "core/bytes.h"
#include "credential/krb_error.h"

namespace mutauth::context {

/// None: SPNEGO's, without a token of Kerberos in it. Unknown: malformed, or not of these.
enum class TokenKind { none, unknown, ap_req, ap_rep, krb_error, ntlm };

/// Views into the token.
struct TokenParts {
    /// The whole token; an initiator's first turn has none.
    ByteView bytes;
    TokenKind kind = TokenKind::unknown;
    /// Why the token is malformed.
    der::Fault fault;
    bool spnego = false;
    /// SPNEGO's first message lists Kerberos, or it is not a first message.
    bool offers_kerberos = true;
    /// It lists NTLM, or answers by choosing it.
    bool offers_ntlm = false;
    /// SPNEGO's answer claims that all is done (RFC 4178 4.2.2, accept-completed).
    bool claims_completion = false;
    /// SPNEGO's answer refuses to go on (RFC 4178 4.2.2, reject).
    bool rejects = false;
    /// SPNEGO's answer chooses a mechanism that is not Kerberos.
    bool chooses_another = false;
    /// SPNEGO's answer signs the list of mechanisms (RFC 4178 4.2.2, mechListMIC).
    ByteView list_signature;

    /// The Kerberos message without GSS-API's frame.
    ByteView message;
    /// It has that frame; DCE style goes without.
    bool framed = false;
    /// Of an AP-REQ.
    std::optional<kerberos::ApRequest> request;
    /// Of an AP-REP.
    std::optional<kerberos::EncryptedData> answer;
    std::optional<credential::KrbError> error;
};

TokenParts read_token(ByteView token);

}  // namespace mutauth::context
