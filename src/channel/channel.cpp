#include "channel/channel.h"

#include <fcntl.h>
#include <sys/socket.h>

#include "channel/frame_socket.h"
#include "channel/handshake.h"
#include "core/socket.h"

namespace mutauth::channel {
namespace {

Result<void> check_socket(int fd) {
    int type = 0;
    socklen_t size = sizeof type;
    if (::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM) {
        return Error(Status::invalid_argument, "the file descriptor is no stream socket");
    }
    return {};
}

bool can_wait_again(Status status) {
    return status == Status::deadline_passed || status == Status::cancelled;
}

Deadline at_once() {
    return Deadline::in(std::chrono::milliseconds(0));
}

Result<std::unique_ptr<context::SecurityContext>> shake_hands(int fd,
                                                              context::Negotiation& negotiation,
                                                              FrameReader& reader,
                                                              const Deadline& deadline) {
    Handshake handshake(negotiation, reader.framing());
    Bytes out;
    auto stepped = handshake.begin(out);
    for (;;) {
        if (!stepped) {
            // Best effort: the reason to report is why the step failed, not that this was lost.
            const Deadline soon = deadline.at_most(std::chrono::seconds(1));
            [[maybe_unused]] const auto told = write_all(fd, out, soon);
            return std::move(stepped).error();
        }
        if (auto sent = write_all(fd, out, deadline); !sent) {
            return std::move(sent).error();
        }
        if (handshake.done()) {
            return handshake.finish();
        }
        out.clear();
        auto frame = read_frame(fd, reader, deadline);
        if (!frame) {
            return std::move(frame).error().while_doing("before the peer was proven");
        }
        if (!*frame) {
            return Handshake::ended(reader);
        }
        stepped = handshake.take(**frame, out);
    }
}

}  // namespace

Channel::Channel(int fd, std::unique_ptr<context::SecurityContext> context, FrameReader reader)
    : fd_(fd),
      peer_address_(peer_address_of(fd)),
      context_(std::move(context)),
      reader_(std::move(reader)),
      sending_(*context_, reader_.framing()),
      receiving_(*context_, reader_.framing()) {
    reader_.allow_sealed(longest_sealed(*context_, reader_.framing()));
}

Result<std::unique_ptr<Channel>> Channel::open(int fd,
                                               context::Negotiation& negotiation,
                                               Framing framing,
                                               const Deadline& deadline) {
    if (auto good = check_socket(fd); !good) {
        return std::move(good).error();
    }
    FrameReader reader(longest_token(framing), framing);
    auto context = shake_hands(fd, negotiation, reader, deadline);
    if (!context) {
        return std::move(context).error();
    }
    return std::unique_ptr<Channel>(new Channel(fd, std::move(*context), std::move(reader)));
}

void Channel::take_socket() noexcept {
    // No read or write of ours waits in the kernel; this is for who polls, and cannot fail on a
    // socket that has just been used.
    ::fcntl(fd_, F_SETFL, ::fcntl(fd_, F_GETFL) | O_NONBLOCK);
    socket_ = FileDescriptor(fd_);
}

Result<std::unique_ptr<Channel>> Channel::connect(const std::string& address,
                                                  context::Negotiation& negotiation,
                                                  Framing framing,
                                                  const Deadline& deadline) {
    auto target = HostPort::parse(address);
    if (!target) {
        return std::move(target).error();
    }
    auto socket = connect_tcp(*target, deadline);
    if (!socket) {
        return std::move(socket).error();
    }
    auto opened = open(socket->get(), negotiation, framing, deadline);
    if (opened) {
        (*opened)->take_socket();
        socket->release();
    }
    return opened;
}

/// Nothing waits to be sent any more.
void Channel::all_sent() noexcept {
    out_.clear();
    sent_ = 0;
    if (shuts_down_) {
        ::shutdown(fd_, SHUT_WR);
    }
}

/// Sends as much as goes without waiting.
Result<void> Channel::push() {
    auto sent = write_some(fd_, ByteView(out_).subspan(sent_));
    if (!sent) {
        sending_.break_off();
        return std::move(sent).error();
    }
    sent_ += *sent;
    if (sent_ == out_.size()) {
        all_sent();
    }
    return {};
}

Result<void> Channel::flush(const Deadline& deadline) {
    if (auto own = fork_guard_.check(); !own) {
        return own;
    }
    if (out_.empty()) {
        return {};
    }
    if (!waits_) {
        if (auto pushed = push(); !pushed) {
            return pushed;
        }
        return out_.empty() ? Result<void>() : Error(Status::would_block);
    }
    auto sent = write_all(fd_, ByteView(out_).subspan(sent_), deadline);
    if (!sent) {
        // A part may have gone out, and a sequence number is used up.
        sending_.break_off();
        shuts_down_ = false;
    }
    all_sent();
    return sent;
}

/// What is not to wait takes a message only once those before it have gone.
Result<void> Channel::may_seal() {
    return waits_ ? Result<void>() : flush(Deadline::usual());
}

Result<void> Channel::write(Result<void> sealed, const Deadline& deadline) {
    if (!sealed || out_.empty()) {
        return sealed;
    }
    return waits_ ? flush(deadline) : push();
}

Result<void> Channel::send(ByteView message, const Deadline& deadline) {
    if (auto own = fork_guard_.check(); !own) {
        return own;
    }
    if (auto may = may_seal(); !may) {
        return may;
    }
    auto sealed = sending_.send(message, out_);
    return write(std::move(sealed), deadline);
}

Result<void> Channel::close(const Deadline& deadline) {
    if (auto own = fork_guard_.check(); !own) {
        return own;
    }
    auto sealed = sending_.close(out_);
    if (sealed && reader_.framing() == Framing::windows_sample) {
        // All that this framing has to say so.
        shuts_down_ = true;
        if (out_.empty()) {
            all_sent();
        }
    }
    return write(std::move(sealed), deadline);
}

Result<void> Channel::refuse(std::string_view reason, const Deadline& deadline) {
    if (auto own = fork_guard_.check(); !own) {
        return own;
    }
    auto sealed = sending_.refuse(reason, out_);
    return write(std::move(sealed), deadline);
}

Result<std::optional<Bytes>> Channel::receive(const Deadline& deadline) {
    if (auto own = fork_guard_.check(); !own) {
        return std::move(own).error();
    }
    if (receiving_.end_seen()) {
        return std::optional<Bytes>();
    }
    if (auto usable = receiving_.usable(); !usable) {
        return std::move(usable).error();
    }
    const bool waits = waits_;
    auto frame = read_frame(fd_, reader_, waits ? deadline : at_once());
    if (!frame) {
        const Status why = frame.error().status();
        if (!waits && why == Status::deadline_passed) {
            return Error(Status::would_block, "no message has come as a whole");
        }
        if (!can_wait_again(why)) {
            receiving_.break_off();
        }
        return std::move(frame).error();
    }
    if (!*frame) {
        receiving_.break_off();
        return unsealed_end(reader_);
    }
    return receiving_.take(**frame);
}

}  // namespace mutauth::channel
