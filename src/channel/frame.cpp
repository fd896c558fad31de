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
    buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
}

std::size_t FrameReader::payload_size() const noexcept {
    const std::size_t length = read_u32(ByteView(buffer_).first<4>());
    return length == 0 ? 0 : length - 1;
}

std::size_t FrameReader::wants() const noexcept {
    if (buffer_.size() < kFrameHead) {
        return kFrameHead - buffer_.size();
    }
    const std::size_t whole = kFrameHead + payload_size();
    return whole > buffer_.size() ? whole - buffer_.size() : 1;
}

Result<std::optional<Frame>> FrameReader::next() {
    if (buffer_.size() < kFrameHead) {
        return std::optional<Frame>();
    }
    const std::size_t size = payload_size();
    if (size > longest_) {
        return Error(
                   Status::frame_too_large,
                   fmt::format("the peer announces {} bytes, {} are the most here", size, longest_))
            .with("announced", static_cast<std::int64_t>(size))
            .with("bound", static_cast<std::int64_t>(longest_));
    }
    const std::uint8_t kind = buffer_[4];
    const bool empty = (buffer_[0] | buffer_[1] | buffer_[2] | buffer_[3]) == 0;
    if (empty || kind < 1 || kind > 3) {
        return Error(Status::frame_malformed,
                     fmt::format("the peer's frame begins {:02x}",
                                 fmt::join(buffer_.begin(), buffer_.begin() + kFrameHead, " ")));
    }
    if (buffer_.size() < kFrameHead + size) {
        return std::optional<Frame>();
    }
    const auto begin = buffer_.begin() + kFrameHead;
    const auto end = begin + static_cast<std::ptrdiff_t>(size);
    Frame frame{static_cast<FrameKind>(kind), Bytes(begin, end)};
    buffer_.erase(buffer_.begin(), end);
    return std::optional<Frame>(std::move(frame));
}

}  // namespace mutauth::channel
