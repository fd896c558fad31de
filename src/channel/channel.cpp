#include "channel/channel.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/socket.h>

#include "channel/frame_socket.h"
#include "channel/handshake.h"
#include "core/socket.h"
#include "core/system_error.h"
#include "core/text.h"

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

}  // namespace

Channel::Channel(FileDescriptor socket,
                 std::unique_ptr<context::SecurityContext> context,
                 FrameReader reader)
    : socket_(std::move(socket)), context_(std::move(context)), reader_(std::move(reader)) {
    reader_.allow(context_->sealed_size(kRecordHead + kLongestMessage));
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
    if ((*context)->proof().level < context::Level::privacy) {
        return Error(Status::level_too_low, "a channel needs a context at level privacy");
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

Result<void> Channel::send_record(RecordKind kind, ByteView content, const Deadline& deadline) {
    if (sending_over_) {
        return Error(Status::wrong_state, "nothing more can be sent on this channel");
    }
    const Bytes plain = encode(kind, content);
    Bytes frame(kFrameHead + context_->sealed_size(plain.size()));
    auto sealed = context_->seal(plain, MutableByteView(frame).subspan(kFrameHead));
    if (!sealed) {
        return std::move(sealed).error();
    }
    frame.resize(kFrameHead + *sealed);
    write_head(FrameKind::sealed, *sealed,
               std::span<std::uint8_t, kFrameHead>(frame.data(), kFrameHead));
    auto sent = write_all(socket_.get(), frame, deadline);
    // A part may have gone out, and a sequence number is used up: nothing can follow a failure.
    sending_over_ = !sent || kind != RecordKind::message;
    close_sent_ = close_sent_ || (sent && kind != RecordKind::message);
    return sent;
}

Result<void> Channel::send(ByteView message, const Deadline& deadline) {
    if (message.size() > kLongestMessage) {
        return Error(Status::invalid_argument, fmt::format("a message of {} bytes; {} are the most",
                                                           message.size(), kLongestMessage));
    }
    return send_record(RecordKind::message, message, deadline);
}

Result<void> Channel::close(const Deadline& deadline) {
    return close_sent_ ? Result<void>() : send_record(RecordKind::close, {}, deadline);
}

Result<void> Channel::refuse(std::string_view reason, const Deadline& deadline) {
    if (!is_utf8(reason)) {
        return Error(Status::not_utf8);
    }
    if (reason.size() > kLongestReason) {
        return Error(Status::text_too_long);
    }
    return send_record(RecordKind::refusal, bytes_of(reason), deadline);
}

Result<Bytes> Channel::receive_sealed(const Deadline& deadline) {
    auto frame = read_frame(socket_.get(), reader_, deadline);
    if (!frame) {
        receiving_over_ = !can_wait_again(frame.error().status());
        return std::move(frame).error();
    }
    if (frame->kind != FrameKind::sealed) {
        receiving_over_ = true;
        return Error(Status::frame_malformed, "a token came where a sealed frame must");
    }
    auto plain = context_->open(frame->payload);
    receiving_over_ = !plain;
    return plain;
}

Result<std::optional<Bytes>> Channel::deliver(Record record) {
    switch (record.kind) {
        case RecordKind::message:
            return std::optional<Bytes>(std::move(record.content));
        case RecordKind::close:
            end_seen_ = true;
            return std::optional<Bytes>();
        default:
            break;
    }
    receiving_over_ = true;
    const std::string reason(text_of(record.content));
    return Error(Status::refused_by_peer, "the peer refused: " + displayed(reason, kLongestReason))
        .with("reason", displayed(reason, kLongestReason));
}

Result<std::optional<Bytes>> Channel::receive(const Deadline& deadline) {
    if (end_seen_) {
        return std::optional<Bytes>();
    }
    if (receiving_over_) {
        return Error(Status::wrong_state, "nothing more can be received on this channel");
    }
    auto plain = receive_sealed(deadline);
    if (!plain) {
        return std::move(plain).error();
    }
    auto record = decode(std::move(*plain));
    if (!record) {
        receiving_over_ = true;
        return std::move(record).error();
    }
    return deliver(std::move(*record));
}

}  // namespace mutauth::channel
