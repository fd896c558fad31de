// Distinguished names as text (RFC 4514): escaped, checked, compared.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace mutauth::directory::dn {

inline constexpr std::size_t kLongest = 16384;

/// An attribute value as it may stand in a DN.
std::string escaped(std::string_view value);

/// One spelling for the spellings that RFC 4514 allows for a name: lower case, the fewest escapes,
/// no spaces around separators. Nothing if the text is no DN. For comparison only: whether case
/// counts is the schema's business, which is not asked.
std::optional<std::string> normalized(std::string_view dn);

/// The empty name, that of the root, counts as one.
bool is_dn(std::string_view text);

/// Two texts that are no DNs are the same only byte by byte.
bool same(std::string_view a, std::string_view b);

/// RFC 2247: the DNS domain that the name ends in, in lower case; "" if it ends in none.
std::string domain_of(std::string_view dn);

}  // namespace mutauth::directory::dn
