// Programs started as a user.
#pragma once

#include "classes.h"

namespace binding {

void bind_spawn(py::module_& module);

}  // namespace binding
