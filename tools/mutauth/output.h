// What the command writes.
#pragma once

#include <mutauth/mutauth.hpp>
#include <nlohmann/json_fwd.hpp>

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace mutauth::command {

namespace auth = mutauth::v1;

/// To stdout, with its members in the order in which they were set.
void print(const nlohmann::ordered_json& value);

/// The same in one line, for answers that come one by one.
void print_as_line(const nlohmann::ordered_json& value);

/// For a terminal: nothing in it ends a line, and no control character or invalid UTF-8 gets
/// through (they become \xNN). What directories and peers say may hold any of these.
std::string shown(std::string_view text);

/// To stdout, as shown() has it: one call, one line.
void print_line(std::string_view text);

/// The same for text that has lines of its own, the last one ended or not.
void print_lines(std::string_view text);

/// A line, indented by a tab.
void print_item(std::string_view text);

/// Values in one line with a tab between them, which is in none of them.
void print_row(std::initializer_list<std::string_view> values);

/// To stdout as it is, and the end of the line: for what a proven peer answers.
void print_bytes(std::string_view bytes);

/// What a dry run has found, to stdout.
void print_planned(const std::vector<std::string>& steps);

/// To stderr, after the command's name, in one line as shown() has it.
void say(std::string_view text);

/// The same for text that has lines of its own.
void say_lines(std::string_view text);

/// What to do, in the command's words where the library speaks to programmers.
std::string remedy_of(const auth::Error& error);
/// The command that runs, such as "mutauth account add", whose help says how it is called.
void set_running(const std::string& command);

/// The whole failure, as the library explains it, to stderr.
void say(const auth::Error& error);

/// In quotes, and free of whatever could end a line or steer a terminal.
std::string in_quotes(std::string_view text);

/// The same, but without quotes where none are needed.
std::string one_word(std::string_view text);

std::string level_name(std::int32_t level);

}  // namespace mutauth::command
