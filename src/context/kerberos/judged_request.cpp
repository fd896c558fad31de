#include "context/kerberos/judged_request.h"

#include <algorithm>
#include <ctime>

#include "context/kerberos/forwarded.h"
#include "context/kerberos/sealed_part.h"

namespace mutauth::context::kerberos {
namespace {

EnctypeSet permitted_by(const credential::KerberosLibrary& library) {
    constexpr std::int32_t kHighest = 31;
    EnctypeSet out{};
    for (const std::int32_t enctype : library.permitted_enctypes()) {
        if (enctype > 0 && enctype <= kHighest) {
            out.add(enctype);
        }
    }
    return out;
}

}  // namespace

RequestJudge::RequestJudge(const credential::Keys& keys,
                           const std::string& account,
                           const Policy& policy,
                           const credential::KerberosLibrary& library,
                           bool reads_delegated)
    : keys_(keys),
      account_(account),
      terms_{policy.ticket_enctypes, permitted_by(library), ::time(nullptr), library.clock_skew()},
      reads_delegated_(reads_delegated) {}

Judgement RequestJudge::judge(const ApRequest& request, bool framed) const {
    Judgement out;
    auto made = std::make_shared<JudgedRequest>(AskedTicket(request.ticket));
    out.verdict = open(request, *made);
    if (out.verdict.refuses()) {
        return out;
    }
    OpenedRequest opened{request, framed, made->ticket, made->authenticator, {}, {}, {}};
    out.seconds_ahead = opened.authenticator.ctime - terms_.now;
    out.verdict = check_opened(opened, terms_);
    if (out.verdict.refuses()) {
        return out;
    }
    made->client = made->ticket.client.text(made->ticket.client_realm);
    made->ticket_data = std::move(opened.ticket_data);
    made->authenticator_data = opened.authenticator_data;
    made->checksum = opened.checksum;
    out.verdict = check_delegated(*made);
    if (!out.verdict.refuses()) {
        out.request = std::move(made);
    }
    return out;
}

Verdict RequestJudge::open(const ApRequest& request, JudgedRequest& out) const {
    if (const Verdict clear = check_clear(request, terms_); clear.refuses()) {
        return clear;
    }
    if (const Verdict ticket = open_ticket(request, out); ticket.refuses()) {
        return ticket;
    }
    der::Fault fault;
    out.ticket = read_ticket_part(out.ticket_bytes, fault);
    if (fault) {
        return Verdict::malformed(fault);
    }
    if (const Verdict key = check_session_key(request, out.ticket, terms_); key.refuses()) {
        return key;
    }
    auto opened = open_sealed(request.authenticator, out.ticket.key, Usage::authenticator);
    if (!opened) {
        return {Status::token_malformed, ErrorCode::bad_integrity, {}, 0};
    }
    out.authenticator_bytes = std::move(*opened);
    out.authenticator = read_authenticator(out.authenticator_bytes, fault);
    return fault ? Verdict::malformed(fault) : Verdict();
}

/// Each key that may open the ticket in turn; there are several only if several accounts' keys
/// share a version and a type.
Verdict RequestJudge::open_ticket(const ApRequest& request, JudgedRequest& out) const {
    const std::string claimed = out.asked.principal();
    const std::int32_t enctype = out.asked.enctype;
    auto keys = keys_.index().may_open(claimed, account_, out.asked.kvno, enctype);
    if (keys.empty()) {
        // Keytabs made by hand often number their keys wrongly. What opens is the right key.
        keys = keys_.index().may_open(claimed, account_, std::nullopt, enctype);
    }
    for (const credential::Key* key : keys) {
        auto opened = open_sealed(request.ticket.sealed, {key->enctype, key->key}, Usage::ticket);
        if (opened) {
            out.key = key;
            out.ticket_bytes = std::move(*opened);
            return {};
        }
    }
    return unopened(out.asked, !keys.empty());
}

/// The clear version and enctype say which key is missing.
Verdict RequestJudge::unopened(const AskedTicket& asked, bool tried) const {
    const auto& entries = keys_.entries();
    const bool has_version =
        !asked.kvno || std::any_of(entries.begin(), entries.end(), [&](const auto& entry) {
            return entry.kvno == static_cast<std::uint32_t>(*asked.kvno);
        });
    if (!has_version) {
        return {Status::key_version_missing, ErrorCode::bad_key_version, {}, 0};
    }
    return tried ? Verdict{Status::wrong_key, ErrorCode::bad_integrity, {}, 0}
                 : Verdict{Status::key_enctype_missing, ErrorCode::no_key, {}, 0};
}

Verdict RequestJudge::check_delegated(const JudgedRequest& request) const {
    if (!reads_delegated_ || request.checksum.delegated.empty()) {
        return {};
    }
    const auto& subkey = request.authenticator.subkey;
    const der::Fault fault = check_forwarded(request.checksum.delegated,
                                             {request.ticket.client_realm, request.ticket.client,
                                              subkey ? &*subkey : nullptr, request.ticket.key});
    return fault ? Verdict::malformed(fault) : Verdict();
}

}  // namespace mutauth::context::kerberos
