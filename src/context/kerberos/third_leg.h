// DCE style's third leg (an AP-REP of the initiator, [MS-KILE] 3.4.5.1), judged by the acceptor
// before libkrb5 or libgssapi sees it.
#pragma once

#include "context/kerberos/judged_request.h"
#include "context/token_reader.h"

namespace mutauth::context::kerberos {

/// It is bare, the session key made it, and it repeats the acceptor's sequence number.
Verdict check_third_leg(const TokenParts& token,
                        const JudgedRequest& request,
                        std::uint32_t own_sequence);

}  // namespace mutauth::context::kerberos
