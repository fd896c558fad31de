#include "spn/service_principal_name.h"

#include <algorithm>

#include "spn/kerberos_principal.h"

namespace mutauth::spn {

ServicePrincipalName::ServicePrincipalName(std::string_view text, const PartViews& parts)
    : port_(parts.port) {
    const std::array pieces{text,           parts.service_class, parts.host,
                            parts.instance, parts.service,       parts.realm};
    std::size_t needed =
        quoted_size(text, Quoting::name) + 1 + quoted_size(parts.realm, Quoting::realm) + 1;
    for (const auto piece : pieces) {
        needed += piece.size() + 1;
    }
    auto memory = std::make_shared_for_overwrite<char[]>(needed);
    char* end = memory.get();
    const auto began = [&] {
        return static_cast<std::uint32_t>(end - memory.get());
    };
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        spans_[i] = {began(), static_cast<std::uint32_t>(pieces[i].size())};
        end = std::copy(pieces[i].begin(), pieces[i].end(), end);
        *end++ = '\0';
    }
    const std::uint32_t principal = began();
    end = write_quoted(end, text, Quoting::name);
    *end++ = '@';
    end = write_quoted(end, parts.realm, Quoting::realm);
    spans_[kPrincipal] = {principal, began() - principal};
    *end = '\0';
    memory_ = std::move(memory);
}

ServicePrincipalName ServicePrincipalName::with_realm(std::string_view realm) const {
    const PartTexts own = parts();
    return {text(),
            PartViews{own.service_class, own.host, own.port, own.instance, own.service, realm}};
}

bool equal_to_kdc(const ServicePrincipalName& a, const ServicePrincipalName& b) noexcept {
    const std::string_view x = a.realm();
    const std::string_view y = b.realm();
    return a.text() == b.text() && (x.empty() || y.empty() || x == y);
}

}  // namespace mutauth::spn
