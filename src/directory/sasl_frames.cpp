#include "directory/sasl_frames.h"

#include <fmt/format.h>

#include <algorithm>

namespace mutauth::directory {

Bytes framed(ByteView sealed) {
    Bytes out;
    out.reserve(kFrameHeader + sealed.size());
    const auto size = write_u32(static_cast<std::uint32_t>(sealed.size()));
    append(out, size);
    append(out, sealed);
    return out;
}

MutableByteView FrameReader::space() {
    return header_size_ < kFrameHeader ? MutableByteView(header_).subspan(header_size_)
                                       : MutableByteView(body_).subspan(body_size_);
}

Result<void> FrameReader::begin_body() {
    const std::size_t size = read_u32(header_);
    if (size > longest_) {
        return Error(Status::frame_too_large,
                     fmt::format("a sealed buffer of {} bytes; {} are agreed on", size, longest_));
    }
    if (size == 0) {
        return Error(Status::frame_malformed, "an empty sealed buffer");
    }
    body_.resize(size);
    body_size_ = 0;
    return {};
}

Result<std::optional<Bytes>> FrameReader::filled(std::size_t size) {
    if (header_size_ < kFrameHeader) {
        header_size_ += size;
        if (header_size_ == kFrameHeader) {
            if (auto begun = begin_body(); !begun) {
                return std::move(begun).error();
            }
        }
        return std::optional<Bytes>();
    }
    body_size_ += size;
    if (body_size_ < body_.size()) {
        return std::optional<Bytes>();
    }
    header_size_ = 0;
    return std::optional<Bytes>(std::exchange(body_, {}));
}

}  // namespace mutauth::directory
