#include "spn/host_pattern.h"

#include "core/text.h"

namespace mutauth::spn {

Result<ServicePrincipalName> expand_host(std::string_view pattern, std::string_view host) {
    auto parsed = parse(pattern);
    if (!parsed || parsed->parts().host != kHostPattern) {
        return parsed;
    }
    // The rest of the pattern may be what only a reader takes, so the host alone is composed.
    const std::string own = to_lower_ascii(host);
    if (auto good = compose({"class", own, 0, ""}); !good) {
        return std::move(good).error();
    }
    const PartTexts parts = parsed->parts();
    std::string text(parsed->text());
    text.replace(parts.service_class.size() + 1, kHostPattern.size(), own);
    if (text.size() > kLongest) {
        return Error(Status::name_too_long);
    }
    return ServicePrincipalName(text, PartViews{parts.service_class, own, parts.port,
                                                parts.instance, parts.service, parts.realm});
}

}  // namespace mutauth::spn
