#include "core/system_error.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace mutauth {

Error system_error(std::string_view what) {
    return system_error(what, errno);
}

Error system_error(std::string_view what, int number) {
    // generic_category().message is thread-safe and, in libstdc++, not localised by setlocale here.
    return Error(Status::system_error,
                 std::string(what) + ": " + std::generic_category().message(number))
        .with_native(NativeSystem::system, number);
}

bool is_missing(const Error& error) noexcept {
    const auto& codes = error.native_codes();
    return std::any_of(codes.begin(), codes.end(), [](const auto& native) {
        return native.system == NativeSystem::system && native.code == ENOENT;
    });
}

}  // namespace mutauth
