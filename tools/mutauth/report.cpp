#include "report.h"

#include <algorithm>

#include "output.h"

namespace mutauth::command {

nlohmann::ordered_json as_json(const auth::Report& found) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& finding : found) {
        list.push_back({{"finding", finding.name()},
                        {"severity", finding.is_fault() ? "fault" : "warning"},
                        {"subject", finding.subject},
                        {"text", finding.text},
                        {"remedy", finding.remedy}});
    }
    return list;
}

void print_report(const auth::Report& found, const std::string& in_order) {
    if (found.empty()) {
        print_line(in_order);
    }
    for (const auto& finding : found) {
        print_line(std::string(finding.is_fault() ? "fault " : "warning ") +
                   std::string(finding.name()) + ": " + one_word(finding.subject) + ": " +
                   finding.text);
        print_line("  remedy: " + finding.remedy);
    }
}

bool has_fault(const auth::Report& found) {
    return std::any_of(found.begin(), found.end(),
                       [](const auto& finding) { return finding.is_fault(); });
}

}  // namespace mutauth::command
