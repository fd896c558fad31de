#include "options.h"

#include <CLI/CLI.hpp>
#include <cmath>

namespace mutauth::command {
namespace {

constexpr double kShortest = 0.001;
constexpr double kLongest = 86400;

std::string refuse_empty(const std::string& text) {
    return text.empty() ? "may not be empty" : "";
}

bool read_seconds(const CLI::results_t& given, std::chrono::milliseconds& value) {
    double seconds = 0;
    // A NaN is in no range: it compares false with both ends.
    if (!CLI::detail::lexical_cast(given.front(), seconds) ||
        !(seconds >= kShortest && seconds <= kLongest)) {
        return false;
    }
    value = std::chrono::milliseconds(std::llround(seconds * 1000));
    return true;
}

}  // namespace

CLI::Option* add_text(CLI::App& app,
                      const std::string& name,
                      std::string& value,
                      const std::string& description,
                      const std::string& type) {
    return app.add_option(name, value, description)->type_name(type)->check(refuse_empty);
}

CLI::Option* add_texts(CLI::App& app,
                       const std::string& name,
                       std::vector<std::string>& values,
                       const std::string& description,
                       const std::string& type) {
    // One at a time, or an option would take the words after its own too.
    return app.add_option(name, values, description)
        ->type_name(type)
        ->expected(1)
        ->allow_extra_args(false)
        ->take_all()
        ->check(refuse_empty);
}

CLI::Option* add_duration(CLI::App& app,
                          const std::string& name,
                          std::chrono::milliseconds& value,
                          const std::string& description) {
    const auto usual = std::to_string(value.count() / 1000);
    return app
        .add_option(
            name, [&value](const CLI::results_t& given) { return read_seconds(given, value); },
            description + " (default: " + usual + ")")
        ->type_name("SECONDS");
}

}  // namespace mutauth::command
