#include "spn/service_principal_name.h"

#include "spn/kerberos_principal.h"

namespace mutauth::spn {

ServicePrincipalName::ServicePrincipalName(std::string text, Parts parts)
    : text_(std::move(text)),
      parts_(std::move(parts)),
      principal_(to_principal(text_, parts_.realm)) {}

bool equal_to_kdc(const ServicePrincipalName& a, const ServicePrincipalName& b) noexcept {
    const std::string& x = a.parts().realm;
    const std::string& y = b.parts().realm;
    return a.text() == b.text() && (x.empty() || y.empty() || x == y);
}

}  // namespace mutauth::spn
