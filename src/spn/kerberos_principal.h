// SPN text as Kerberos principal text and back, with libkrb5's quoting.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "spn/service_principal_name.h"

namespace mutauth::spn {

/// Quotes each '/'-separated component as krb5_parse_name(3) reads it. An empty realm gives
/// "name@".
std::string to_principal(std::string_view text, std::string_view realm);

enum class Quoting { name, realm };

/// How long the text is once quoted.
std::size_t quoted_size(std::string_view text, Quoting quoting) noexcept;
/// Writes so many characters, without a NUL, and gives where they end.
char* write_quoted(char* to, std::string_view text, Quoting quoting) noexcept;

/// A principal's unquoted components and realm; the realm is empty if the text has none.
struct PrincipalParts {
    std::vector<std::string> components;
    std::string realm;

    /// Components joined by '/', unquoted: an SPN's text.
    std::string name() const;
};

PrincipalParts split_principal(std::string_view principal);

/// The SPN that a principal's text stands for. Refuses what libkrb5 would not read, and what no
/// SPN can say: a quoted '/' or NUL.
Result<ServicePrincipalName> from_principal(std::string_view principal);

}  // namespace mutauth::spn
