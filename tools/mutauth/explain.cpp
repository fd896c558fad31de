// mutauth explain: what a status means, for one who has only its number or symbol.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "command.h"
#include "exit_code.h"
#include "output.h"

namespace mutauth::command {
namespace {

constexpr mutauth_status kLowest = -999;
constexpr mutauth_status kHighest = 99;
constexpr std::string_view kPrefix = "MUTAUTH_";

bool exists(mutauth_status status) {
    return std::string_view(mutauth_status_symbol(status)) != "MUTAUTH_UNKNOWN";
}

std::string upper(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char character) {
        return static_cast<char>(std::toupper(character));
    });
    return text;
}

std::optional<mutauth_status> by_number(const std::string& text) {
    mutauth_status value = 0;
    const char* end = text.data() + text.size();
    const auto [read_to, fault] = std::from_chars(text.data(), end, value);
    if (fault != std::errc() || read_to != end) {
        return std::nullopt;
    }
    // Failures are often written without their sign.
    return exists(value) ? value : -value;
}

std::optional<mutauth_status> by_symbol(const std::string& text) {
    std::string symbol = upper(text);
    if (symbol.compare(0, kPrefix.size(), kPrefix) != 0) {
        symbol.insert(0, kPrefix);
    }
    for (mutauth_status status = kLowest; status <= kHighest; ++status) {
        if (exists(status) && symbol == mutauth_status_symbol(status)) {
            return status;
        }
    }
    return std::nullopt;
}

nlohmann::ordered_json about(mutauth_status status) {
    const std::int32_t kind = mutauth_status_kind(status);
    return {{"symbol", mutauth_status_symbol(status)},  {"number", status},
            {"says", mutauth_status_says(status)},      {"kind", kind},
            {"kind says", mutauth_kind_says(kind)},     {"remedy", mutauth_status_remedy(status)},
            {"exit code", number(exit_code_of(status))}};
}

void print_lines(const nlohmann::ordered_json& facts) {
    print_line(facts["symbol"].get<std::string>() + " (" + facts["number"].dump() + ")");
    print_line("  says: " + facts["says"].get<std::string>());
    print_line("  kind: " + facts["kind says"].get<std::string>() + " (" + facts["kind"].dump() +
               ")");
    if (!facts["remedy"].get_ref<const std::string&>().empty()) {
        print_line("  remedy: " + facts["remedy"].get<std::string>());
    }
    print_line("  exit code: " + facts["exit code"].dump());
}

int explain(const std::string& text, bool json) {
    auto status = by_number(text);
    if (!status) {
        status = by_symbol(text);
    }
    if (!status || !exists(*status)) {
        say("there is no status " + in_quotes(text) + "; give a symbol or a number");
        return number(ExitCode::not_done);
    }
    if (json) {
        print(about(*status));
    } else {
        print_lines(about(*status));
    }
    return 0;
}

}  // namespace

void add_explain(CLI::App& app, Action& action) {
    auto* explained = app.add_subcommand("explain", "say what a status means and what to do");
    const auto text = std::make_shared<std::string>();
    const auto json = std::make_shared<bool>(false);
    explained->add_option("STATUS", *text, "a symbol or a number, such as WRONG_KEY or -504")
        ->type_name("")
        ->required();
    explained->add_flag("--json", *json, "print JSON");
    explained->footer(
        "Examples:\n"
        "  mutauth explain MUTAUTH_SERVICE_UNKNOWN\n"
        "  mutauth explain -407");
    explained->callback([text, json, &action] {
        action = [text, json] {
            return explain(*text, *json);
        };
    });
}

}  // namespace mutauth::command
