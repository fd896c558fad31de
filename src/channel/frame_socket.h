// Frames from a socket, within a deadline.
#pragma once

#include "channel/frame.h"
#include "core/deadline.h"

namespace mutauth::channel {

/// The next frame, or nullopt where the stream ends. After a deadline the reader keeps what came,
/// so that the same frame can be waited for again.
Result<std::optional<Frame>> read_frame(int fd, FrameReader& reader, const Deadline& deadline);

}  // namespace mutauth::channel
