// Credentials.
#pragma once

#include <utility>

#include "object.h"

namespace binding {

struct CredentialCore {
    static constexpr const char* noun = "credential";
    explicit CredentialCore(v1::Credential made) noexcept : credential(std::move(made)) {}
    std::string details() const { return "of " + std::string(credential.principal()); }

    Waits waits;
    v1::Credential credential;
};

using Credential = Object<CredentialCore>;

struct FetchCore {
    static constexpr const char* noun = "fetch";
    explicit FetchCore(v1::Fetch made) noexcept : fetch(std::move(made)) {}
    std::string details() const { return "on descriptor " + std::to_string(fetch.fd()); }

    Waits waits;
    v1::Fetch fetch;
};

using Fetch = Object<FetchCore>;

void bind_credential(py::module_& module);

}  // namespace binding
