#include "steps.h"

#include "callable.h"

namespace binding {

v1::Steps steps_of(bool dry_run, const py::object& on_step) {
    if (on_step.is_none()) {
        return v1::Steps(nullptr, dry_run);
    }
    const Callable callable(on_step, "on_step");
    return v1::Steps(
        [callable](std::int32_t moment, std::string_view step) {
            callable.tell([&](const py::handle& function) {
                function(enumerated("mutauth.changes", "StepMoment", moment), text(step));
            });
        },
        dry_run);
}

void bind_steps(py::module_& module) {
    module.attr("STEP_PLANNED") = MUTAUTH_STEP_PLANNED;
    module.attr("STEP_BEGINS") = MUTAUTH_STEP_BEGINS;
    module.attr("STEP_DONE") = MUTAUTH_STEP_DONE;
    module.attr("STEP_FAILED") = MUTAUTH_STEP_FAILED;
    module.attr("STEP_UNKNOWN") = MUTAUTH_STEP_UNKNOWN;
}

}  // namespace binding
