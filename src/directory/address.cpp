#include "directory/address.h"

#include "core/text.h"

namespace mutauth::directory {
namespace {

bool take_prefix(std::string_view& text, std::string_view prefix) {
    if (!equal_ignoring_ascii_case(text.substr(0, prefix.size()), prefix)) {
        return false;
    }
    text.remove_prefix(prefix.size());
    return true;
}

Error unusable(std::string_view address, std::string_view why) {
    return Error(Status::invalid_argument,
                 "the directory's address '" + displayed(address) + "' " + std::string(why));
}

}  // namespace

Result<HostPort> parse_address(std::string_view text) {
    std::string_view rest = text;
    for (const std::string_view scheme : {"ldaps://", "ldapi://"}) {
        if (take_prefix(rest, scheme)) {
            return unusable(text, "names a transport that is not used")
                .with_remedy(
                    "write ldap://host[:port]; the session is sealed by Kerberos, without TLS");
        }
    }
    const bool url = take_prefix(rest, "ldap://");
    if (url && rest.ends_with('/')) {
        rest.remove_suffix(1);
    }
    // An LDAP URL's DN, attributes and filter would be passed over in silence.
    if (rest.empty() || rest.find_first_of("/?#@ ") != std::string_view::npos || !is_utf8(rest) ||
        rest.find('\0') != std::string_view::npos) {
        return unusable(text, "is not host[:port]");
    }
    return HostPort::parse(rest, kUsualPort);
}

}  // namespace mutauth::directory
