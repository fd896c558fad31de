// Searches of a directory for SPNs and for duplicates of them.
#pragma once

#include "directory.h"

namespace binding {

void bind_found(py::module_& module);
void bind_finding(py::class_<Directory>& directory);

}  // namespace binding
