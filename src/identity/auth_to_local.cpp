#include "identity/auth_to_local.h"

#include <cstring>

#include "credential/kerberos.h"

namespace mutauth::identity {
namespace {

using credential::KerberosLibrary;

/// As long as any login name that a system takes, and then some.
constexpr int kLongestName = 1024;

bool of_default_realm(const KerberosLibrary& library, krb5_const_principal principal) {
    credential::Owned<char*, krb5_free_default_realm> realm(library.get());
    if (::krb5_get_default_realm(library.get(), realm.out()) != 0) {
        return false;
    }
    return std::string_view(principal->realm.data, principal->realm.length) == realm.get();
}

}  // namespace

Result<std::optional<std::string>> auth_to_local(const std::string& principal) {
    auto library = KerberosLibrary::open();
    if (!library) {
        return std::move(library).error();
    }
    auto parsed = credential::parse_principal(*library, principal);
    if (!parsed) {
        return std::move(parsed).error();
    }
    if (!of_default_realm(*library, parsed->get())) {
        return std::optional<std::string>();
    }
    std::string name(kLongestName, '\0');
    const krb5_error_code code =
        ::krb5_aname_to_localname(library->get(), parsed->get(), kLongestName, name.data());
    if (code == KRB5_LNAME_NOTRANS) {
        return std::optional<std::string>();
    }
    if (code != 0) {
        return library->error(Status::system_error, "krb5.conf's auth_to_local", code);
    }
    name.resize(std::strlen(name.c_str()));
    return std::optional(std::move(name));
}

}  // namespace mutauth::identity
