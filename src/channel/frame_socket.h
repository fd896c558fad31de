// Frames over a socket, within a deadline.
#pragma once

#include "channel/frame.h"
#include "core/deadline.h"

namespace mutauth::channel {

/// The next frame; stream_truncated if the stream ends first. After a deadline the reader keeps
/// what came, so that the same frame can be waited for again.
Result<Frame> read_frame(int fd, FrameReader& reader, const Deadline& deadline);

Result<void> write_frame(int fd, FrameKind kind, ByteView payload, const Deadline& deadline);

}  // namespace mutauth::channel
