#include "spn/kerberos_principal.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "spn/character_classes.h"
#include "spn/parse.h"

namespace mutauth::spn {
namespace {

/// What krb5_unparse_name(3) writes behind a backslash for the character, or 0 if it needs none.
/// '/' separates the components of an SPN and so is quoted in the realm alone.
char escape_of(char c, Quoting quoting) noexcept {
    switch (c) {
        case '/':
            return quoting == Quoting::realm ? c : '\0';
        case '\n':
            return 'n';
        case '\t':
            return 't';
        case '\b':
            return 'b';
        case '@':
        case '\\':
            return c;
        default:
            return 0;
    }
}

bool needs_quotes(std::string_view text, Quoting quoting) noexcept {
    const int slash = quoting == Quoting::realm ? kSlash : 0;
    return (classes_in(text) & (kControl | kAt | kBackslash | slash)) != 0;
}

char unquoted(char c) {
    switch (c) {
        case 'n':
            return '\n';
        case 't':
            return '\t';
        case 'b':
            return '\b';
        case '0':
            return '\0';
        default:
            return c;
    }
}

/// Where libkrb5 stops reading with KRB5_PARSE_MALFORMED: a last backslash that quotes nothing, a
/// second '@', or a '/' behind the first.
bool is_malformed(std::string_view principal) {
    bool in_realm = false;
    for (std::size_t i = 0; i < principal.size(); ++i) {
        const char c = principal[i];
        if (c == '\\') {
            if (++i == principal.size()) {
                return true;
            }
        } else if (c == '@' || c == '/') {
            if (in_realm) {
                return true;
            }
            in_realm = c == '@';
        }
    }
    return false;
}

bool holds_a_separator(const std::string& component) {
    return component.find('/') != std::string::npos || component.find('\0') != std::string::npos;
}

}  // namespace

std::size_t quoted_size(std::string_view text, Quoting quoting) noexcept {
    if (!needs_quotes(text, quoting)) {
        return text.size();
    }
    return text.size() +
           static_cast<std::size_t>(std::count_if(
               text.begin(), text.end(), [&](char c) { return escape_of(c, quoting) != 0; }));
}

char* write_quoted(char* to, std::string_view text, Quoting quoting) noexcept {
    if (!needs_quotes(text, quoting)) {
        return std::copy(text.begin(), text.end(), to);
    }
    for (const char c : text) {
        const char escape = escape_of(c, quoting);
        if (escape != 0) {
            *to++ = '\\';
        }
        *to++ = escape != 0 ? escape : c;
    }
    return to;
}

std::string to_principal(std::string_view text, std::string_view realm) {
    std::string out(quoted_size(text, Quoting::name) + 1 + quoted_size(realm, Quoting::realm),
                    '\0');
    char* end = write_quoted(out.data(), text, Quoting::name);
    *end++ = '@';
    write_quoted(end, realm, Quoting::realm);
    return out;
}

std::string PrincipalParts::name() const {
    std::string out;
    for (std::size_t i = 0; i < components.size(); ++i) {
        if (i > 0) {
            out += '/';
        }
        out += components[i];
    }
    return out;
}

PrincipalParts split_principal(std::string_view principal) {
    PrincipalParts out;
    out.components.emplace_back();
    bool in_realm = false;
    for (std::size_t i = 0; i < principal.size(); ++i) {
        std::string& part = in_realm ? out.realm : out.components.back();
        const char c = principal[i];
        if (c == '\\' && i + 1 < principal.size()) {
            part += unquoted(principal[++i]);
        } else if (c == '@' && !in_realm) {
            in_realm = true;
        } else if (c == '/' && !in_realm) {
            out.components.emplace_back();
        } else {
            part += c;
        }
    }
    return out;
}

Result<ServicePrincipalName> from_principal(std::string_view principal) {
    const auto bad = [&](Status status, const char* why) {
        return Error(status, fmt::format("the principal '{}' {}", displayed(principal), why));
    };
    // Quoting may double a name, no more.
    if (principal.size() > 2 * kLongest) {
        return bad(Status::name_too_long, "is too long");
    }
    if (!is_utf8(principal)) {
        return bad(Status::not_utf8, "is not valid UTF-8");
    }
    if (is_malformed(principal)) {
        return bad(Status::invalid_name,
                   "ends in a backslash that quotes nothing, or has a '/' or '@' in its realm");
    }
    const PrincipalParts parts = split_principal(principal);
    const auto& components = parts.components;
    if (std::any_of(components.begin(), components.end(), holds_a_separator) ||
        parts.realm.find('\0') != std::string::npos) {
        return bad(Status::invalid_name, "has a quoted '/' or NUL, which no SPN can hold");
    }
    return parse_value(parts.name(), parts.realm);
}

}  // namespace mutauth::spn
