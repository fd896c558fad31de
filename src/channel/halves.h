// What a proven context's messages are as frames, each direction by itself: one thread may use the
// sending half while another uses the receiving one. No I/O.
#pragma once

#include <optional>
#include <string_view>

#include "channel/frame.h"
#include "channel/record.h"
#include "context/security_context.h"

namespace mutauth::channel {

inline constexpr std::size_t kLongestMessage = std::size_t{1} << 20;

/// The longest token, and the longest payload of a sealed frame.
std::size_t longest_token(Framing framing);
std::size_t longest_sealed(const context::SecurityContext& context, Framing framing);

/// What is to be said of a stream that ended here without the peer's sealed end.
Error unsealed_end(const FrameReader& reader);

class SendingHalf {
  public:
    SendingHalf(context::SecurityContext& context, Framing framing) noexcept
        : context_(context), framing_(framing) {}

    /// Each writes one frame behind what is there, and nothing if it fails.
    Result<void> send(ByteView message, Bytes& out);
    /// Writes nothing if it was closed before, or the framing has no close.
    Result<void> close(Bytes& out);
    Result<void> refuse(std::string_view reason, Bytes& out);

    /// A frame was not sent as a whole: nothing can follow.
    void break_off() noexcept;
    bool over() const noexcept { return over_; }

  private:
    Result<void> usable() const;
    Result<void> seal(RecordKind kind, ByteView content, Bytes& out);

    context::SecurityContext& context_;
    Framing framing_;
    bool over_ = false;
    bool closed_ = false;
};

class ReceivingHalf {
  public:
    ReceivingHalf(context::SecurityContext& context, Framing framing) noexcept
        : context_(context), framing_(framing) {}

    /// The message, or nullopt for the end that the peer sealed. A failure is final.
    Result<std::optional<Bytes>> take(const Frame& frame);
    /// wrong_state once a failure ended it.
    Result<void> usable() const;
    void break_off() noexcept { over_ = true; }

    bool end_seen() const noexcept { return end_seen_; }
    bool over() const noexcept { return over_; }

  private:
    Result<std::optional<Bytes>> deliver(Record record);

    context::SecurityContext& context_;
    Framing framing_;
    bool over_ = false;
    bool end_seen_ = false;
};

}  // namespace mutauth::channel
