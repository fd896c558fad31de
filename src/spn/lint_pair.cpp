// What sets two names apart that are meant as one.
#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"
#include "spn/candidates.h"
#include "spn/fold.h"
#include "spn/lint.h"
#include "spn/parse.h"

namespace mutauth::spn {
namespace {

struct Difference {
    const char* part;
    std::string_view a;
    std::string_view b;
};

std::vector<Difference> parts_of(const PartTexts& a, const PartTexts& b) {
    return {{"service class", a.service_class, b.service_class},
            {"host", a.host, b.host},
            {"instance", a.instance, b.instance},
            {"service name", a.service, b.service}};
}

const char* what_is_folded(std::string_view a, std::string_view b) {
    return equal_ignoring_ascii_case(a, b) ? "case" : "accents, width, kana type or case";
}

/// The parts that directories take for one and KDCs for two.
void add_folded(std::vector<Finding>& into, const PartTexts& a, const PartTexts& b) {
    for (const auto& one : parts_of(a, b)) {
        if (one.a != one.b) {
            into.push_back({FindingCode::same_to_directories, FindingLevel::breaks, one.part,
                            fmt::format("the {} differs in {}: one name to a directory, two to an "
                                        "MIT KDC",
                                        one.part, what_is_folded(one.a, one.b)),
                            "write both alike, the host in lower case"});
        }
    }
}

std::string without_blanks(std::string_view text) {
    std::string out(text);
    out.erase(std::remove(out.begin(), out.end(), ' '), out.end());
    return out;
}

std::string_view without_dot(std::string_view host) {
    return host.substr(0, host.find_last_not_of('.') + 1);
}

std::string_view first_label(std::string_view host) {
    return host.substr(0, host.find('.'));
}

bool is_short_form(std::string_view a, std::string_view b) {
    const auto& brief = a.size() < b.size() ? a : b;
    const auto& full = a.size() < b.size() ? b : a;
    return brief.find('.') == std::string_view::npos && equal_when_folded(brief, first_label(full));
}

void add_near(std::vector<Finding>& into, const char* part, const char* text, const char* remedy) {
    into.push_back({FindingCode::nearly_same, FindingLevel::breaks, part, text, remedy});
}

/// Says of one part why it is not the same; whether it had something to say.
bool add_near_host(std::vector<Finding>& into, const PartTexts& a, const PartTexts& b) {
    if (equal_when_folded(a.host, b.host)) {
        return true;
    }
    if (equal_when_folded(without_dot(a.host), without_dot(b.host))) {
        add_near(into, "host", "one host ends in a dot, which makes it another name",
                 "write both without the dot");
    } else if (is_short_form(a.host, b.host)) {
        add_near(into, "host", "one host is short and the other a full DNS name: two names",
                 "use the full DNS name, or register both");
    } else {
        return false;
    }
    return true;
}

bool add_near_class(std::vector<Finding>& into, const PartTexts& a, const PartTexts& b) {
    if (equal_when_folded(a.service_class, b.service_class)) {
        return true;
    }
    const AliasMap usual({kActiveDirectoryMapping});
    const auto base = [&](std::string_view service_class) {
        const auto name = parse_value(std::string(service_class) + "/h");
        const auto mapped = name ? usual.mapped(*name) : std::nullopt;
        return folded(mapped ? mapped->parts().service_class : service_class);
    };
    if (base(a.service_class) != base(b.service_class)) {
        return false;
    }
    add_near(into, "service class",
             "Active Directory's usual aliases (sPNMappings) take one class for the other; KDCs "
             "without aliases do not",
             "register the very class that clients ask for");
    return true;
}

bool add_near_suffix(std::vector<Finding>& into, const PartTexts& a, const PartTexts& b) {
    if (a.port != b.port) {
        add_near(into, "port", "the ports differ; none stands for no other's default",
                 "write the port in both or in none");
    }
    if (!equal_when_folded(a.instance, b.instance)) {
        add_near(into, "instance", "the instance names differ", "write it in both or in none");
    }
    if (!equal_when_folded(a.service, b.service)) {
        const bool blanks = without_blanks(folded(a.service)) == without_blanks(folded(b.service));
        add_near(into, "service name",
                 blanks ? "the service names differ in blanks alone, which are compared"
                        : "the service names differ, or one name has none",
                 "write the third part in both alike, or in none");
    }
    return true;
}

}  // namespace

std::vector<Finding> lint_pair(const ServicePrincipalName& a, const ServicePrincipalName& b) {
    std::vector<Finding> out;
    const PartTexts x = a.parts();
    const PartTexts y = b.parts();
    if (a.text() != b.text() && equal_to_directory(a, b)) {
        add_folded(out, x, y);
    } else if (a.text() != b.text()) {
        const bool related =
            add_near_class(out, x, y) && add_near_host(out, x, y) && add_near_suffix(out, x, y);
        if (!related) {
            return {};
        }
        if (out.empty()) {
            add_near(out, "", "the names are written differently", "write both alike");
        }
    }
    if (!x.realm.empty() && !y.realm.empty() && x.realm != y.realm) {
        out.push_back({FindingCode::realms_differ, FindingLevel::breaks, "realm",
                       "the realms differ: two names to KDCs, one to a directory",
                       "write the same realm, in capitals, or none"});
    }
    return out;
}

}  // namespace mutauth::spn
