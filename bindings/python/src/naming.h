// Names made of what is known of a service, and judged.
#pragma once

#include "spn.h"

namespace binding {

void bind_naming(py::module_& module);

}  // namespace binding
