// What two sides whose messages are RFC 4121's have agreed on.
#pragma once

#include "context/cfx_keys.h"

namespace mutauth::context::cfx {

struct Session {
    Enctype enctype{};
    Bytes key;
    bool initiator = false;
    bool acceptor_subkey = false;
    /// Messages in segments have DCE/RPC's layout.
    bool dce_style = false;
    std::uint64_t next_sent = 0;
    std::uint64_t next_received = 0;
    /// How many messages back one may still come late; 0: none.
    std::uint32_t window = 0;
};

}  // namespace mutauth::context::cfx
