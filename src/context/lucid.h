// What an established Kerberos context of GSS-API has agreed on, in the clear (MIT's "lucid" form).
#pragma once

#include <optional>

#include "context/cfx_protection.h"
#include "context/gss.h"

namespace mutauth::context {

/// The context stays whole. Nothing if its messages are not RFC 4121's with a key of AES.
std::optional<cfx::Session> session_of(const gss::Context& context);

}  // namespace mutauth::context
