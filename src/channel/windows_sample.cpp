#include "channel/windows_sample.h"

#include <fmt/format.h>

#include <algorithm>

#include "channel/frame.h"
#include "channel/record.h"

namespace mutauth::channel {
namespace {

/// RFC 4121 4.2.6.2: the token's clear header, and where in it the right rotation count stands.
constexpr std::size_t kTokenHeader = 16;
constexpr std::size_t kRotationCount = 6;

void append_u32(Bytes& out, std::size_t value) {
    for (int shift = 0; shift < 32; shift += 8) {
        out.push_back(static_cast<std::uint8_t>(value >> shift));
    }
}

/// RFC 4121 4.2.5: moves what stands behind the data in front of it, so that the data end the
/// token, where DecryptMessage looks for them. The count in the encrypted copy of the header stays
/// 0.
void bring_data_last(MutableByteView token, std::size_t message) {
    constexpr std::size_t confounder = 16;
    const std::size_t count = token.size() - message - kTokenHeader - confounder;
    const bool rotated = token[kRotationCount] != 0 || token[kRotationCount + 1] != 0;
    if (rotated) {
        return;
    }
    const MutableByteView body = token.subspan(kTokenHeader);
    std::rotate(body.begin(), body.end() - static_cast<std::ptrdiff_t>(count), body.end());
    token[kRotationCount] = static_cast<std::uint8_t>(count >> 8);
    token[kRotationCount + 1] = static_cast<std::uint8_t>(count);
}

}  // namespace

std::uint32_t read_u32_low_first(std::span<const std::uint8_t, 4> octets) noexcept {
    return std::uint32_t{octets[3]} << 24 | std::uint32_t{octets[2]} << 16 |
           std::uint32_t{octets[1]} << 8 | std::uint32_t{octets[0]};
}

Result<void> append_sample_token(Bytes& out, ByteView token) {
    if (token.size() > kSampleLongest) {
        return Error(Status::frame_too_large,
                     fmt::format("our token has {} bytes, {} are the most in this framing",
                                 token.size(), kSampleLongest));
    }
    if (!token.empty()) {
        make_room(out, kSampleHead + token.size());
        append_u32(out, token.size());
        append(out, token);
    }
    return {};
}

Result<void> append_sample_message(Bytes& out,
                                   context::SecurityContext& context,
                                   ByteView message) {
    const std::size_t most = kSampleLongest - 4 - context.sealed_size(0);
    if (message.size() > most) {
        return Error(Status::invalid_argument,
                     fmt::format("a message of {} bytes; {} are the most in this framing",
                                 message.size(), most));
    }
    make_room(out, kSampleHead + 4 + context.sealed_size(message.size()));
    auto sealed = context.seal(message);
    if (!sealed) {
        return std::move(sealed).error();
    }
    bring_data_last(*sealed, message.size());
    append_u32(out, 4 + sealed->size());
    append_u32(out, sealed->size() - message.size());
    append(out, *sealed);
    return {};
}

Result<Bytes> open_sample_message(context::SecurityContext& context, ByteView body) {
    if (body.size() < 4) {
        return Error(Status::frame_malformed, "the peer's frame is too short for a sealed message");
    }
    const std::size_t token = read_u32_low_first(body.first<4>());
    const ByteView sealed = body.subspan(4);
    auto plain = open_sealed(context, sealed);
    // The length is not sealed, but it has to be what DecryptMessage could use.
    if (plain && plain->size() + token != sealed.size()) {
        return Error(Status::frame_malformed, "the peer's frame tells another length than it has");
    }
    return plain;
}

}  // namespace mutauth::channel
