#include "directory/profile.h"

#include <algorithm>

#include "core/text.h"

namespace mutauth::directory {
namespace {

/// [MS-ADTS] 3.1.1.3.4.3.1: LDAP_CAP_ACTIVE_DIRECTORY_OID.
constexpr std::string_view kActiveDirectory = "1.2.840.113556.1.4.800";
constexpr std::string_view kPagedResults = "1.2.840.113556.1.4.319";
constexpr std::string_view kWhoAmI = "1.3.6.1.4.1.4203.1.11.3";

bool lists(const Entry& entry, std::string_view attribute, std::string_view value) {
    const auto& values = entry.values(attribute);
    return std::find(values.begin(), values.end(), value) != values.end();
}

/// A word of a schema description: a quoted string without its quotes, a parenthesis, or a run of
/// other characters. Empty at the end.
std::string_view next_word(std::string_view& text) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    std::size_t size = 0;
    if (text.empty()) {
        return {};
    }
    if (text[0] == '\'') {
        size = std::min(text.find('\'', 1), text.size());
        const auto word = text.substr(1, size - 1);
        text.remove_prefix(std::min(size + 1, text.size()));
        return word;
    }
    size = text[0] == '(' || text[0] == ')' ? 1 : std::min(text.find_first_of(" ()"), text.size());
    const auto word = text.substr(0, size);
    text.remove_prefix(size);
    return word;
}

bool knows_class(const Entry& subschema, std::string_view name) {
    const auto& classes = subschema.values("objectClasses");
    return std::any_of(classes.begin(), classes.end(),
                       [&](const auto& description) { return describes(description, name); });
}

}  // namespace

const std::vector<std::string>& root_attributes() {
    static const std::vector<std::string> names{
        "namingContexts",    "defaultNamingContext",  "configurationNamingContext",
        "subschemaSubentry", "supportedCapabilities", "supportedControl",
        "supportedExtension"};
    return names;
}

const std::vector<std::string>& schema_attributes() {
    static const std::vector<std::string> names{"objectClasses"};
    return names;
}

Profile profile_of(const Entry& root) {
    Profile out;
    out.kind = lists(root, "supportedCapabilities", kActiveDirectory) ? Kind::active_directory
                                                                      : Kind::plain;
    const auto& contexts = root.values("namingContexts");
    out.base = root.first("defaultNamingContext");
    if (out.base.empty() && contexts.size() == 1) {
        out.base = contexts.front();
    }
    out.configuration = root.first("configurationNamingContext");
    out.subschema = root.first("subschemaSubentry");
    out.permissive_modify = lists(root, "supportedControl", kPermissiveModify);
    out.paged_results = lists(root, "supportedControl", kPagedResults);
    out.who_am_i = lists(root, "supportedExtension", kWhoAmI);
    return out;
}

bool describes(std::string_view description, std::string_view name) {
    // RFC 4512 4.1.1: ( numericoid [ NAME qdescrs ] ..., qdescrs = 'a' or ( 'a' 'b' ).
    if (next_word(description) != "(" || next_word(description).empty() ||
        next_word(description) != "NAME") {
        return false;
    }
    std::string_view word = next_word(description);
    if (word != "(") {
        return equal_ignoring_ascii_case(word, name);
    }
    for (word = next_word(description); !word.empty() && word != ")";
         word = next_word(description)) {
        if (equal_ignoring_ascii_case(word, name)) {
            return true;
        }
    }
    return false;
}

void refine(Profile& profile, const Entry& subschema) {
    if (profile.kind != Kind::plain || !knows_class(subschema, "krbPrincipalAux")) {
        return;
    }
    // FreeIPA's install/share/60basev2.ldif defines ipaObject; MIT's own schema does not.
    profile.kind = knows_class(subschema, "ipaObject") ? Kind::freeipa : Kind::mit_kldap;
}

}  // namespace mutauth::directory
