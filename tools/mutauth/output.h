// What the command writes.
#pragma once

#include <mutauth/mutauth.hpp>
#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace mutauth::command {

namespace auth = mutauth::v1;

/// To stdout, with its members in the order in which they were set.
void print(const nlohmann::ordered_json& value);

/// The same in one line, for answers that come one by one.
void print_as_line(const nlohmann::ordered_json& value);

/// To stdout.
void print_line(std::string_view text);

/// What a dry run has found, to stdout.
void print_planned(const std::vector<std::string>& steps);

/// To stderr, after the command's name.
void say(std::string_view text);

/// The whole failure, as the library explains it, to stderr.
void say(const auth::Error& error);

/// In quotes, and free of whatever could end a line or steer a terminal.
std::string in_quotes(std::string_view text);

/// The same, but without quotes where none are needed.
std::string one_word(std::string_view text);

std::string level_name(std::int32_t level);

}  // namespace mutauth::command
