#include "channel/record.h"

#include <cstring>

#include "core/text.h"

namespace mutauth::channel {

Result<Bytes> open_sealed(context::SecurityContext& context, ByteView sealed) {
    // RFC 4121 4.2.6.2: 16 octets of header, and the count in two of them.
    constexpr std::size_t header = 16;
    const bool whole = sealed.size() > header;
    const std::size_t count = whole ? std::size_t{sealed[6]} << 8 | sealed[7] : 0;
    if (whole && count >= sealed.size() - header) {
        return Error(Status::message_tampered, "the message is rotated by its length or more");
    }
    return context.open(sealed);
}

void encode(RecordKind kind, ByteView content, MutableByteView out) {
    out[0] = static_cast<std::uint8_t>(kind);
    if (!content.empty()) {
        std::memcpy(out.data() + kRecordHead, content.data(), content.size());
    }
}

Result<Record> decode(Bytes plain) {
    const auto kind = plain.empty() ? 0 : plain[0];
    const ByteView content = plain.empty() ? ByteView() : ByteView(plain).subspan(kRecordHead);
    switch (kind) {
        case static_cast<int>(RecordKind::message):
            break;
        case static_cast<int>(RecordKind::close):
            if (!content.empty()) {
                return Error(Status::frame_malformed, "the peer's close record has content");
            }
            break;
        case static_cast<int>(RecordKind::refusal):
            if (content.size() > kLongestReason || !is_utf8(text_of(content))) {
                return Error(Status::frame_malformed, "the peer's refusal is no short UTF-8 text");
            }
            break;
        default:
            return Error(Status::frame_malformed, "the peer's record is of no known kind");
    }
    plain.erase(plain.begin());
    return Record{static_cast<RecordKind>(kind), std::move(plain)};
}

}  // namespace mutauth::channel
