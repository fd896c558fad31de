// Reading: lenient, since directories hold more than anyone should compose.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "core/text.h"
#include "spn/service_principal_name.h"

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
void split_host(std::string_view text, Parts& out) {
    const auto colon = text.find(':');
    out.host = text.substr(0, colon);
    if (colon == std::string_view::npos) {
        return;
    }
    const std::string_view suffix = text.substr(colon + 1);
    const auto [end, code] =
        std::from_chars(suffix.data(), suffix.data() + suffix.size(), out.port);
    if (suffix.empty() || code != std::errc() || end != suffix.data() + suffix.size()) {
        out.port = 0;
        out.instance = suffix;
    }
}

}  // namespace

Result<ServicePrincipalName> parse(std::string_view text) {
    const auto bad = [&](Status status, const char* why) {
        return Error(status, fmt::format("SPN '{}' {}", displayed(text), why));
    };
    if (text.size() > kLongest) {
        return bad(Status::name_too_long, "is too long");
    }
    if (!is_utf8(text)) {
        return bad(Status::not_utf8, "is not valid UTF-8");
    }
    Parts parts;
    parts.realm = realm_in(text);
    const std::string_view name =
        parts.realm.empty() ? text : text.substr(0, text.size() - parts.realm.size() - 1);
    const auto slashes = std::count(name.begin(), name.end(), '/');
    if (slashes != 1 && slashes != 2) {
        return bad(Status::invalid_name, "does not have two or three parts between slashes");
    }
    if (name.size() == static_cast<std::size_t>(slashes)) {
        return bad(Status::invalid_name, "has only empty parts");
    }
    const auto first = name.find('/');
    const auto second = name.find('/', first + 1);
    parts.service_class = name.substr(0, first);
    split_host(
        name.substr(first + 1, second == std::string_view::npos ? second : second - first - 1),
        parts);
    if (second != std::string_view::npos) {
        parts.service = name.substr(second + 1);
    }
    return ServicePrincipalName(std::string(name), std::move(parts));
}

}  // namespace mutauth::spn
