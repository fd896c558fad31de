#include "channel/channel.h"

#include <fcntl.h>
#include <sys/socket.h>

#include "channel/frame_socket.h"
#include "channel/handshake.h"
#include "core/socket.h"
#include "core/system_error.h"

namespace mutauth::channel {
namespace {

Result<void> check_socket(int fd) {
    int type = 0;
    socklen_t size = sizeof type;
    if (::getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &size) != 0 || type != SOCK_STREAM) {
        return Error(Status::invalid_argument, "the file descriptor is no stream socket");
    }
    const int flags = ::fcntl(fd, F_GETFL);
    if (flags < 0 || ::fcntl(fd, F_SETFL, flags | O_NONBLOCK) != 0) {
        return system_error("fcntl");
    }
    return {};
}

bool can_wait_again(Status status) {
    return status == Status::deadline_passed || status == Status::cancelled;
}

Result<std::unique_ptr<context::SecurityContext>> shake_hands(int fd,
                                                              context::Negotiation& negotiation,
                                                              FrameReader& reader,
                                                              const Deadline& deadline) {
    Handshake handshake(negotiation);
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

Channel::Channel(FileDescriptor socket,
                 std::unique_ptr<context::SecurityContext> context,
                 FrameReader reader)
    : socket_(std::move(socket)),
      context_(std::move(context)),
      reader_(std::move(reader)),
      sending_(*context_),
      receiving_(*context_) {
    reader_.allow(longest_sealed(*context_));
}

Result<std::unique_ptr<Channel>> Channel::open(int fd,
                                               context::Negotiation& negotiation,
                                               const Deadline& deadline) {
    if (auto good = check_socket(fd); !good) {
        return std::move(good).error();
    }
    FrameReader reader(context::kLongestToken);
    auto context = shake_hands(fd, negotiation, reader, deadline);
    if (!context) {
        return std::move(context).error();
    }
    return std::unique_ptr<Channel>(
        new Channel(FileDescriptor(fd), std::move(*context), std::move(reader)));
}

Result<std::unique_ptr<Channel>> Channel::connect(const std::string& address,
                                                  context::Negotiation& negotiation,
                                                  const Deadline& deadline) {
    auto target = HostPort::parse(address);
    if (!target) {
        return std::move(target).error();
    }
    auto socket = connect_tcp(*target, deadline);
    if (!socket) {
        return std::move(socket).error();
    }
    auto opened = open(socket->get(), negotiation, deadline);
    if (opened) {
        socket->release();
    }
    return opened;
}

Result<void> Channel::write(Result<void> sealed, ByteView frame, const Deadline& deadline) {
    if (!sealed) {
        return sealed;
    }
    auto sent = write_all(socket_.get(), frame, deadline);
    if (!sent) {
        // A part may have gone out, and a sequence number is used up.
        sending_.break_off();
    }
    return sent;
}

Result<void> Channel::send(ByteView message, const Deadline& deadline) {
    Bytes frame;
    auto sealed = sending_.send(message, frame);
    return write(std::move(sealed), frame, deadline);
}

Result<void> Channel::close(const Deadline& deadline) {
    Bytes frame;
    auto sealed = sending_.close(frame);
    return write(std::move(sealed), frame, deadline);
}

Result<void> Channel::refuse(std::string_view reason, const Deadline& deadline) {
    Bytes frame;
    auto sealed = sending_.refuse(reason, frame);
    return write(std::move(sealed), frame, deadline);
}

Result<std::optional<Bytes>> Channel::receive(const Deadline& deadline) {
    if (receiving_.end_seen()) {
        return std::optional<Bytes>();
    }
    if (auto usable = receiving_.usable(); !usable) {
        return std::move(usable).error();
    }
    auto frame = read_frame(socket_.get(), reader_, deadline);
    if (!frame) {
        if (!can_wait_again(frame.error().status())) {
            receiving_.break_off();
        }
        return std::move(frame).error();
    }
    if (!*frame) {
        receiving_.break_off();
        return truncated(reader_);
    }
    return receiving_.take(**frame);
}

}  // namespace mutauth::channel
