#include "policy.h"

#include <_docs.h>

#include "callable.h"

namespace binding {
v1::Log log_to(const py::object& function, std::int32_t least_important) {
    const Callable callable(function, "log");
    return v1::Log(
        [callable](std::int32_t level, std::string_view area, std::string_view line) {
            callable.tell([&](const py::handle& log) {
                log(enumerated("mutauth.levels", "LogLevel", level), text(area), text(line));
            });
        },
        least_important);
}

namespace {

/// Refuses what is wrong here, not only where the policy is used.
Policy checked(Policy policy) {
    policy.made();
    return policy;
}

Policy make(std::int32_t level,
            std::int32_t mechanism,
            std::int32_t protector,
            bool mutual,
            bool dce_style,
            std::int32_t channel_bindings,
            std::int32_t delegation,
            std::optional<std::vector<std::int32_t>> session_enctypes,
            std::optional<std::vector<std::int32_t>> ticket_enctypes,
            std::optional<std::int64_t> longest_life,
            std::optional<std::uint64_t> message_limit,
            std::uint32_t replay_window,
            bool keep_ticket,
            bool keep_delegated,
            std::optional<Path> replay_cache,
            bool waive_replay_cache,
            bool identify_only,
            const py::object& log,
            std::int32_t log_level) {
    Policy policy;
    policy.level = level;
    policy.mechanism = mechanism;
    policy.protector = protector;
    policy.mutual = mutual;
    policy.dce_style = dce_style;
    policy.channel_bindings = channel_bindings;
    policy.delegation = delegation;
    policy.session_enctypes = std::move(session_enctypes);
    policy.ticket_enctypes = std::move(ticket_enctypes);
    policy.longest_life = longest_life;
    policy.message_limit = message_limit;
    policy.replay_window = replay_window;
    policy.keep_ticket = keep_ticket;
    policy.keep_delegated = keep_delegated;
    if (replay_cache) {
        policy.replay_cache = replay_cache->text;
    }
    policy.waive_replay_cache = waive_replay_cache;
    policy.identify_only = identify_only;
    if (!log.is_none()) {
        policy.log.emplace(log_to(log, log_level));
    }
    return checked(std::move(policy));
}

py::str repr(const Policy& self) {
    constexpr const char* kModule = "mutauth.levels";
    return py::str("<mutauth.Policy level={} mechanism={} mutual={}>")
        .format(name_of(enumerated(kModule, "Level", self.level)),
                name_of(enumerated(kModule, "Mechanism", self.mechanism)), self.mutual);
}

}  // namespace

v1::Policy Policy::made() const {
    v1::Policy made;
    made.set_level(level).set_mechanism(mechanism).set_protector(protector);
    made.set_channel_bindings(channel_bindings).set_delegation(delegation);
    if (!mutual) {
        made.waive_mutual();
    }
    if (dce_style) {
        made.set_dce_style();
    }
    if (identify_only) {
        made.set_identify_only();
    }
    if (session_enctypes) {
        made.set_session_enctypes(*session_enctypes);
    }
    if (ticket_enctypes) {
        made.set_ticket_enctypes(*ticket_enctypes);
    }
    if (longest_life) {
        made.set_longest_life(*longest_life);
    }
    if (message_limit) {
        made.set_message_limit(*message_limit);
    }
    made.set_replay_window(replay_window);
    if (keep_ticket) {
        made.keep_ticket();
    }
    if (keep_delegated) {
        made.keep_delegated();
    }
    if (replay_cache) {
        made.set_replay_cache(*replay_cache);
    }
    if (waive_replay_cache) {
        made.waive_replay_cache();
    }
    if (log) {
        made.set_log(*log);
    }
    return made;
}

v1::Policy made(const Policy* policy) {
    return policy != nullptr ? policy->made() : v1::Policy();
}

void bind_policy(py::module_& module) {
    module.attr("LEVEL_CONNECT") = MUTAUTH_LEVEL_CONNECT;
    module.attr("LEVEL_CALL") = MUTAUTH_LEVEL_CALL;
    module.attr("LEVEL_PACKET") = MUTAUTH_LEVEL_PACKET;
    module.attr("LEVEL_INTEGRITY") = MUTAUTH_LEVEL_INTEGRITY;
    module.attr("LEVEL_PRIVACY") = MUTAUTH_LEVEL_PRIVACY;
    module.attr("MECHANISM_KRB5") = MUTAUTH_MECHANISM_KRB5;
    module.attr("MECHANISM_NEGOTIATE") = MUTAUTH_MECHANISM_NEGOTIATE;
    module.attr("MECHANISM_EITHER") = MUTAUTH_MECHANISM_EITHER;
    module.attr("MECHANISM_LOCAL") = MUTAUTH_MECHANISM_LOCAL;
    module.attr("PROTECTOR_OWN") = MUTAUTH_PROTECTOR_OWN;
    module.attr("PROTECTOR_GSS") = MUTAUTH_PROTECTOR_GSS;
    module.attr("BINDINGS_WHEN_GIVEN") = MUTAUTH_BINDINGS_WHEN_GIVEN;
    module.attr("BINDINGS_IGNORE") = MUTAUTH_BINDINGS_IGNORE;
    module.attr("BINDINGS_IF_PRESENT") = MUTAUTH_BINDINGS_IF_PRESENT;
    module.attr("BINDINGS_REQUIRE") = MUTAUTH_BINDINGS_REQUIRE;
    module.attr("DELEGATION_NEVER") = MUTAUTH_DELEGATION_NEVER;
    module.attr("DELEGATION_IF_TRUSTED") = MUTAUTH_DELEGATION_IF_TRUSTED;
    module.attr("DELEGATION_ALWAYS") = MUTAUTH_DELEGATION_ALWAYS;
    module.attr("REPLAY_WINDOW_MAX") = MUTAUTH_REPLAY_WINDOW_MAX;
    module.attr("LOG_WARNING") = MUTAUTH_LOG_WARNING;
    module.attr("LOG_NOTICE") = MUTAUTH_LOG_NOTICE;
    module.attr("LOG_DEBUG") = MUTAUTH_LOG_DEBUG;
    auto bound = final_class<Policy>(
        module, "Policy",
        "What a program demands of a security context. The defaults are the safe ones; the library "
        "verifies what is asked on the finished negotiation. Immutable; threads may share one.");
    bound.def(
        py::init(&make), py::kw_only(), py::arg("level") = MUTAUTH_LEVEL_PRIVACY,
        py::arg("mechanism") = MUTAUTH_MECHANISM_KRB5, py::arg("protector") = MUTAUTH_PROTECTOR_OWN,
        py::arg("mutual") = true, py::arg("dce_style") = false,
        py::arg("channel_bindings") = MUTAUTH_BINDINGS_WHEN_GIVEN,
        py::arg("delegation") = MUTAUTH_DELEGATION_NEVER, py::arg("session_enctypes") = py::none(),
        py::arg("ticket_enctypes") = py::none(), py::arg("longest_life") = py::none(),
        py::arg("message_limit") = py::none(), py::arg("replay_window") = 0,
        py::arg("keep_ticket") = false, py::arg("keep_delegated") = false,
        py::arg("replay_cache") = py::none(), py::arg("waive_replay_cache") = false,
        py::arg("identify_only") = false, py::arg("log") = py::none(),
        py::arg("log_level") = MUTAUTH_LOG_NOTICE,
        "mutual=False settles for the client's proof alone: whoever answers may be anybody.\n"
        "session_enctypes, ticket_enctypes: numbers of RFC 3961's registry, None for the "
        "defaults\nlongest_life: of a context, in seconds\n"
        "message_limit: in each direction, after which a context must be negotiated anew\n"
        "replay_window: how many messages back one may come late, for transports without order; "
        "what is refused is then not the context's end\n"
        "delegation, identify_only: not looked at by an acceptor; keep_ticket, keep_delegated, "
        "replay_cache, waive_replay_cache: not looked at by an initiator\n"
        "mechanism: EITHER is for acceptors\n"
        "keep_ticket: each client's, for Credential.for_caller\n"
        "keep_delegated: the one that a client hands over, for the same\n"
        "replay_cache: the file that remembers clients' tokens, so that none is taken twice; None "
        "for the one that all acceptors of this user share\n"
        "waive_replay_cache: remember none; each negotiation shows in the log\n"
        "identify_only: the service may ask who the client is, but not act as it\n"
        "log(level, area, text) is called for each line, on whichever thread does the logged "
        "work; what it raises goes to sys.unraisablehook.");
    bound.def("__repr__", repr);
    bind_enumerated(bound, "level", &Policy::level, "mutauth.levels", "Level", "A mutauth.Level.");
    bind_enumerated(bound, "mechanism", &Policy::mechanism, "mutauth.levels", "Mechanism",
                    "A mutauth.Mechanism.");
    bind_enumerated(bound, "protector", &Policy::protector, "mutauth.levels", "Protector",
                    "A mutauth.Protector.");
    bound.def_readonly("mutual", &Policy::mutual, "Whether the service must prove itself too.");
    bound.def_readonly("dce_style", &Policy::dce_style, "Whether DCE/RPC's tokens are used.");
    bound.def_readonly("identify_only", &Policy::identify_only,
                       "Whether the service may not act as the client.");
    bind_enumerated(bound, "channel_bindings", &Policy::channel_bindings, "mutauth.levels",
                    "BindingRule", "A mutauth.BindingRule.");
    bind_enumerated(bound, "delegation", &Policy::delegation, "mutauth.levels", "Delegation",
                    "A mutauth.Delegation.");
    bound.def_readonly("session_enctypes", &Policy::session_enctypes,
                       "Of the key of the messages; None for the defaults.");
    bound.def_readonly("ticket_enctypes", &Policy::ticket_enctypes,
                       "Of the key that seals the ticket; None for the defaults.");
    bound.def_readonly("longest_life", &Policy::longest_life,
                       "Of a context, in seconds; None for the ticket's.");
    bound.def_readonly("message_limit", &Policy::message_limit,
                       "In each direction; None for 2^40.");
    bound.def_readonly("replay_window", &Policy::replay_window,
                       "In messages; 0 where each must be the next one.");
    bound.def_readonly("keep_ticket", &Policy::keep_ticket,
                       "Whether a service may act as its clients where the KDC lets it.");
    bound.def_readonly("keep_delegated", &Policy::keep_delegated,
                       "Whether a service may act as clients that hand their tickets over.");
    bound.def_readonly("replay_cache", &Policy::replay_cache,
                       "The file that remembers clients' tokens; None for the usual one.");
    bound.def_readonly("waive_replay_cache", &Policy::waive_replay_cache,
                       "Whether clients' tokens are taken as often as they come.");
}

}  // namespace binding
