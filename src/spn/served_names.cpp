#include "spn/served_names.h"

#include <algorithm>

#include "core/text.h"
#include "spn/host_pattern.h"
#include "spn/kerberos_principal.h"
#include "spn/local_names.h"

namespace mutauth::spn {
namespace {

Error malformed(std::string_view text, const char* why) {
    return Error(Status::spn_pattern_malformed, "'" + displayed(text) + "' " + why);
}

bool any_matches(const std::vector<Wildcard>& patterns, std::string_view text) {
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const Wildcard& pattern) { return pattern.matches(text); });
}

}  // namespace

void ServedNames::add(const ServicePrincipalName& name) {
    names_.insert(to_lower_ascii(name.text()));
    key_names_.insert(std::string(name.text()) + '@' + std::string(name.realm()));
    shown_.emplace_back(name.text());
}

Result<void> ServedNames::add_pattern(std::string_view text) {
    if (!is_utf8(text)) {
        return Error(Status::not_utf8);
    }
    if (text.size() > kLongest) {
        return malformed(text, "is too long");
    }
    const auto slash = text.find('/');
    if (slash == std::string_view::npos || slash == 0 || slash + 1 == text.size()) {
        return malformed(text, "is not CLASS/HOST");
    }
    if (text.substr(0, slash).find('*') != std::string_view::npos) {
        return malformed(text, "has an asterisk in its class");
    }
    if (text.find('*') != std::string_view::npos) {
        patterns_.emplace_back(text);
        lower_patterns_.emplace_back(to_lower_ascii(text));
        shown_.emplace_back(text);
        return {};
    }
    auto host = local_host();
    if (!host) {
        return std::move(host).error();
    }
    auto name = expand_host(text, *host);
    if (!name) {
        return std::move(name).error();
    }
    add(*name);
    return {};
}

bool ServedNames::serves(std::string_view text) const {
    const std::string lower = to_lower_ascii(text);
    return names_.contains(lower) || any_matches(lower_patterns_, lower);
}

bool ServedNames::has_key_of(std::string_view principal) const {
    const PrincipalParts parts = split_principal(principal);
    const std::string name = parts.name();
    return key_names_.contains(name + '@') || key_names_.contains(name + '@' + parts.realm) ||
           any_matches(patterns_, name);
}

std::string ServedNames::list() const {
    std::string out;
    for (const auto& name : shown_) {
        if (out.size() > 400) {
            return out + ", ...";
        }
        out += (out.empty() ? "" : ", ") + name;
    }
    return out;
}

std::shared_ptr<const ServedNames> serving(std::initializer_list<ServicePrincipalName> names) {
    auto out = std::make_shared<ServedNames>();
    for (const auto& name : names) {
        out->add(name);
    }
    return out;
}

}  // namespace mutauth::spn
