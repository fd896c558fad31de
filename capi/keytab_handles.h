// What stands behind the C ABI's types for keytabs and findings.
#pragma once

#include "directory_handles.h"
#include "registration/findings.h"
#include "registration/keytab_check.h"
#include "registration/keytab_contents.h"
#include "registration/keytab_place.h"

struct mutauth_report final : mutauth::capi::Handle<mutauth::registration::Findings, 0x53444e46> {
    using Handle::Handle;
};

struct mutauth_keytab final
    : mutauth::capi::Handle<mutauth::registration::KeytabPlace, 0x4254594b> {
    using Handle::Handle;
};

struct mutauth_keytab_entries final
    : mutauth::capi::Handle<mutauth::registration::ListedKeys, 0x4c54594b> {
    using Handle::Handle;
};

namespace mutauth::capi {

inline bool good(const mutauth_credential* credential) noexcept {
    return credential == nullptr || live(credential);
}

/// NULL stands for nobody.
inline credential::Credential* credential_of(const mutauth_credential* credential) {
    return credential == nullptr ? nullptr : credential->object.get();
}

/// Nothing if one of them is no live handle.
inline std::optional<std::vector<spn::ServicePrincipalName>> copied(const mutauth_spn* const* spns,
                                                                    std::size_t count) {
    std::vector<spn::ServicePrincipalName> out;
    for (std::size_t i = 0; i < count; ++i) {
        if (!live(spns[i])) {
            return std::nullopt;
        }
        out.push_back(spns[i]->object);
    }
    return out;
}

}  // namespace mutauth::capi
