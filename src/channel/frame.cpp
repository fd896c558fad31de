#include "channel/frame.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace mutauth::channel {

void write_head(FrameKind kind, std::size_t payload, std::span<std::uint8_t, kFrameHead> out) {
    const auto length = write_u32(static_cast<std::uint32_t>(payload + 1));
    std::copy(length.begin(), length.end(), out.begin());
    out[4] = static_cast<std::uint8_t>(kind);
}

void FrameReader::feed(ByteView bytes) {
    // Once for all frames that the last bytes held, so that many small ones cost no more than one.
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(taken_));
    taken_ = 0;
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

Result<std::optional<Frame>> FrameReader::next() {
    const ByteView left = ByteView(buffer_).subspan(taken_);
    if (left.size() < kFrameHead) {
        return std::optional<Frame>();
    }
    const std::size_t length = read_u32(left.first<4>());
    const std::uint8_t kind = left[4];
    if (length > longest_ + 1) {
        return Error(Status::frame_too_large,
                     fmt::format("the peer announces {} bytes, {} are the most here", length - 1,
                                 longest_))
            .with("announced", static_cast<std::int64_t>(length - 1))
            .with("bound", static_cast<std::int64_t>(longest_));
    }
    if (length == 0 || kind < 1 || kind > 3) {
        const ByteView head = left.first(kFrameHead);
        return Error(Status::frame_malformed,
                     fmt::format("the peer's frame begins {:02x}",
                                 fmt::join(head.begin(), head.end(), " ")));
    }
    const std::size_t size = length - 1;
    if (left.size() < kFrameHead + size) {
        return std::optional<Frame>();
    }
    taken_ += kFrameHead + size;
    return std::optional<Frame>(
        Frame{static_cast<FrameKind>(kind), copy_of(left.subspan(kFrameHead, size))});
}

}  // namespace mutauth::channel
