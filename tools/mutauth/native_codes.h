// Names and numbers by which other systems tell of the same failures.
#pragma once

#include <mutauth/status.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace mutauth::command {

struct NativeMeaning {
    /// "Kerberos", "GSS-API", "LDAP", "Win32", "SSPI"
    std::string_view system;
    /// As the system's own header has it.
    std::string_view name;
    /// In the system's own numbering: libkrb5's for Kerberos, HRESULTs for SSPI.
    std::int64_t number;
    mutauth_status status;
};

/// All that a name (in either case) or a number ("-1765328347", "8647", "0xd0000") stands for.
std::vector<NativeMeaning> native_meanings(const std::string& text);

}  // namespace mutauth::command
