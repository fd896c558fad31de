#include "context/policy_flags.h"

#include <gssapi/gssapi_ext.h>

#include <string_view>
#include <utility>

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

std::uint32_t missing_flags(std::uint32_t agreed, bool initiator, const Policy& policy) noexcept {
    std::uint32_t missing = flags_of(policy) & ~agreed;
    if (!initiator) {
        // It is the initiator's wish alone.
        missing &= ~std::uint32_t{GSS_C_IDENTIFY_FLAG};
    }
    if ((agreed & GSS_C_SEQUENCE_FLAG) != 0) {
        missing &= ~std::uint32_t{GSS_C_REPLAY_FLAG};
    }
    return missing;
}

std::string names_of_flags(std::uint32_t flags) {
    constexpr std::pair<std::uint32_t, std::string_view> kNames[] = {
        {GSS_C_DELEG_FLAG, "delegation"},        {GSS_C_MUTUAL_FLAG, "mutual authentication"},
        {GSS_C_REPLAY_FLAG, "replay detection"}, {GSS_C_SEQUENCE_FLAG, "sequence detection"},
        {GSS_C_CONF_FLAG, "confidentiality"},    {GSS_C_INTEG_FLAG, "integrity"},
        {GSS_C_DCE_STYLE, "DCE style"},          {GSS_C_IDENTIFY_FLAG, "identify only"},
    };
    std::string out;
    for (const auto& [flag, name] : kNames) {
        if ((flags & flag) != 0) {
            out += (out.empty() ? "" : ", ") + std::string(name);
        }
    }
    return out;
}

void describe(cfx::Session& session, std::uint32_t flags, const Policy& policy) noexcept {
    session.dce_style = (flags & GSS_C_DCE_STYLE) != 0;
    session.window = policy.replay_window;
}

}  // namespace mutauth::context
