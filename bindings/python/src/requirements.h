// What a service demands of its callers.
#pragma once

#include "classes.h"

namespace binding {

void bind_requirements(py::module_& module);

}  // namespace binding
