#include "identity/granted.h"

#include <gssapi/gssapi_ext.h>

namespace mutauth::identity {

ImpersonationLevel granted(const context::Proof& caller) noexcept {
    // RFC 6112 3: the anonymous principal, in whatever realm.
    if (caller.client.starts_with("WELLKNOWN/ANONYMOUS@")) {
        return ImpersonationLevel::anonymous;
    }
    if (caller.initiator || (caller.flags & GSS_C_IDENTIFY_FLAG) != 0) {
        return ImpersonationLevel::identify;
    }
    if ((caller.flags & GSS_C_DELEG_FLAG) != 0) {
        return ImpersonationLevel::delegate;
    }
    return ImpersonationLevel::impersonate;
}

Result<void> check_may_act_as(const std::string& client, ImpersonationLevel level) {
    if (level < ImpersonationLevel::impersonate) {
        return Error(Status::impersonation_not_granted)
            .with("client", client)
            .with("level", static_cast<std::int64_t>(level));
    }
    return {};
}

}  // namespace mutauth::identity
