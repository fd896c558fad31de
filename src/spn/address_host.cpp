#include "spn/address_host.h"

#include <algorithm>

#include "core/resolve.h"

namespace mutauth::spn {
namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

bool is_hexadecimal(char c) {
    return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Octal numbers are digits too; "0x" alone is read as 0.
bool is_number(std::string_view label) {
    if (label.size() >= 2 && label[0] == '0' && (label[1] == 'x' || label[1] == 'X')) {
        return std::all_of(label.begin() + 2, label.end(), is_hexadecimal);
    }
    return !label.empty() && std::all_of(label.begin(), label.end(), is_digit);
}

}  // namespace

bool is_address_host(std::string_view host) noexcept {
    if (is_address_literal(host)) {
        return true;
    }
    if (!host.empty() && host.back() == '.') {
        host.remove_suffix(1);
    }
    const auto dot = host.rfind('.');
    // A DN where a host stands is no DNS name.
    return host.find('=') == std::string_view::npos &&
           is_number(dot == std::string_view::npos ? host : host.substr(dot + 1));
}

}  // namespace mutauth::spn
