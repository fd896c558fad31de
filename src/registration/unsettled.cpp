#include "registration/unsettled.h"

namespace mutauth::registration {

Error unsettled(Error why, const std::string& change) {
    if (why.status() == Status::change_unsettled) {
        return why;
    }
    const char* reason = status_symbol(static_cast<std::int32_t>(why.status()));
    Error out(Status::change_unsettled,
              std::string(status_says(Status::change_unsettled)) + " (" + why.message() + ")");
    out = std::move(out).with("reason", reason).with("change", change);
    for (const auto& native : why.native_codes()) {
        out = std::move(out).with_native(native.system, native.code);
    }
    for (const auto& item : why.evidence()) {
        out = std::move(out).with(item.key, item.value);
    }
    return out;
}

bool came_unanswered(const Error& error) {
    switch (error.status()) {
        case Status::directory_silent:
        case Status::directory_lost:
        case Status::directory_protocol:
        case Status::deadline_passed:
        case Status::cancelled:
            return true;
        default:
            return false;
    }
}

}  // namespace mutauth::registration
