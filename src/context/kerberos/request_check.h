// The checks that an acceptor makes of a client's request (RFC 4120 3.2.3, RFC 4121 4.1.1), apart
// from opening it: no I/O, no keys. The replay cache is libkrb5's, after these.
#pragma once

#include <cstdint>

#include "context/gss_checksum.h"
#include "context/kerberos/authorization_data.h"
#include "context/kerberos/messages.h"
#include "context/policy.h"
#include "core/status.h"

namespace mutauth::context::kerberos {

/// RFC 4120 7.5.9.
enum class ErrorCode : std::int32_t {
    none = 0,
    enctype_not_supported = 14,
    bad_integrity = 31,
    ticket_expired = 32,
    ticket_not_yet_valid = 33,
    bad_match = 36,
    skew = 37,
    message_type = 40,
    modified = 41,
    bad_order = 42,
    illegal_cross_realm_ticket = 43,
    bad_key_version = 44,
    no_key = 45,
    mutual_failed = 46,
    inappropriate_checksum = 50,
    generic = 60,
    user_to_user_required = 69,
};

/// What a check found; nothing wrong unless there is a code.
struct Verdict {
    Status status = Status::ok;
    ErrorCode code = ErrorCode::none;
    /// Of a message inside, where one is malformed.
    der::Fault fault;
    /// The one that is not allowed, where that is the reason.
    std::int32_t enctype = 0;

    bool refuses() const noexcept { return code != ErrorCode::none; }
    static Verdict malformed(const der::Fault& fault) noexcept {
        return {Status::token_malformed, ErrorCode::modified, fault, 0};
    }
    static Verdict weak(Status status, std::int32_t enctype) noexcept {
        return {status, ErrorCode::enctype_not_supported, {}, enctype};
    }
};

struct RequestTerms {
    EnctypeSet ticket_enctypes;
    /// Of any key, by krb5.conf.
    EnctypeSet permitted_enctypes;
    /// Seconds since 1970 UTC, and how many of them clocks may differ.
    std::int64_t now = 0;
    std::int64_t clock_skew = 300;
};

/// A request whose parts are open. The checks fill what is below them.
struct OpenedRequest {
    ApRequest request;
    /// In GSS-API's frame.
    bool framed = true;
    TicketPart ticket;
    AuthenticatorPart authenticator;

    TicketData ticket_data;
    AuthenticatorData authenticator_data;
    GssChecksum checksum;
};

/// RFC 3962 6 and RFC 8009 5 say how long a key is: one of another size, none at all included, is
/// the peer's fault, and libgssapi ends the process at some. Only AES is ever taken.
Verdict check_key(const EncryptionKey& key, const char* field) noexcept;

/// Before a key is tried.
Verdict check_clear(const ApRequest& request, const RequestTerms& terms);
/// Before its key opens the authenticator.
Verdict check_session_key(const ApRequest& request,
                          const TicketPart& ticket,
                          const RequestTerms& terms);
Verdict check_opened(OpenedRequest& opened, const RequestTerms& terms);

}  // namespace mutauth::context::kerberos
