#include "explain/error_text.h"

#include <fmt/format.h>

#include "core/text.h"

namespace mutauth::explain {
namespace {

const char* name_of(NativeSystem system) {
    switch (system) {
        case NativeSystem::gss_major:
            return "GSS-API major";
        case NativeSystem::gss_minor:
            return "GSS-API minor";
        case NativeSystem::krb5:
            return "libkrb5";
        case NativeSystem::ldap:
            return "LDAP result";
        case NativeSystem::rpc:
            return "RPC status";
        case NativeSystem::win32:
            return "Win32 error";
        case NativeSystem::system:
            return "errno";
    }
    return "code";
}

/// GSS-API's majors are bit fields and read best in hexadecimal; the others are plain numbers.
std::string number_in(const NativeCode& native) {
    return native.system == NativeSystem::gss_major
               ? fmt::format("{:#010x}", static_cast<std::uint32_t>(native.code))
               : std::to_string(native.code);
}

}  // namespace

std::string text_of_error(const Error& error) {
    std::string out = fmt::format("{} ({})\n", error.message(),
                                  status_symbol(static_cast<std::int32_t>(error.status())));
    for (const auto& item : error.evidence()) {
        out += fmt::format("  {}: {}\n", displayed(item.key), displayed(item.value, 1000));
    }
    for (const auto& native : error.native_codes()) {
        out += fmt::format("  {}: {}\n", name_of(native.system), number_in(native));
    }
    if (*error.remedy() != '\0') {
        out += fmt::format("  remedy: {}\n", error.remedy());
    }
    return out;
}

}  // namespace mutauth::explain
