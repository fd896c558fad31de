// The boundary between libmutauth and the private module that holds all that needs OpenLDAP.
//
// C++ types cross it, so both sides must come from one build: the tag says so. Exceptions cross it
// only where no frame of libldap is between.
#pragma once

#include <memory>
#include <string>

#include "core/deadline.h"
#include "core/file_descriptor.h"
#include "core/log.h"
#include "directory/sasl_client.h"
#include "directory/session.h"

namespace mutauth::directory {

inline constexpr const char* kModuleEntry = "mutauth_directory_module";

/// Differs between builds whose types may differ.
const char* module_tag() noexcept;

/// A connection to bind on.
struct Connection {
    FileDescriptor socket;
    /// For messages: host:port.
    std::string address;
};

struct LdapModule {
    /// First, so that it can be read whatever follows.
    const char* tag;
    /// Binds and seals; the session's profile is not filled in yet.
    Result<std::unique_ptr<Session>> (*bind)(Connection connection,
                                             SaslClient& sasl,
                                             const Deadline& deadline);
};

/// Loads the module at first use; directory_module_missing says which file and why.
Result<const LdapModule*> ldap_module();

}  // namespace mutauth::directory
