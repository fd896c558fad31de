// Keytab files, what checks find, and the check of a whole service.
#pragma once

#include "classes.h"

namespace binding {

void bind_report(py::module_& module);
void bind_keytab(py::module_& module);

}  // namespace binding
