// A context in octets, on its way from one process to another of the same version.
#pragma once

#include "context/security_context.h"

namespace mutauth::context {

struct Transfer {
    Proof proof;
    Terms terms;
    /// Messages so far.
    std::uint64_t made = 0;
    std::uint64_t taken = 0;
    Protector protector = Protector::own;
    Transferred protection;
};

/// Refuses a context that was not made as the policy asks, and lets it end as early as the policy
/// says. What only steers a negotiation is not looked at: the protector, and the rules for channel
/// bindings and delegation but for what they demand.
Result<void> apply(const Policy& policy, Transfer& transfer);

/// Holds the context's key in the clear.
Bytes write_transfer(const Transfer& transfer);
/// export_malformed for what write_transfer has not made; whoever made it knew the key.
Result<Transfer> read_transfer(ByteView octets);

}  // namespace mutauth::context
