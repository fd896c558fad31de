// SASL GSSAPI (RFC 4752) made of our own security context, with encryption and nothing less.
#pragma once

#include <cstdint>

#include "context/negotiation.h"
#include "directory/sasl_client.h"

namespace mutauth::directory {

/// RFC 4752 3.1: the layers that the server offers and the most it takes in one sealed buffer.
struct LayerOffer {
    bool privacy = false;
    std::uint32_t longest = 0;
};

Result<LayerOffer> parse_offer(ByteView message);
/// The choice of encryption, without an authorization identity: act as who was proven.
Bytes layer_choice(std::uint32_t longest_received);

/// The negotiation is a fresh initiator's at level privacy with the Kerberos mechanism.
std::unique_ptr<SaslClient> gssapi_client(std::unique_ptr<context::Negotiation> negotiation);

}  // namespace mutauth::directory
