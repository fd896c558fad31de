// The library's failures as the exceptions of mutauth/_errors.py.
#pragma once

#include "classes.h"

namespace binding {

/// From now on an Error that leaves a function of this module is raised as its exception.
void translate_errors();

void bind_errors(py::module_& module);

}  // namespace binding
