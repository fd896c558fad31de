// Text rules shared by every area: UTF-8 validity, ASCII case, safe display.
#pragma once

#include <string>
#include <string_view>

namespace mutauth {

/// RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
bool is_utf8(std::string_view text) noexcept;

bool is_ascii(std::string_view text) noexcept;

/// ASCII letters only; every other byte stays as it is, whatever the locale.
std::string to_lower_ascii(std::string_view text);
std::string to_upper_ascii(std::string_view text);
bool equal_ignoring_ascii_case(std::string_view a, std::string_view b) noexcept;

/// For messages, logs and terminals: the bytes of control characters (C0, DEL and C1), of
/// characters that turn the direction of text or break lines, and of invalid UTF-8 become \xNN.
/// Text that would be longer is cut, and ends in "...".
std::string displayed(std::string_view text, std::size_t most = 200);

}  // namespace mutauth
