// Compiled into libmutauth and into the module.
#include <mutauth/version.h>

#include "directory/ldap_module.h"

#define MUTAUTH_TEXT_OF(x) #x
#define MUTAUTH_TEXT(x) MUTAUTH_TEXT_OF(x)

namespace mutauth::directory {

const char* module_tag() noexcept {
    return "mutauth " MUTAUTH_TEXT(MUTAUTH_VERSION_MAJOR) "." MUTAUTH_TEXT(
        MUTAUTH_VERSION_MINOR) "." MUTAUTH_TEXT(MUTAUTH_VERSION_PATCH) ", module 1, " __VERSION__;
}

}  // namespace mutauth::directory
