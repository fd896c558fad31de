// The module's one exported symbol.
#include "directory/ldap_module.h"

#include "directory/module/ldap_session.h"

namespace mutauth::directory {

extern "C" __attribute__((visibility("default"))) const LdapModule*
mutauth_directory_module() noexcept {
    static const LdapModule module{module_tag(), &LdapSession::bind};
    return &module;
}

}  // namespace mutauth::directory
