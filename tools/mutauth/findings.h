// Findings as lines and as JSON.
#pragma once

#include <mutauth/mutauth.hpp>
#include <nlohmann/json.hpp>

namespace mutauth::command {

namespace auth = mutauth::v1;

nlohmann::ordered_json as_json(const auth::Findings& found);

/// Each as a line and its remedy, or that there is none.
void print_findings(const auth::Findings& found, const std::string& in_order);

bool has_fault(const auth::Findings& found);

}  // namespace mutauth::command
