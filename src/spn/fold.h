// Names as a directory compares them: case and the like make no difference.
#pragma once

#include <string>
#include <string_view>

#include "spn/service_principal_name.h"

namespace mutauth::spn {

/// One text for all texts that the directory takes for one; for comparison only.
std::string folded(std::string_view text);

/// The realm is no part of what a directory holds.
bool equal_to_directory(const ServicePrincipalName& a, const ServicePrincipalName& b);

}  // namespace mutauth::spn
