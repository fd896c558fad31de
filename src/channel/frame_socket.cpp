#include "channel/frame_socket.h"

#include <algorithm>
#include <array>

#include "core/socket.h"

namespace mutauth::channel {
namespace {

/// Small frames are read together; a long one grows only as its bytes really come.
constexpr std::size_t kReadAtOnce = 65536;

}  // namespace

Result<Frame> read_frame(int fd, FrameReader& reader, const Deadline& deadline) {
    std::array<std::uint8_t, kReadAtOnce> bytes;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (;;) {
        auto frame = reader.next();
        if (!frame) {
            return std::move(frame).error();
        }
        if (*frame) {
            return std::move(**frame);
        }
        auto got = read_some(fd, bytes, deadline);
        if (!got) {
            return std::move(got).error();
        }
        if (*got == 0) {
            return Error(Status::stream_truncated, reader.in_frame()
                                                       ? "the stream ended within a frame"
                                                       : "the stream ended without a sealed close");
        }
        reader.feed(MutableByteView(bytes).first(*got));
    }
}

Result<void> write_frame(int fd, FrameKind kind, ByteView payload, const Deadline& deadline) {
    Bytes frame(kFrameHead + payload.size());
    write_head(kind, payload.size(), std::span<std::uint8_t, kFrameHead>(frame.data(), kFrameHead));
    std::copy(payload.begin(), payload.end(), frame.begin() + kFrameHead);
    return write_all(fd, frame, deadline);
}

}  // namespace mutauth::channel
