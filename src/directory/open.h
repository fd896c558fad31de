// Opens a session with a directory server that proves its name.
#pragma once

#include <memory>
#include <string>

#include "context/policy.h"
#include "credential/credential.h"
#include "directory/session.h"

namespace mutauth::directory {

struct OpenOptions {
    /// Where to connect; it decides nothing about the name to prove.
    std::string address;
    spn::ServicePrincipalName spn;
    std::shared_ptr<credential::Credential> credential;
    /// For its log; the level is always privacy and the mechanism Kerberos.
    context::Policy policy;
};

Result<std::unique_ptr<Session>> open(const OpenOptions& options, const Deadline& deadline);

/// Whether the LDAP module and the client library it needs are here.
bool available();

}  // namespace mutauth::directory
