#include "context/exchange.h"

#include <fmt/format.h>

namespace mutauth::context {

Error Refusal::error(Status as, std::string_view what) const {
    const std::string why = words.empty() && fault ? fault.text() : words;
    Error out(as, why.empty() ? std::string(what) : fmt::format("{}: {}", what, why));
    if (major != 0) {
        out = std::move(out)
                  .with_native(NativeSystem::gss_major, major)
                  .with_native(NativeSystem::gss_minor, code);
    } else if (code != 0) {
        out = std::move(out).with_native(NativeSystem::krb5, code);
    }
    if (fault) {
        out = std::move(out).with("malformed", fault.text());
    }
    return out;
}

}  // namespace mutauth::context
