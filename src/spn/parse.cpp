// Reading: lenient, since directories hold more than anyone should compose.
#include "spn/parse.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "spn/character_classes.h"

namespace mutauth::spn {
namespace {

bool is_realm_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
}

/// '@' is an ordinary character in a directory, so only what looks like a realm is taken as one.
std::string_view realm_in(std::string_view text) {
    const auto at = text.rfind('@');
    if (at == std::string_view::npos) {
        return {};
    }
    const std::string_view realm = text.substr(at + 1);
    return std::all_of(realm.begin(), realm.end(), is_realm_character) ? realm : std::string_view();
}

/// [MS-ADTS] 2.2.21: a suffix of digits alone is a port, anything else an instance name.
void split_host(std::string_view text, PartViews& out) {
    const auto colon = text.find(':');
    out.host = text.substr(0, colon);
    if (colon == std::string_view::npos) {
        return;
    }
    const std::string_view suffix = text.substr(colon + 1);
    const char* const last = suffix.data() + suffix.size();
    const auto [end, code] = std::from_chars(suffix.data(), last, out.port);
    if (suffix.empty() || code != std::errc() || end != last) {
        out.port = 0;
        out.instance = suffix;
    }
}

Error bad(std::string_view text, Status status, const char* why) {
    return Error(status, fmt::format("SPN '{}' {}", displayed(text), why));
}

/// The bounds hold for the text as it was given, the realm included.
Result<std::uint8_t> checked(std::string_view text) {
    if (text.size() > kLongest) {
        return bad(text, Status::name_too_long, "is too long");
    }
    const std::uint8_t classes = classes_in(text);
    if ((classes & kNotAscii) != 0 && !is_utf8(text)) {
        return bad(text, Status::not_utf8, "is not valid UTF-8");
    }
    if ((classes & kControl) != 0 && text.find('\0') != std::string_view::npos) {
        return bad(text, Status::invalid_name, "holds a NUL");
    }
    return classes;
}

/// Forms of other programs that are often pasted: GSS-API's class@host, and URLs.
Result<void> check_form(std::string_view text) {
    const auto host_at = text.find("://");
    if (host_at != std::string_view::npos) {
        const std::string_view rest = text.substr(host_at + 3);
        return bad(text, Status::invalid_name, "is a URL")
            .with_remedy(fmt::format("write class/host, as in HTTP/{}",
                                     displayed(rest.substr(0, rest.find_first_of("/:?")))));
    }
    const auto at = text.find('@');
    if (text.find('/') == std::string_view::npos && at != std::string_view::npos) {
        return bad(text, Status::invalid_name, "has '@' where an SPN has '/'")
            .with_remedy(fmt::format("write class/host, as in {}/{}", displayed(text.substr(0, at)),
                                     displayed(text.substr(at + 1))));
    }
    return {};
}

Result<ServicePrincipalName> split(std::string_view text, std::string_view realm) {
    const auto first = text.find('/');
    const auto second = first == std::string_view::npos ? first : text.find('/', first + 1);
    const bool three = second != std::string_view::npos;
    if (first == std::string_view::npos ||
        (three && text.find('/', second + 1) != std::string_view::npos)) {
        return bad(text, Status::invalid_name, "does not have two or three parts between slashes");
    }
    if (text.size() == (three ? 2U : 1U)) {
        return bad(text, Status::invalid_name, "has only empty parts");
    }
    PartViews parts;
    parts.service_class = text.substr(0, first);
    split_host(text.substr(first + 1, three ? second - first - 1 : std::string_view::npos), parts);
    parts.service = three ? text.substr(second + 1) : std::string_view();
    parts.realm = realm;
    return ServicePrincipalName(text, parts);
}

}  // namespace

Result<ServicePrincipalName> parse(std::string_view text) {
    auto classes = checked(text);
    if (!classes) {
        return std::move(classes).error();
    }
    if (auto form = check_form(text); !form) {
        return std::move(form).error();
    }
    const std::string_view realm = (*classes & kAt) != 0 ? realm_in(text) : std::string_view();
    return split(realm.empty() ? text : text.substr(0, text.size() - realm.size() - 1), realm);
}

Result<ServicePrincipalName> parse_value(std::string_view text, std::string_view realm) {
    if (auto classes = checked(text); !classes) {
        return std::move(classes).error();
    }
    if (auto classes = checked(realm); !classes) {
        return std::move(classes).error();
    }
    return split(text, realm);
}

}  // namespace mutauth::spn
