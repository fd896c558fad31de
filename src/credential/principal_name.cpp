#include "credential/principal_name.h"

namespace mutauth::credential {
namespace {

/// krb5_unparse_name's quoting.
void append_quoted(std::string& out, ByteView part) {
    for (const char c : text_of(part)) {
        switch (c) {
            case '/':
            case '@':
            case '\\':
                out += '\\';
                out += c;
                break;
            case '\n':
                out += "\\n";
                break;
            case '\t':
                out += "\\t";
                break;
            case '\b':
                out += "\\b";
                break;
            default:
                out += c;
        }
    }
}

template <typename Append>
void join(ByteView components, std::string& out, Append append) {
    der::Fault fault;
    der::Reader reader(components, fault);
    for (bool first = true; !reader.at_end(); first = false) {
        if (!first) {
            out += '/';
        }
        append(reader.take(der::kGeneralString, "name"));
    }
}

}  // namespace

std::string PrincipalName::text() const {
    std::string out;
    join(components, out, [&](ByteView part) {
        for (const char c : text_of(part)) {
            out += c == '/' ? "\\/" : std::string(1, c);
        }
    });
    return out;
}

std::string PrincipalName::text(ByteView realm) const {
    std::string out;
    out.reserve(components.size() + realm.size() + 1);
    join(components, out, [&](ByteView part) { append_quoted(out, part); });
    out += '@';
    append_quoted(out, realm);
    return out;
}

PrincipalName read_name(der::Reader& fields,
                        unsigned number,
                        const char* name,
                        unsigned fewest) noexcept {
    PrincipalName out;
    der::Reader parts(fields.field(number, der::kSequence, name), fields.fault());
    out.type = static_cast<std::int32_t>(parts.integer(0, name));
    out.components = parts.field(1, der::kSequence, name);
    parts.end(name);
    for (der::Reader list(out.components, fields.fault()); !list.at_end(); ++out.count) {
        const ByteView component = list.take(der::kGeneralString, name);
        if (std::find(component.begin(), component.end(), 0) != component.end()) {
            list.fail(name, der::Rule::text);
        }
    }
    if (out.count < fewest || out.count > PrincipalName::kMostComponents) {
        fields.fail(name, der::Rule::count);
    }
    return fields.fault() ? PrincipalName() : out;
}

ByteView read_realm(der::Reader& fields, unsigned number, const char* name) noexcept {
    const ByteView realm = fields.string(number, name);
    if (realm.empty()) {
        fields.fail(name, der::Rule::empty);
    }
    return realm;
}

}  // namespace mutauth::credential
