// The channel's frames: four octets of length, one of kind, and the payload. docs/channel.md.
#pragma once

#include <optional>

#include "core/bytes.h"
#include "core/result.h"

namespace mutauth::channel {

enum class FrameKind : std::uint8_t {
    /// A token of the negotiation.
    token = 1,
    /// What a side that failed still wants to say; it is not proven and only explains.
    failure = 2,
    /// A sealed record.
    sealed = 3,
};

/// How frames are told apart on the stream.
enum class Framing {
    /// docs/channel.md.
    own,
    /// What the client and server samples of Windows' SSPI speak. windows_sample.h.
    windows_sample,
};

inline constexpr std::size_t kFrameHead = 5;

struct Frame {
    FrameKind kind;
    /// The reader's, as it is until the next bytes are fed.
    ByteView payload;
};

/// Writes the head of a frame whose payload has the size.
void write_head(FrameKind kind, std::size_t payload, std::span<std::uint8_t, kFrameHead> out);

/// Makes room for so many octets, so that writing them cannot fail halfway.
void make_room(Bytes& out, std::size_t size);

/// Writes a whole frame behind what is there.
void append_frame(Bytes& out, FrameKind kind, ByteView payload);

/// Takes bytes as they come and gives whole frames. No I/O.
class FrameReader {
  public:
    /// The longest payload that is not refused.
    explicit FrameReader(std::size_t longest, Framing framing = Framing::own) noexcept
        : longest_(longest), framing_(framing) {}

    /// Both sides are proven: from now on frames are sealed and may be so long.
    void allow_sealed(std::size_t longest) noexcept {
        longest_ = longest;
        proven_ = true;
    }
    void feed(ByteView bytes);
    /// nullopt: more bytes are needed. A failure is final.
    Result<std::optional<Frame>> next();
    /// Whether next() would give a frame or a failure.
    bool ready() const;
    bool in_frame() const noexcept { return taken_ < buffer_.size(); }
    Framing framing() const noexcept { return framing_; }
    /// The bytes that were fed and not yet given out.
    std::size_t waiting() const noexcept { return buffer_.size() - taken_; }

  private:
    struct Head {
        FrameKind kind;
        /// Of the head itself.
        std::size_t head;
        std::size_t payload;
    };

    ByteView left() const noexcept { return ByteView(buffer_).subspan(taken_); }
    /// nullopt: it has not come as a whole.
    Result<std::optional<Head>> head() const;
    Result<std::optional<Head>> sample_head() const;
    Error too_large(std::size_t announced) const;
    Error of_another_protocol(Error error) const;

    std::size_t longest_;
    Framing framing_;
    bool proven_ = false;
    Bytes buffer_;
    /// How much of the buffer was given out as frames.
    std::size_t taken_ = 0;
};

}  // namespace mutauth::channel
