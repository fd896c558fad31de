// Users of this machine, who of them a caller is, and acting as them.
#pragma once

#include "classes.h"

namespace binding {

void bind_impersonation(py::module_& module);

}  // namespace binding
