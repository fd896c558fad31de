#include "channel/frame_socket.h"

#include <array>

#include "core/socket.h"

namespace mutauth::channel {
namespace {

/// Small frames are read together; a long one grows only as its bytes really come.
constexpr std::size_t kReadAtOnce = 65536;

}  // namespace

Result<std::optional<Frame>> read_frame(int fd, FrameReader& reader, const Deadline& deadline) {
    std::array<std::uint8_t, kReadAtOnce> bytes;  // NOLINT(cppcoreguidelines-pro-type-member-init)
    for (;;) {
        auto frame = reader.next();
        if (!frame || *frame) {
            return frame;
        }
        auto got = read_some(fd, bytes, deadline);
        if (!got) {
            return std::move(got).error();
        }
        if (*got == 0) {
            return std::optional<Frame>();
        }
        reader.feed(MutableByteView(bytes).first(*got));
    }
}

}  // namespace mutauth::channel
