// Where an acceptor remembers the requests that it has taken, so that none is taken twice (RFC 4120
// 3.2.3): its own setting, whatever the environment and krb5.conf say.
#pragma once

#include <krb5.h>

#include <string>

#include "context/policy.h"
#include "core/result.h"

namespace mutauth::context {

/// libkrb5's name of the file that the policy asks for, by default the one that MIT's acceptors of
/// this user share when nobody tells them otherwise; of none if the policy waives it, which the log
/// is told. The file is there then, and this user's; else replay_cache_unusable.
Result<std::string> replay_cache_of(const Policy& policy);

/// Has krb5_rd_req remember requests there and nowhere else.
krb5_error_code set_replay_cache(krb5_context library,
                                 krb5_auth_context auth,
                                 const std::string& name);

/// Whether it is what keeping a request there failed with: errno's numbers and libkrb5's
/// KRB5_RC_...
bool is_of_replay_cache(krb5_error_code code) noexcept;

}  // namespace mutauth::context
