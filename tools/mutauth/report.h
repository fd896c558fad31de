// Findings as lines and as JSON.
#pragma once

#include <mutauth/mutauth.hpp>
#include <nlohmann/json.hpp>

namespace mutauth::command {

namespace auth = mutauth::v1;

nlohmann::ordered_json as_json(const auth::Report& found);

/// Each as a line and its remedy, or that there is none.
void print_report(const auth::Report& found, const std::string& in_order);

bool has_fault(const auth::Report& found);

}  // namespace mutauth::command
