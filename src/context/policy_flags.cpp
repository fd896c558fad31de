#include "context/policy_flags.h"

#include <gssapi/gssapi_ext.h>

namespace mutauth::context {

std::uint32_t flags_of(const Policy& policy) noexcept {
    std::uint32_t flags = policy.mutual ? GSS_C_MUTUAL_FLAG : 0;
    if (policy.level >= Level::call) {
        flags |= GSS_C_REPLAY_FLAG | GSS_C_INTEG_FLAG;
        flags |= policy.replay_window == 0 ? GSS_C_SEQUENCE_FLAG : 0;
    }
    if (policy.level >= Level::privacy) {
        flags |= GSS_C_CONF_FLAG;
    }
    if (policy.dce_style) {
        flags |= GSS_C_DCE_STYLE;
    }
    if (policy.identify_only) {
        // [MS-RPCE] 3.3.1.5.2.2 and [MS-KILE] name it; MIT hands it on.
        flags |= GSS_C_IDENTIFY_FLAG;
    }
    return flags;
}

void describe(cfx::Session& session, std::uint32_t flags, const Policy& policy) noexcept {
    session.dce_style = (flags & GSS_C_DCE_STYLE) != 0;
    session.window = policy.replay_window;
}

}  // namespace mutauth::context
