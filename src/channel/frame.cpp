#include "channel/frame.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "channel/windows_sample.h"

namespace mutauth::channel {
namespace {

struct Opening {
    std::string_view begins;
    std::string_view protocol;
};

// RFC 9110 9.3's methods, RFC 9112 4, RFC 9113 3.4; RFC 8446 5.1's content types before TLS'
// version; RFC 4253 4.2; RFC 5321 4.2 and RFC 959 4.2, whose servers speak first.
constexpr std::array kOpenings{
    Opening{"GET ", "HTTP"},       Opening{"POST", "HTTP"},   Opening{"PUT ", "HTTP"},
    Opening{"HEAD", "HTTP"},       Opening{"DELE", "HTTP"},   Opening{"OPTI", "HTTP"},
    Opening{"CONN", "HTTP"},       Opening{"PATC", "HTTP"},   Opening{"TRAC", "HTTP"},
    Opening{"HTTP", "HTTP"},       Opening{"PRI ", "HTTP/2"}, Opening{"\x16\x03", "TLS"},
    Opening{"\x15\x03", "TLS"},    Opening{"SSH-", "SSH"},    Opening{"220 ", "SMTP or FTP"},
    Opening{"220-", "SMTP or FTP"}};

/// "" if the bytes begin no such protocol.
std::string_view protocol_of(ByteView bytes) {
    const auto* found = std::find_if(
        kOpenings.begin(), kOpenings.end(),
        [&](const Opening& opening) { return text_of(bytes).starts_with(opening.begins); });
    return found == kOpenings.end() ? std::string_view() : found->protocol;
}

}  // namespace

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
    Error error =
        Error(Status::frame_too_large,
              fmt::format("the peer announces {} bytes, {} are the most here", announced, longest_))
            .with("announced", static_cast<std::int64_t>(announced))
            .with("bound", static_cast<std::int64_t>(longest_));
    return of_another_protocol(std::move(error));
}

/// Nobody frames so many bytes that they spell another protocol's first words.
Error FrameReader::of_another_protocol(Error error) const {
    const std::string_view protocol = proven_ ? std::string_view() : protocol_of(left());
    if (protocol.empty()) {
        return error;
    }
    return std::move(error)
        .while_doing(fmt::format("the peer speaks {} and not this protocol", protocol))
        .with("protocol", protocol)
        .with_remedy(fmt::format(
            "check the address and the port on both sides: this one speaks mutauth's channel, the "
            "peer {}",
            protocol));
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
        return of_another_protocol(Error(
            Status::frame_malformed, fmt::format("the peer's frame begins {:02x}",
                                                 fmt::join(octets.begin(), octets.end(), " "))));
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
