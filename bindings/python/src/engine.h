// Engines: channels without a connection.
#pragma once

#include "object.h"

namespace binding {

void bind_engine(py::module_& module);

}  // namespace binding
