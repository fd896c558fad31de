// Names as a directory compares them: case, kana type, non-spacing marks and width make no
// difference. The table is from Unicode 14.0.0; make_fold_table.py says how it is made.
#pragma once

#include <string>
#include <string_view>

#include "spn/service_principal_name.h"

namespace mutauth::spn {

/// One text for all texts that the directory takes for one; for comparison only. What is not UTF-8
/// stays as it is, byte by byte.
std::string folded(std::string_view text);

/// Whether both fold to one text; allocates nothing.
bool equal_when_folded(std::string_view a, std::string_view b) noexcept;

/// The realm is no part of what a directory holds.
bool equal_to_directory(const ServicePrincipalName& a, const ServicePrincipalName& b) noexcept;

}  // namespace mutauth::spn
