#include "spn/alias_map.h"

#include <algorithm>

#include "spn/fold.h"

namespace mutauth::spn {
namespace {

std::string_view trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    return first == std::string_view::npos
               ? std::string_view()
               : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

ServicePrincipalName under_class(const ServicePrincipalName& spn, std::string_view other) {
    const PartTexts parts = spn.parts();
    std::string text(other);
    text += spn.text().substr(parts.service_class.size());
    return {text,
            PartViews{other, parts.host, parts.port, parts.instance, parts.service, parts.realm}};
}

}  // namespace

AliasMap::AliasMap(const std::vector<std::string>& values) {
    for (const auto& value : values) {
        add(value);
    }
}

bool AliasMap::add(std::string_view value) {
    const auto equals = value.find('=');
    const std::string_view to = trimmed(value.substr(0, equals));
    if (equals == std::string_view::npos || to.empty()) {
        return false;
    }
    const auto before = aliases_.size();
    std::string_view rest = value.substr(equals + 1);
    while (!rest.empty()) {
        const auto comma = rest.find(',');
        const std::string_view from = trimmed(rest.substr(0, comma));
        if (!from.empty()) {
            aliases_.push_back({std::string(from), std::string(to)});
        }
        rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 1);
    }
    return aliases_.size() > before;
}

std::optional<ServicePrincipalName> AliasMap::mapped(const ServicePrincipalName& spn) const {
    const auto found = std::find_if(aliases_.begin(), aliases_.end(), [&](const auto& alias) {
        return equal_when_folded(alias.from, spn.parts().service_class);
    });
    return found == aliases_.end() ? std::nullopt : std::optional(under_class(spn, found->to));
}

std::vector<ServicePrincipalName> AliasMap::aliases_of(const ServicePrincipalName& spn) const {
    std::vector<ServicePrincipalName> out;
    for (const auto& alias : aliases_) {
        if (equal_when_folded(alias.to, spn.parts().service_class)) {
            out.push_back(under_class(spn, alias.from));
        }
    }
    return out;
}

}  // namespace mutauth::spn
