// Channels and listeners.
#pragma once

#include "arguments.h"

namespace binding {

void bind_channel(py::module_& module);
void bind_listener(py::module_& module);

}  // namespace binding
