#include "spn/fold.h"

#include "core/text.h"

namespace mutauth::spn {

std::string folded(std::string_view text) {
    return to_lower_ascii(text);
}

bool equal_to_directory(const ServicePrincipalName& a, const ServicePrincipalName& b) {
    return folded(a.text()) == folded(b.text());
}

}  // namespace mutauth::spn
