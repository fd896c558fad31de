#include <mutauth/channel.h>

#include "handles.h"

using namespace mutauth::capi;
using mutauth::channel::Channel;
using mutauth::channel::Framing;

namespace {

mutauth_status connect(const char* address,
                       mutauth_negotiation* negotiation,
                       Framing framing,
                       const mutauth_deadline* deadline,
                       mutauth_channel** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (address == nullptr || out == nullptr) {
            return missing("address or out");
        }
        if (!live(negotiation) || !good(deadline)) {
            return wrong_handle("negotiation or deadline");
        }
        return give(
            out, Channel::connect(address, *negotiation->object, framing, deadline_of(deadline)));
    });
}

mutauth_status open(int fd,
                    mutauth_negotiation* negotiation,
                    Framing framing,
                    const mutauth_deadline* deadline,
                    mutauth_channel** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(negotiation) || !good(deadline)) {
            return wrong_handle("negotiation or deadline");
        }
        auto opened = Channel::open(fd, *negotiation->object, framing, deadline_of(deadline));
        if (!opened) {
            return std::move(opened).error();
        }
        *out = new mutauth_channel(std::move(*opened));
        // Nothing fails after this, so that the caller always knows whose the descriptor is.
        (*out)->object->take_socket();
        return done();
    });
}

}  // namespace

mutauth_status mutauth_channel_connect(const char* address,
                                       mutauth_negotiation* negotiation,
                                       const mutauth_deadline* deadline,
                                       mutauth_channel** out) {
    return connect(address, negotiation, Framing::own, deadline, out);
}

mutauth_status mutauth_channel_connect_windows_sample(const char* address,
                                                      mutauth_negotiation* negotiation,
                                                      const mutauth_deadline* deadline,
                                                      mutauth_channel** out) {
    return connect(address, negotiation, Framing::windows_sample, deadline, out);
}

mutauth_status mutauth_channel_open(int fd,
                                    mutauth_negotiation* negotiation,
                                    const mutauth_deadline* deadline,
                                    mutauth_channel** out) {
    return open(fd, negotiation, Framing::own, deadline, out);
}

mutauth_status mutauth_channel_open_windows_sample(int fd,
                                                   mutauth_negotiation* negotiation,
                                                   const mutauth_deadline* deadline,
                                                   mutauth_channel** out) {
    return open(fd, negotiation, Framing::windows_sample, deadline, out);
}

mutauth_status mutauth_channel_never_wait(mutauth_channel* channel) {
    return guard([&]() -> Outcome {
        if (!live(channel)) {
            return wrong_handle("channel");
        }
        channel->object->never_wait();
        return done();
    });
}

mutauth_status mutauth_channel_flush(mutauth_channel* channel) {
    return guard([&]() -> Outcome {
        if (!live(channel)) {
            return wrong_handle("channel");
        }
        return outcome_of(channel->object->flush(mutauth::Deadline::usual()));
    });
}

mutauth_status mutauth_channel_send(mutauth_channel* channel,
                                    const void* message,
                                    size_t message_size,
                                    const mutauth_deadline* deadline) {
    return guard([&]() -> Outcome {
        if (!live(channel) || !good(deadline)) {
            return wrong_handle("channel or deadline");
        }
        if (message == nullptr && message_size > 0) {
            return missing("message");
        }
        return outcome_of(
            channel->object->send(view_of(message, message_size), deadline_of(deadline)));
    });
}

mutauth_status mutauth_channel_receive(mutauth_channel* channel,
                                       const mutauth_deadline* deadline,
                                       mutauth_bytes** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(channel) || !good(deadline)) {
            return wrong_handle("channel or deadline");
        }
        return give_message(
            out, channel->object->receive(deadline == nullptr ? mutauth::Deadline::never()
                                                              : deadline_of(deadline)));
    });
}

mutauth_status mutauth_channel_close(mutauth_channel* channel, const mutauth_deadline* deadline) {
    return guard([&]() -> Outcome {
        if (!live(channel) || !good(deadline)) {
            return wrong_handle("channel or deadline");
        }
        return outcome_of(channel->object->close(deadline_of(deadline)));
    });
}

mutauth_status mutauth_channel_refuse(mutauth_channel* channel,
                                      const char* reason,
                                      const mutauth_deadline* deadline) {
    return guard([&]() -> Outcome {
        if (!live(channel) || !good(deadline)) {
            return wrong_handle("channel or deadline");
        }
        if (reason == nullptr) {
            return missing("reason");
        }
        return outcome_of(channel->object->refuse(reason, deadline_of(deadline)));
    });
}

const mutauth_identity* mutauth_channel_identity(const mutauth_channel* channel) {
    return live(channel) ? channel->identity.get() : nullptr;
}

int mutauth_channel_fd(const mutauth_channel* channel) {
    return live(channel) ? channel->object->fd() : -1;
}

const char* mutauth_channel_peer_address(const mutauth_channel* channel) {
    return live(channel) ? channel->object->peer_address().c_str() : nullptr;
}

void mutauth_channel_free(mutauth_channel* channel) {
    release(channel);
}
