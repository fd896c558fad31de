#include "context/kerberos/request_check.h"

#include <gssapi/gssapi_ext.h>

#include <algorithm>

#include "context/cfx_keys.h"

namespace mutauth::context::kerberos {
namespace {

constexpr Verdict kFine{};

Verdict malformed(const char* field, der::Rule rule) noexcept {
    der::Fault fault;
    fault.set(field, rule);
    return Verdict::malformed(fault);
}

Verdict check_client(OpenedRequest& opened, const RequestTerms& /*terms*/) {
    const ByteView sealed = opened.ticket.client_realm;
    const ByteView said = opened.authenticator.client_realm;
    const bool same = opened.authenticator.client.is_same(opened.ticket.client) &&
                      std::equal(said.begin(), said.end(), sealed.begin(), sealed.end());
    return same ? kFine : Verdict{Status::token_malformed, ErrorCode::bad_match, {}, 0};
}

Verdict check_clock(OpenedRequest& opened, const RequestTerms& terms) {
    const std::int64_t ahead = opened.authenticator.ctime - terms.now;
    return ahead > terms.clock_skew || ahead < -terms.clock_skew
               ? Verdict{Status::clock_skew, ErrorCode::skew, {}, 0}
               : kFine;
}

Verdict check_start(OpenedRequest& opened, const RequestTerms& terms) {
    return opened.ticket.starttime > terms.now + terms.clock_skew ||
                   (opened.ticket.flags & kInvalid) != 0
               ? Verdict{Status::ticket_not_yet_valid, ErrorCode::ticket_not_yet_valid, {}, 0}
               : kFine;
}

Verdict check_end(OpenedRequest& opened, const RequestTerms& terms) {
    return opened.ticket.endtime < terms.now - terms.clock_skew
               ? Verdict{Status::ticket_expired, ErrorCode::ticket_expired, {}, 0}
               : kFine;
}

/// Where no KDC has checked the path, libkrb5 does by its configuration's capaths. It takes every
/// path for one of realms' names, which is type 1 (RFC 4120 3.3.3.2).
Verdict check_path(OpenedRequest& opened, const RequestTerms& /*terms*/) {
    constexpr std::int64_t kRealms = 1;
    const bool readable = (opened.ticket.flags & kTransitPolicyChecked) != 0 ||
                          opened.ticket.transited.empty() ||
                          opened.ticket.transited_type == kRealms;
    return readable
               ? kFine
               : Verdict{Status::negotiation_failed, ErrorCode::illegal_cross_realm_ticket, {}, 0};
}

Verdict check_ticket_data(OpenedRequest& opened, const RequestTerms& /*terms*/) {
    der::Fault fault;
    opened.ticket_data = read_ticket_data(opened.ticket.authorization, fault);
    return fault ? Verdict::malformed(fault) : kFine;
}

Verdict check_authenticator_data(OpenedRequest& opened, const RequestTerms& /*terms*/) {
    der::Fault fault;
    opened.authenticator_data = read_authenticator_data(opened.authenticator.authorization, fault);
    return fault ? Verdict::malformed(fault) : kFine;
}

Verdict check_permitted_key(const EncryptionKey& key,
                            const char* field,
                            const RequestTerms& terms) noexcept {
    const Verdict verdict = check_key(key, field);
    return verdict.refuses() || terms.permitted_enctypes.has(key.enctype)
               ? verdict
               : Verdict::weak(Status::weak_key, key.enctype);
}

Verdict check_subkey(OpenedRequest& opened, const RequestTerms& terms) {
    const auto& subkey = opened.authenticator.subkey;
    return subkey ? check_permitted_key(*subkey, "Authenticator subkey", terms) : kFine;
}

Verdict check_checksum(OpenedRequest& opened, const RequestTerms& /*terms*/) {
    const auto& sum = opened.authenticator.checksum;
    const auto read =
        sum && sum->type == kGssChecksumType ? read_checksum(sum->value) : std::nullopt;
    if (!read) {
        Verdict out = malformed("Authenticator cksum (RFC 4121 4.1.1)", der::Rule::content);
        out.code = ErrorCode::inappropriate_checksum;
        return out;
    }
    opened.checksum = *read;
    return kFine;
}

/// Only what a client says under its session key tells how it wants to be answered.
Verdict check_frame(OpenedRequest& opened, const RequestTerms& /*terms*/) {
    const bool dce_style = (opened.checksum.flags & GSS_C_DCE_STYLE) != 0;
    if (opened.framed != dce_style) {
        return kFine;
    }
    Verdict out = malformed("token frame, which DCE style alone goes without", der::Rule::content);
    out.code = ErrorCode::message_type;
    return out;
}

using Check = Verdict (*)(OpenedRequest& opened, const RequestTerms& terms);

constexpr Check kChecks[] = {
    check_client,              // RFC 4120 3.2.3: "the name and realm of the client"
    check_start,               // RFC 4120 3.2.3: "later than the current time", "INVALID flag"
    check_end,                 // RFC 4120 3.2.3: "the end time"
    check_clock,               // RFC 4120 3.2.3: "the local (server) time and the client time"
    check_path,                // RFC 4120 2.7, 3.3.3.2
    check_ticket_data,         // RFC 4120 5.2.6, [MS-PAC] 2.3, RFC 7751 3
    check_authenticator_data,  // RFC 4120 5.2.6, [MS-KILE] 2.2.10, RFC 4537 3
    check_subkey,              // RFC 4120 5.5.1, RFC 4121 2
    check_checksum,            // RFC 4121 4.1.1, RFC 6542
    check_frame,               // [MS-KILE] 3.4.5.1
};

}  // namespace

Verdict check_key(const EncryptionKey& key, const char* field) noexcept {
    const auto enctype = cfx::enctype_of(key.enctype);
    if (!enctype) {
        return Verdict::weak(Status::weak_key, key.enctype);
    }
    return key.value.size() == enctype->key_size ? kFine : malformed(field, der::Rule::key_size);
}

Verdict check_clear(const ApRequest& request, const RequestTerms& terms) {
    if ((request.options & kUseSessionKey) != 0) {
        // RFC 4120 3.2.3: it would need a ticket-granting ticket of this side's.
        return {Status::mechanism_refused, ErrorCode::user_to_user_required, {}, 0};
    }
    const std::int32_t enctype = request.ticket.sealed.enctype;
    if (!terms.ticket_enctypes.has(enctype) || !terms.permitted_enctypes.has(enctype)) {
        return Verdict::weak(Status::weak_ticket, enctype);
    }
    return kFine;
}

Verdict check_session_key(const ApRequest& request,
                          const TicketPart& ticket,
                          const RequestTerms& terms) {
    const Verdict key = check_permitted_key(ticket.key, "EncTicketPart key", terms);
    if (key.refuses()) {
        return key;
    }
    return request.authenticator.enctype == ticket.key.enctype
               ? kFine
               : Verdict{Status::token_malformed, ErrorCode::bad_integrity, {}, 0};
}

Verdict check_opened(OpenedRequest& opened, const RequestTerms& terms) {
    for (const Check check : kChecks) {
        if (const Verdict verdict = check(opened, terms); verdict.refuses()) {
            return verdict;
        }
    }
    return kFine;
}

}  // namespace mutauth::context::kerberos
