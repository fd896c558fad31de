// Search filters as text (RFC 4515). A value never becomes part of a filter unescaped.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace mutauth::directory::filter {

/// RFC 4515 3: every byte that is not a plain printable one becomes \xx.
std::string escaped(std::string_view value);

/// The attribute's name is the caller's own word, not input.
std::string equal(std::string_view attribute, std::string_view value);
std::string present(std::string_view attribute);
/// The texts in their order with anything between them; an empty first or last one leaves that end
/// open. Two texts at least.
std::string substrings(std::string_view attribute, const std::vector<std::string>& texts);
std::string all_of(std::initializer_list<std::string> filters);
std::string any_of(std::initializer_list<std::string> filters);
std::string any_of(const std::vector<std::string>& filters);

}  // namespace mutauth::directory::filter
