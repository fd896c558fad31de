// The negotiation's tokens over a socket.
#pragma once

#include <memory>

#include "channel/frame.h"
#include "context/negotiation.h"
#include "core/deadline.h"

namespace mutauth::channel {

/// Until both sides are proven or one of them fails. What the reader holds afterwards are the
/// peer's first sealed frames.
Result<std::unique_ptr<context::SecurityContext>> shake_hands(int fd,
                                                              context::Negotiation& negotiation,
                                                              FrameReader& reader,
                                                              const Deadline& deadline);

}  // namespace mutauth::channel
