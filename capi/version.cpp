#include <mutauth/version.h>

#include <string_view>

#include "context/cfx_units.h"
#include "directory/open.h"
#include "handles.h"

#define MUTAUTH_TEXT_OF(x) #x
#define MUTAUTH_VERSION_TEXT(major, minor, patch) \
    MUTAUTH_TEXT_OF(major) "." MUTAUTH_TEXT_OF(minor) "." MUTAUTH_TEXT_OF(patch)

const char* mutauth_version(void) {
    return MUTAUTH_VERSION_TEXT(MUTAUTH_VERSION_MAJOR, MUTAUTH_VERSION_MINOR,
                                MUTAUTH_VERSION_PATCH);
}

int32_t mutauth_has_feature(const char* feature) {
    const std::string_view asked = mutauth::capi::optional_text(feature);
    if (asked == "one-pass") {
        return mutauth::context::cfx::has_units() ? 1 : 0;
    }
    if (asked != "directory") {
        return asked == "kerberos" || asked == "negotiate" ? 1 : 0;
    }
    int32_t available = 0;
    mutauth::capi::contain([&] { available = mutauth::directory::available() ? 1 : 0; });
    return available;
}
