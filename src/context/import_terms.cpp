// What a policy asks of a context that another process negotiated.
#include <fmt/format.h>
#include <gssapi/gssapi_ext.h>

#include <algorithm>
#include <ctime>

#include "context/context_transfer.h"
#include "context/establish.h"
#include "context/policy_flags.h"
#include "core/text.h"
#include "core/times.h"
#include "spn/kerberos_principal.h"

namespace mutauth::context {
namespace {

Error unmet(std::string_view setting, std::string_view why) {
    return Error(Status::policy_not_met, fmt::format("{}: {}", setting, why))
        .with("setting", std::string(setting));
}

Result<void> check_protections(const Proof& proof, const Policy& policy) {
    if (policy.mutual && !proof.mutual) {
        return Error(Status::peer_not_proven, "the service did not prove itself");
    }
    if (proof.level < policy.level) {
        return Error(Status::level_not_reached, "the context's level is lower than the policy's")
            .with("level", static_cast<std::int64_t>(proof.level));
    }
    return check_keys(proof.enctype, proof.ticket_enctype, policy);
}

/// How it was negotiated.
Result<void> check_negotiation(const Proof& proof, const Policy& policy) {
    if (policy.mechanism != Mechanism::either && policy.mechanism != proof.mechanism) {
        return unmet("mechanism", "the context was negotiated by another one");
    }
    const bool dce_style = (proof.flags & GSS_C_DCE_STYLE) != 0;
    if (dce_style != policy.dce_style) {
        return unmet("DCE style", dce_style ? "the context is in DCE style, the policy is not"
                                            : "the context is not in DCE style");
    }
    const bool bound = proof.initiator ? proof.bindings_given : proof.channel_bound;
    if (policy.channel_bindings == BindingRule::require && !bound) {
        return unmet("channel bindings",
                     proof.initiator ? "this side gave none" : "the client's were not compared");
    }
    return {};
}

Result<void> check_initiator(const Proof& proof, const Policy& policy) {
    const bool handed_over = (proof.flags & GSS_C_DELEG_FLAG) != 0;
    if (handed_over ? policy.delegation == Delegation::never
                    : policy.delegation == Delegation::always) {
        return unmet("delegation", handed_over ? "the client's tickets were handed over"
                                               : "the client's tickets were not handed over");
    }
    if (policy.identify_only && (proof.flags & GSS_C_IDENTIFY_FLAG) == 0) {
        return unmet("identify only", "the service was allowed to act as the client");
    }
    return {};
}

Result<void> check_acceptor(const Proof& proof, const Policy& policy) {
    if (policy.keep_ticket || policy.keep_delegated) {
        return unmet(policy.keep_ticket ? "keep ticket" : "keep delegated",
                     "the client's tickets stay with the process that negotiated");
    }
    const std::string asked = spn::split_principal(proof.asked_service).name();
    if (policy.served != nullptr && !policy.served->serves(asked)) {
        return unmet("served SPNs", fmt::format("the client asked for {}, which is not served here",
                                                displayed(asked)))
            .with("asked", displayed(asked))
            .with("served", policy.served->list());
    }
    return {};
}

/// Ends the context as early as the policy says.
Result<void> shorten(const Policy& policy, Transfer& transfer) {
    Proof& proof = transfer.proof;
    if (policy.longest_life) {
        proof.expires = std::min(proof.expires, later(proof.established, *policy.longest_life));
    }
    if (proof.expires <= ::time(nullptr)) {
        return Error(Status::context_expired);
    }
    Terms& terms = transfer.terms;
    if (terms.replay_window > policy.replay_window) {
        return unmet("replay window",
                     fmt::format("the context's is of {} messages", terms.replay_window));
    }
    terms.message_limit = std::min(terms.message_limit, policy.message_limit);
    return std::max(transfer.made, transfer.taken) < terms.message_limit
               ? Result<void>()
               : Error(Status::message_limit);
}

}  // namespace

Result<void> apply(const Policy& policy, Transfer& transfer) {
    const Proof& proof = transfer.proof;
    if (auto checked = check_protections(proof, policy); !checked) {
        return checked;
    }
    if (auto checked = check_negotiation(proof, policy); !checked) {
        return checked;
    }
    if (auto checked =
            proof.initiator ? check_initiator(proof, policy) : check_acceptor(proof, policy);
        !checked) {
        return checked;
    }
    return shorten(policy, transfer);
}

}  // namespace mutauth::context
