#include "spn/kerberos_principal.h"

namespace mutauth::spn {
namespace {

/// krb5_parse_name's escapes; '/' separates components here and so is never quoted.
void append_quoted(std::string& out, char c) {
    switch (c) {
        case '\n':
            out += "\\n";
            return;
        case '\t':
            out += "\\t";
            return;
        case '\b':
            out += "\\b";
            return;
        case '@':
        case '\\':
            out += '\\';
            break;
        default:
            break;
    }
    out += c;
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

}  // namespace

std::string to_principal(std::string_view text, std::string_view realm) {
    std::string out;
    out.reserve(text.size() + realm.size() + 1);
    for (const char c : text) {
        append_quoted(out, c);
    }
    out += '@';
    for (const char c : realm) {
        append_quoted(out, c);
    }
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

}  // namespace mutauth::spn
