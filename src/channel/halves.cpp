#include "channel/halves.h"

#include <fmt/format.h>

#include <cstring>

#include "channel/windows_sample.h"
#include "context/negotiation.h"
#include "core/text.h"

namespace mutauth::channel {
namespace {

/// Where a token has the octets of what it seals, behind its header and the confounder (RFC 4121
/// 4.2.4): sealed from there, they need not be moved.
constexpr std::size_t kPlaceInToken = 32;

/// Takes back what was not finished behind what is to be sent, however it is left.
class Unfinished {
  public:
    explicit Unfinished(Bytes& out) noexcept : out_(out), before_(out.size()) {}
    Unfinished(const Unfinished&) = delete;
    Unfinished& operator=(const Unfinished&) = delete;
    ~Unfinished() {
        // Nothing may have been reserved yet.
        if (!finished_ && out_.size() > before_) {
            explicit_bzero(out_.data() + before_, out_.size() - before_);
            out_.resize(before_);
        }
    }

    void finish(std::size_t size) {
        out_.resize(before_ + size);
        finished_ = true;
    }

  private:
    Bytes& out_;
    std::size_t before_;
    bool finished_ = false;
};

}  // namespace

std::size_t longest_token(Framing framing) {
    return framing == Framing::windows_sample ? kSampleLongest : context::kLongestToken;
}

std::size_t longest_sealed(const context::SecurityContext& context, Framing framing) {
    return framing == Framing::windows_sample ? kSampleLongest
                                              : context.sealed_size(kRecordHead + kLongestMessage);
}

Error unsealed_end(const FrameReader& reader) {
    if (reader.in_frame()) {
        return Error(Status::stream_truncated, "the stream ended within a frame");
    }
    return reader.framing() == Framing::own
               ? Error(Status::stream_truncated, "the stream ended without a sealed close")
               : Error(Status::stream_end_unproven);
}

Result<void> SendingHalf::usable() const {
    return over_ ? Error(Status::wrong_state, "nothing more can be sent on this channel")
                 : Result<void>();
}

Result<void> SendingHalf::seal(RecordKind kind, ByteView content, Bytes& out) {
    Unfinished queued(out);
    const std::size_t size = kRecordHead + content.size();
    const MutableByteView frame = with_room(out, kFrameHead + context_.sealed_size(size));
    const MutableByteView plain = frame.subspan(kFrameHead + kPlaceInToken, size);
    encode(kind, content, plain);
    auto sealed = context_.seal(plain, frame.subspan(kFrameHead));
    if (!sealed) {
        return std::move(sealed).error();
    }
    write_head(FrameKind::sealed, *sealed, frame.first<kFrameHead>());
    queued.finish(kFrameHead + *sealed);
    over_ = closed_ = kind != RecordKind::message;
    return {};
}

Result<void> SendingHalf::send(ByteView message, Bytes& out) {
    if (message.size() > kLongestMessage) {
        return Error(Status::invalid_argument, fmt::format("a message of {} bytes; {} are the most",
                                                           message.size(), kLongestMessage));
    }
    if (auto open = usable(); !open) {
        return open;
    }
    return framing_ == Framing::own ? seal(RecordKind::message, message, out)
                                    : append_sample_message(out, context_, message);
}

Result<void> SendingHalf::close(Bytes& out) {
    if (closed_) {
        return {};
    }
    if (auto open = usable(); !open) {
        return open;
    }
    if (framing_ == Framing::own) {
        return seal(RecordKind::close, {}, out);
    }
    over_ = closed_ = true;
    return {};
}

Result<void> SendingHalf::refuse(std::string_view reason, Bytes& out) {
    if (!is_utf8(reason)) {
        return Error(Status::not_utf8);
    }
    if (reason.size() > kLongestReason) {
        return Error(Status::text_too_long);
    }
    if (auto open = usable(); !open) {
        return open;
    }
    return framing_ == Framing::own ? seal(RecordKind::refusal, bytes_of(reason), out)
                                    : Error(Status::not_in_framing);
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
    auto plain = framing_ == Framing::own ? open_sealed(context_, frame.payload)
                                          : open_sample_message(context_, frame.payload);
    if (!plain) {
        return std::move(plain).error();
    }
    if (framing_ == Framing::windows_sample) {
        over_ = false;
        return std::optional<Bytes>(std::move(*plain));
    }
    auto record = decode(std::move(*plain));
    if (!record) {
        return std::move(record).error();
    }
    return deliver(std::move(*record));
}

}  // namespace mutauth::channel
