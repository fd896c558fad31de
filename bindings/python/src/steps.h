// The keywords dry_run and on_step, which every change of several steps takes.
#pragma once

#include "arguments.h"

namespace binding {

/// on_step(moment, text) or None.
v1::Steps steps_of(bool dry_run, const py::object& on_step);

void bind_steps(py::module_& module);

}  // namespace binding
