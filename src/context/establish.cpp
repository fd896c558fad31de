#include "context/establish.h"

#include <fmt/format.h>
#include <gssapi/gssapi_ext.h>

#include <algorithm>
#include <ctime>
#include <utility>

#include "context/cfx_protection.h"
#include "context/policy_flags.h"
#include "core/times.h"

namespace mutauth::context {
namespace {

/// HTTP's clients ask for no protection of messages, and browsers not even for the service's proof.
Error less_than_asked(std::uint32_t missing, bool initiator) {
    const bool unproven = (missing & GSS_C_MUTUAL_FLAG) != 0;
    return Error(Status::level_not_reached,
                 unproven ? "the client did not ask the service to prove itself"
                          : fmt::format("the peer agreed to fewer protections than the policy "
                                        "asks: it lacks {}",
                                        names_of_flags(missing)))
        .with("missing", names_of_flags(missing))
        .with("missing flags", fmt::format("{:#x}", missing))
        .with_remedy(
            unproven ? "let the client ask for mutual authentication; or, where it need not know "
                       "whom it talks to, waive mutual authentication in the acceptor's policy"
            : initiator
                ? "let the service agree to them, or set a lower level in the policy (connect for "
                  "HTTP)"
                : "let the client ask for them, or set a lower level in the acceptor's policy "
                  "(connect for HTTP)");
}

Result<void> check_flags(const Agreement& agreed, bool initiator, const Policy& policy) {
    const std::uint32_t missing = missing_flags(agreed.flags, initiator, policy);
    const bool unproven = (missing & GSS_C_MUTUAL_FLAG) != 0;
    if (unproven && initiator) {
        return Error(Status::peer_not_proven, "the service did not prove itself");
    }
    if (missing != 0) {
        return less_than_asked(missing, initiator);
    }
    if (initiator && policy.delegation == Delegation::always &&
        (agreed.flags & GSS_C_DELEG_FLAG) == 0) {
        // GSS-API goes on without a word if the KDC refuses.
        return Error(Status::forwarding_refused).with("client", agreed.client);
    }
    if ((agreed.flags & GSS_C_DCE_STYLE) != 0 && !policy.dce_style) {
        return Error(Status::mechanism_refused, "the client negotiates in DCE style");
    }
    return {};
}

/// RFC 8062: an anonymous client has proved nothing about itself.
Result<void> check_client(const Agreement& agreed) {
    if ((agreed.flags & GSS_C_ANON_FLAG) != 0 ||
        agreed.client.starts_with("WELLKNOWN/ANONYMOUS@")) {
        return Error(Status::mechanism_refused, "the client has proved no name")
            .with("client", agreed.client);
    }
    return {};
}

/// libkrb5 takes a ticket for some minutes after its end, in which no message would pass.
Result<void> check_times(const Agreement& agreed) {
    if (agreed.expires <= ::time(nullptr)) {
        return Error(Status::ticket_expired).with("client", agreed.client);
    }
    return {};
}

Proof proof_of(Agreement& agreed, std::string service, bool initiator, const Policy& policy) {
    Proof proof;
    proof.initiator = initiator;
    proof.mutual = (agreed.flags & GSS_C_MUTUAL_FLAG) != 0;
    proof.level = policy.level;
    proof.mechanism = policy.mechanism;
    proof.flags = agreed.flags;
    proof.client = std::move(agreed.client);
    proof.service_key = std::move(agreed.service_key);
    proof.service_keys = std::move(agreed.service_keys);
    if (proof.service_keys.empty()) {
        proof.service_keys = {proof.service_key};
    }
    proof.asked_service = service.empty() ? proof.service_key : std::move(service);
    proof.established = ::time(nullptr);
    proof.expires = agreed.expires;
    if (policy.longest_life) {
        proof.expires = std::min(proof.expires, later(proof.established, *policy.longest_life));
    }
    proof.authenticated = agreed.authenticated;
    proof.enctype = agreed.enctype;
    proof.client_type = agreed.client_type;
    proof.ticket_enctype = agreed.asked.enctype;
    proof.channel_bound = agreed.channel_bound;
    proof.bindings_given = agreed.bindings_given;
    proof.ticket = std::move(agreed.ticket);
    proof.delegated = std::move(agreed.delegated);
    proof.authorization = std::move(agreed.authorization);
    return proof;
}

void tell(const Proof& proof, const Policy& policy) {
    const bool less = proof.level < Level::privacy || !policy.mutual;
    log_to(policy.log, less ? LogLevel::warning : LogLevel::notice, "context",
           proof.mutual
               ? fmt::format("{} and {} have proved themselves to each other at level {}",
                             proof.client, proof.service_key, static_cast<int>(proof.level))
               : fmt::format("{} has proved itself to {}, which has not (the policy waives mutual "
                             "authentication), at level {}",
                             proof.client, proof.service_key, static_cast<int>(proof.level)));
    if (proof.ticket_enctype == 23) {
        log_to(policy.log, LogLevel::warning, "context",
               fmt::format("the ticket to {} is sealed by RC4: give its account AES keys",
                           proof.asked_service));
    }
}

/// Our own for the life of the context, or the mechanism's for the life of the context.
Result<std::unique_ptr<Protection>> protection_of(Agreement& agreed, const Policy& policy) {
    const bool own = agreed.protection == nullptr;
    log_to(policy.log, LogLevel::debug, "context",
           own ? "messages are protected by RFC 4121 on OpenSSL"
               : "messages are protected by GSS-API's own calls");
    if (!own) {
        return std::move(agreed.protection);
    }
    describe(*agreed.session, agreed.flags, policy);
    auto made = cfx::CfxProtection::make(std::move(*agreed.session));
    if (!made) {
        return std::move(made).error();
    }
    return std::unique_ptr<Protection>(std::move(*made));
}

}  // namespace

Result<void> check_keys(std::int32_t enctype, std::int32_t ticket_enctype, const Policy& policy) {
    if (!policy.session_enctypes.has(enctype)) {
        return Error(Status::weak_key, fmt::format("the session key's enctype is {}", enctype))
            .with("enctype", enctype);
    }
    if (!policy.ticket_enctypes.has(ticket_enctype)) {
        return Error(Status::weak_ticket,
                     fmt::format("the ticket is sealed by enctype {}", ticket_enctype))
            .with("enctype", ticket_enctype);
    }
    return {};
}

Result<std::unique_ptr<SecurityContext>> establish(Agreement agreed,
                                                   std::string service,
                                                   bool initiator,
                                                   const Policy& policy) {
    if (auto flags = check_flags(agreed, initiator, policy); !flags) {
        return std::move(flags).error();
    }
    if (auto keys = check_keys(agreed.enctype, agreed.asked.enctype, policy); !keys) {
        return std::move(keys).error();
    }
    if (!agreed.session) {
        return Error(Status::weak_key, "the messages would not be those of RFC 4121");
    }
    if (auto client = check_client(agreed); !client) {
        return std::move(client).error();
    }
    if (auto times = check_times(agreed); !times) {
        return std::move(times).error();
    }
    auto protection = protection_of(agreed, policy);
    if (!protection) {
        return std::move(protection).error();
    }
    Proof proof = proof_of(agreed, std::move(service), initiator, policy);
    tell(proof, policy);
    return std::make_unique<SecurityContext>(std::move(proof), policy.log, std::move(*protection),
                                             Terms{policy.message_limit, policy.replay_window});
}

}  // namespace mutauth::context
