// Kerberos' names as messages have them (RFC 4120 5.2.2).
#pragma once

#include <cstdint>
#include <string>

#include "core/der.h"

namespace mutauth::credential {

/// A view into its message.
struct PrincipalName {
    static constexpr unsigned kMostComponents = 16;

    std::int32_t type = 0;
    /// The GeneralStrings, one after the other.
    ByteView components;
    unsigned count = 0;

    /// Types say nothing of identity (RFC 4120 6.2).
    bool is_same(const PrincipalName& other) const noexcept {
        return std::equal(components.begin(), components.end(), other.components.begin(),
                          other.components.end());
    }
    /// The components joined by '/'; a '/' inside one is written "\/", so that no two names read
    /// alike.
    std::string text() const;
    /// With its realm, as krb5_unparse_name writes it.
    std::string text(ByteView realm) const;
};

/// The name in field [number], of 1 to 16 components, which may be empty but hold no NUL.
PrincipalName read_name(der::Reader& fields,
                        unsigned number,
                        const char* name,
                        unsigned fewest = 1) noexcept;
/// A realm, which is not empty.
ByteView read_realm(der::Reader& fields, unsigned number, const char* name) noexcept;

}  // namespace mutauth::credential
