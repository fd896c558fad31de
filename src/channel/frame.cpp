#include "channel/frame.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "channel/windows_sample.h"

namespace mutauth::channel {

void write_head(FrameKind kind, std::size_t payload, std::span<std::uint8_t, kFrameHead> out) {
    const auto length = write_u32(static_cast<std::uint32_t>(payload + 1));
    std::copy(length.begin(), length.end(), out.begin());
    out[4] = static_cast<std::uint8_t>(kind);
}

void make_room(Bytes& out, std::size_t size) {
    const std::size_t before = out.size();
    with_room(out, size);
    out.resize(before);
}

void append_frame(Bytes& out, FrameKind kind, ByteView payload) {
    make_room(out, kFrameHead + payload.size());
    std::array<std::uint8_t, kFrameHead> head{};
    write_head(kind, payload.size(), head);
    append(out, head);
    append(out, payload);
}

void FrameReader::feed(ByteView bytes) {
    // Once for all frames that the last bytes held, so that many small ones cost no more than one.
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(taken_));
    taken_ = 0;
    append(buffer_, bytes);
}

Error FrameReader::too_large(std::size_t announced) const {
    return Error(Status::frame_too_large, fmt::format("the peer announces {} bytes, {} are the "
                                                      "most here",
                                                      announced, longest_))
        .with("announced", static_cast<std::int64_t>(announced))
        .with("bound", static_cast<std::int64_t>(longest_));
}

/// Those frames have no kind: what they are follows from how far the exchange is.
Result<std::optional<FrameReader::Head>> FrameReader::sample_head() const {
    if (left().size() < kSampleHead) {
        return std::optional<Head>();
    }
    const std::size_t length = read_u32_low_first(left().first<kSampleHead>());
    if (length > longest_) {
        return too_large(length);
    }
    if (length == 0) {
        return Error(Status::frame_malformed, "the peer sent an empty frame, which nobody sends");
    }
    return std::optional<Head>(
        Head{proven_ ? FrameKind::sealed : FrameKind::token, kSampleHead, length});
}

Result<std::optional<FrameReader::Head>> FrameReader::head() const {
    if (framing_ == Framing::windows_sample) {
        return sample_head();
    }
    if (left().size() < kFrameHead) {
        return std::optional<Head>();
    }
    const ByteView octets = left().first(kFrameHead);
    const std::size_t length = read_u32(octets.first<4>());
    const std::uint8_t kind = octets[4];
    if (length > longest_ + 1) {
        return too_large(length - 1);
    }
    if (length == 0 || kind < 1 || kind > 3) {
        return Error(Status::frame_malformed,
                     fmt::format("the peer's frame begins {:02x}",
                                 fmt::join(octets.begin(), octets.end(), " ")));
    }
    return std::optional<Head>(Head{static_cast<FrameKind>(kind), kFrameHead, length - 1});
}

Result<std::optional<Frame>> FrameReader::next() {
    auto known = head();
    if (!known) {
        return std::move(known).error();
    }
    if (!*known || left().size() < (*known)->head + (*known)->payload) {
        return std::optional<Frame>();
    }
    const Head& frame = **known;
    const ByteView payload = left().subspan(frame.head, frame.payload);
    taken_ += frame.head + frame.payload;
    return std::optional<Frame>(Frame{frame.kind, payload});
}

bool FrameReader::ready() const {
    const auto known = head();
    return !known || (*known && left().size() >= (*known)->head + (*known)->payload);
}

}  // namespace mutauth::channel
