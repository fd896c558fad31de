#include "output.h"

#include <algorithm>
#include <iostream>
#include <nlohmann/json.hpp>

namespace mutauth::command {
namespace {

/// RFC 8259 7 lets controls beyond U+001F stand in a text as they are, but terminals obey them.
std::string written(const nlohmann::ordered_json& value, int indent, bool ascii_only) {
    constexpr auto replace = nlohmann::ordered_json::error_handler_t::replace;
    std::string text = value.dump(indent, ' ', ascii_only, replace);
    std::string lines = text;
    lines.erase(std::remove(lines.begin(), lines.end(), '\n'), lines.end());
    return shown(lines) == lines ? text : value.dump(indent, ' ', true, replace);
}

/// Each of the lines, ended.
std::string shown_lines(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        out += shown(text.substr(0, end)) + '\n';
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

void put_line(const std::string& text) {
    std::cout << text << '\n' << std::flush;
}

/// By which option a user of the command does what the status's remedy says; "" if by none.
std::string_view option_for(mutauth_status status) {
    switch (status) {
        case MUTAUTH_KEYTAB_LACKS_NAME:
            return "--principal, or --service-account for a service's keytab";
        case MUTAUTH_REPLAY_CACHE_UNUSABLE:
            return "--replay-cache";
        case MUTAUTH_DIRECTORY_UNKNOWN:
            return "--server";
        default:
            return "";
    }
}

std::string& running() {
    static std::string command = "mutauth";
    return command;
}

bool is_plain(char character) {
    return character > ' ' && character <= '~' && character != '"' && character != '\\';
}

}  // namespace

void print(const nlohmann::ordered_json& value) {
    put_line(written(value, 2, false));
}

void print_as_line(const nlohmann::ordered_json& value) {
    put_line(written(value, -1, false));
}

std::string shown(std::string_view text) {
    return auth::shown(text);
}

void print_line(std::string_view text) {
    put_line(shown(text));
}

void print_lines(std::string_view text) {
    std::cout << shown_lines(text) << std::flush;
}

void print_item(std::string_view text) {
    put_line('\t' + shown(text));
}

void print_row(std::initializer_list<std::string_view> values) {
    std::string line;
    for (const auto value : values) {
        line += (line.empty() ? "" : "\t") + shown(value);
    }
    put_line(line);
}

void print_bytes(std::string_view bytes) {
    put_line(std::string(bytes));
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
    std::cerr << "mutauth: " + shown(text) + "\n";
}

void say_lines(std::string_view text) {
    std::cerr << "mutauth: " + shown_lines(text);
}

void set_running(const std::string& command) {
    running() = command;
}

std::string remedy_of(const auth::Error& error) {
    const std::string remedy = error.remedy();
    if (remedy != mutauth_status_remedy(error.status())) {
        return remedy;
    }
    if (error.status() == MUTAUTH_INVALID_ARGUMENT) {
        return "see " + running() + " --help";
    }
    const auto option = option_for(error.status());
    return option.empty() ? remedy : remedy + " (" + std::string(option) + ')';
}

void say(const auth::Error& error) {
    std::string text = error.explanation();
    const std::string_view theirs = error.remedy();
    if (const auto at = text.rfind(theirs); !theirs.empty() && at != std::string::npos) {
        text.replace(at, theirs.size(), remedy_of(error));
    }
    say_lines(text);
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
