#include "policy.h"

#include <_docs.h>

#include "callable.h"

namespace binding {
namespace {

v1::Log log_to(const py::object& function, std::int32_t least_important) {
    const Callable callable(function, "log");
    return v1::Log(
        [callable](std::int32_t level, std::string_view area, std::string_view line) {
            callable.tell([&](const py::handle& log) { log(level, text(area), text(line)); });
        },
        least_important);
}

Policy make(std::int32_t level,
            std::int32_t mechanism,
            std::int32_t protector,
            const py::object& log,
            std::int32_t log_level) {
    Policy policy{level, mechanism, protector, std::nullopt};
    if (!log.is_none()) {
        policy.log.emplace(log_to(log, log_level));
    }
    // Refuses unknown numbers here, not only where the policy is used.
    policy.made();
    return policy;
}

}  // namespace

v1::Policy Policy::made() const {
    v1::Policy made;
    made.set_level(level).set_mechanism(mechanism).set_protector(protector);
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
    module.attr("LEVEL_INTEGRITY") = MUTAUTH_LEVEL_INTEGRITY;
    module.attr("LEVEL_PRIVACY") = MUTAUTH_LEVEL_PRIVACY;
    module.attr("MECHANISM_KRB5") = MUTAUTH_MECHANISM_KRB5;
    module.attr("MECHANISM_NEGOTIATE") = MUTAUTH_MECHANISM_NEGOTIATE;
    module.attr("PROTECTOR_OWN") = MUTAUTH_PROTECTOR_OWN;
    module.attr("PROTECTOR_GSS") = MUTAUTH_PROTECTOR_GSS;
    module.attr("LOG_WARNING") = MUTAUTH_LOG_WARNING;
    module.attr("LOG_NOTICE") = MUTAUTH_LOG_NOTICE;
    module.attr("LOG_DEBUG") = MUTAUTH_LOG_DEBUG;
    auto bound = final_class<Policy>(
        module, "Policy",
        "What a program demands of a security context. Both sides always prove themselves: there "
        "is no setting for less. Immutable; threads may share one.");
    bound.def(py::init(&make), py::kw_only(), py::arg("level") = MUTAUTH_LEVEL_PRIVACY,
              py::arg("mechanism") = MUTAUTH_MECHANISM_KRB5,
              py::arg("protector") = MUTAUTH_PROTECTOR_OWN, py::arg("log") = py::none(),
              py::arg("log_level") = MUTAUTH_LOG_NOTICE,
              "log(level, area, text) is called for each line, on whichever thread does the logged "
              "work; what it raises goes to sys.unraisablehook.");
    bound.def_readonly("level", &Policy::level, "One of the LEVEL_ numbers.");
    bound.def_readonly("mechanism", &Policy::mechanism, "One of the MECHANISM_ numbers.");
    bound.def_readonly("protector", &Policy::protector, "One of the PROTECTOR_ numbers.");
}

}  // namespace binding
