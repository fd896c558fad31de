#include "output.h"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

namespace mutauth::command {
namespace {

std::string written(const nlohmann::ordered_json& value, int indent, bool ascii_only) {
    return value.dump(indent, ' ', ascii_only, nlohmann::ordered_json::error_handler_t::replace);
}

bool is_plain(char character) {
    return character > ' ' && character <= '~' && character != '"' && character != '\\';
}

}  // namespace

void print(const nlohmann::ordered_json& value) {
    std::cout << written(value, 2, false) << '\n' << std::flush;
}

void print_as_line(const nlohmann::ordered_json& value) {
    std::cout << written(value, -1, false) << '\n' << std::flush;
}

void print_line(std::string_view text) {
    std::cout << text << '\n' << std::flush;
}

void print_planned(const std::vector<std::string>& steps) {
    for (const auto& step : steps) {
        print_line("would " + step);
    }
    if (steps.empty()) {
        print_line("nothing is to be changed");
    }
}

void say(std::string_view text) {
    // In one piece: several threads and processes may write to one log.
    std::cerr << "mutauth: " + std::string(text) + "\n";
}

void say(const auth::Error& error) {
    std::string text = error.explanation();
    // The one remedy that speaks to programmers.
    const std::string_view theirs = mutauth_status_remedy(MUTAUTH_INVALID_ARGUMENT);
    if (const auto at = text.find(theirs);
        error.status() == MUTAUTH_INVALID_ARGUMENT && at != std::string::npos) {
        text.replace(at, theirs.size(), "see mutauth --help");
    }
    text.erase(std::find_if(text.rbegin(), text.rend(), [](char c) { return c != '\n'; }).base(),
               text.end());
    say(text);
}

std::string in_quotes(std::string_view text) {
    return written(nlohmann::ordered_json(text), -1, true);
}

std::string one_word(std::string_view text) {
    const bool plain = !text.empty() && std::all_of(text.begin(), text.end(), is_plain);
    return plain ? std::string(text) : in_quotes(text);
}

std::string level_name(std::int32_t level) {
    switch (level) {
        case MUTAUTH_LEVEL_CONNECT:
            return "connect";
        case MUTAUTH_LEVEL_INTEGRITY:
            return "integrity";
        case MUTAUTH_LEVEL_PRIVACY:
            return "privacy";
        default:
            return std::to_string(level);
    }
}

}  // namespace mutauth::command
