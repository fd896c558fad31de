// SPN text as Kerberos principal text and back, with libkrb5's quoting.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mutauth::spn {

/// Quotes each '/'-separated component as krb5_parse_name(3) reads it. An empty realm gives
/// "name@".
std::string to_principal(std::string_view text, std::string_view realm);

/// A principal's unquoted components and realm; the realm is empty if the text has none.
struct PrincipalParts {
    std::vector<std::string> components;
    std::string realm;

    /// Components joined by '/', unquoted: an SPN's text.
    std::string name() const;
};

PrincipalParts split_principal(std::string_view principal);

}  // namespace mutauth::spn
