#include "channel/halves.h"

#include <fmt/format.h>

#include "core/text.h"

namespace mutauth::channel {

std::size_t longest_sealed(const context::SecurityContext& context) {
    return context.sealed_size(kRecordHead + kLongestMessage);
}

Error truncated(const FrameReader& reader) {
    return Error(Status::stream_truncated, reader.in_frame()
                                               ? "the stream ended within a frame"
                                               : "the stream ended without a sealed close");
}

Result<void> SendingHalf::seal(RecordKind kind, ByteView content, Bytes& out) {
    if (over_) {
        return Error(Status::wrong_state, "nothing more can be sent on this channel");
    }
    const Bytes plain = encode(kind, content);
    const std::size_t before = out.size();
    out.resize(before + kFrameHead + context_.sealed_size(plain.size()));
    const MutableByteView frame = MutableByteView(out).subspan(before);
    auto sealed = context_.seal(plain, frame.subspan(kFrameHead));
    if (!sealed) {
        out.resize(before);
        return std::move(sealed).error();
    }
    write_head(FrameKind::sealed, *sealed, frame.first<kFrameHead>());
    out.resize(before + kFrameHead + *sealed);
    over_ = closed_ = kind != RecordKind::message;
    return {};
}

Result<void> SendingHalf::send(ByteView message, Bytes& out) {
    if (message.size() > kLongestMessage) {
        return Error(Status::invalid_argument, fmt::format("a message of {} bytes; {} are the most",
                                                           message.size(), kLongestMessage));
    }
    return seal(RecordKind::message, message, out);
}

Result<void> SendingHalf::close(Bytes& out) {
    return closed_ ? Result<void>() : seal(RecordKind::close, {}, out);
}

Result<void> SendingHalf::refuse(std::string_view reason, Bytes& out) {
    if (!is_utf8(reason)) {
        return Error(Status::not_utf8);
    }
    if (reason.size() > kLongestReason) {
        return Error(Status::text_too_long);
    }
    return seal(RecordKind::refusal, bytes_of(reason), out);
}

void SendingHalf::break_off() noexcept {
    over_ = true;
    closed_ = false;
}

Result<void> ReceivingHalf::usable() const {
    return over_ ? Error(Status::wrong_state, "nothing more can be received on this channel")
                 : Result<void>();
}

Result<std::optional<Bytes>> ReceivingHalf::deliver(Record record) {
    if (record.kind == RecordKind::refusal) {
        const std::string reason = displayed(text_of(record.content), kLongestReason);
        return Error(Status::refused_by_peer, "the peer refused: " + reason).with("reason", reason);
    }
    over_ = false;
    end_seen_ = record.kind == RecordKind::close;
    return end_seen_ ? std::optional<Bytes>() : std::optional<Bytes>(std::move(record.content));
}

Result<std::optional<Bytes>> ReceivingHalf::take(const Frame& frame) {
    // Whatever goes wrong from here on, an exception included, leaves nothing to receive.
    over_ = true;
    if (frame.kind != FrameKind::sealed) {
        return Error(Status::frame_malformed, "a token came where a sealed frame must");
    }
    auto plain = context_.open(frame.payload);
    if (!plain) {
        return std::move(plain).error();
    }
    auto record = decode(std::move(*plain));
    if (!record) {
        return std::move(record).error();
    }
    return deliver(std::move(*record));
}

}  // namespace mutauth::channel
