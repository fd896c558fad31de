// The process at the other end of a Unix socket as a caller.
#pragma once

#include "context/proof.h"
#include "core/result.h"

namespace mutauth::identity {

Result<context::Proof> prove_local_peer(int socket);

}  // namespace mutauth::identity
