#include "channel.h"

#include <_docs.h>
#include <fcntl.h>

#include "identity.h"
#include "negotiation.h"

namespace binding {
namespace {

struct ChannelCore {
    static constexpr const char* noun = "channel";
    explicit ChannelCore(v1::Channel made) noexcept : channel(std::move(made)) {}
    std::string details() const { return parties(channel.identity()); }

    Waits waits;
    // C lets one thread send while another receives.
    Turn sending;
    Turn receiving;
    v1::Channel channel;
    // Python's iterators give their end again and again.
    bool ended = false;
};

using Channel = Object<ChannelCore>;

Channel connect(Utf8 address, const Negotiation& negotiation, Timeout timeout) {
    const auto core = negotiation.use();
    return waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        return Channel::make(v1::Channel::connect(address.text, core->take(), deadline));
    });
}

Channel connect_windows_sample(Utf8 address, const Negotiation& negotiation, Timeout timeout) {
    const auto core = negotiation.use();
    return waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        return Channel::make(
            v1::Channel::connect_windows_sample(address.text, core->take(), deadline));
    });
}

/// A copy of a socket's descriptor that is closed unless a channel takes it. The Python socket
/// keeps its own, so whatever happens, no descriptor is closed twice.
v1::Socket copy_of(const py::object& connection) {
    v1::Socket copy(::fcntl(connection.attr("fileno")().cast<int>(), F_DUPFD_CLOEXEC, 0));
    if (!copy) {
        PyErr_SetFromErrno(PyExc_OSError);
        throw py::error_already_set();
    }
    return copy;
}

using Open = v1::Channel (*)(v1::Socket, v1::Negotiation, v1::Until);

template <Open open_on>
Channel open(const py::object& connection, const Negotiation& negotiation, Timeout timeout) {
    const auto core = negotiation.use();
    v1::Socket copy = copy_of(connection);
    Channel made = waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        return Channel::make(open_on(std::move(copy), core->take(), deadline));
    });
    connection.attr("close")();
    return made;
}

void send(const Channel& self, const Octets& message, Timeout timeout) {
    const auto core = self.use();
    waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        const auto turn = core->sending.take(deadline);
        core->channel.send(message.view(), deadline);
    });
}

std::optional<v1::Bytes> next(const Channel& self, Patience timeout) {
    const auto core = self.use();
    return waiting_again(core->waits, timeout, [&](const v1::Deadline& deadline) {
        const auto turn = core->receiving.take(deadline);
        auto message = core->ended ? std::nullopt : core->channel.receive(deadline);
        core->ended = !message;
        return message;
    });
}

py::bytes bytes(const v1::Bytes& message) {
    return {message.view().data(), message.size()};
}

py::object receive(const Channel& self, Patience timeout) {
    const auto message = next(self, timeout);
    return message ? py::object(bytes(*message)) : py::none();
}

py::bytes next_message(const Channel& self) {
    const auto message = next(self, {});
    if (!message) {
        throw py::stop_iteration();
    }
    return bytes(*message);
}

void close(const Channel& self, Timeout timeout) {
    const auto core = self.use();
    waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        const auto turn = core->sending.take(deadline);
        core->channel.close(deadline);
    });
}

void refuse(const Channel& self, Utf8 reason, Timeout timeout) {
    const auto core = self.use();
    waiting(core->waits, timeout, [&](const v1::Deadline& deadline) {
        const auto turn = core->sending.take(deadline);
        core->channel.refuse(reason.text, deadline);
    });
}

void exit(Channel& self, const py::object& kind, const py::args&) {
    if (kind.is_none() && !self.freed()) {
        try {
            close(self, {});
        } catch (const v1::Error&) {
            // The peer may be gone already; whoever must know that the end was sent calls close.
        }
    }
    self.free();
}

py::object peer_address(const Channel& self) {
    const auto core = self.use();
    const std::string_view known = core->channel.peer_address();
    return known.empty() ? py::object(py::none()) : py::object(text(known));
}

Identity identity(const Channel& self) {
    return Identity(self.use()->channel.identity());
}

void bind_windows_sample(py::class_<Channel>& bound) {
    bound.def_static("connect_windows_sample", connect_windows_sample, py::arg("address"),
                     py::arg("negotiation"), py::arg("timeout") = py::none(),
                     doc_mutauth_channel_connect_windows_sample);
    bound.def_static("open_windows_sample", open<&v1::Channel::open_windows_sample>,
                     py::arg("connection"), py::arg("negotiation"), py::arg("timeout") = py::none(),
                     doc_mutauth_channel_open_windows_sample);
}

void bind_ends(py::class_<Channel>& bound) {
    bound.def("close", close, py::arg("timeout") = py::none(), doc_mutauth_channel_close);
    bound.def("refuse", refuse, py::arg("reason"), py::arg("timeout") = py::none(),
              doc_mutauth_channel_refuse);
    bound.def("__repr__", [](const Channel& self) { return repr_of(self, "Channel"); });
    bound.def("free", &Channel::free, doc_mutauth_channel_free);
    bound.def("__enter__", [](py::object self) { return self; });
    bound.def("__exit__", exit,
              "Seals the end, unless an exception is on its way, and frees the channel.");
}

}  // namespace

void bind_channel(py::module_& module) {
    auto bound =
        made_class<Channel>(module, "Channel",
                            "A framed, sealed stream between two programs that have proved "
                            "themselves. One thread may send while another receives.");
    bound.def_static("connect", connect, py::arg("address"), py::arg("negotiation"),
                     py::arg("timeout") = py::none(), doc_mutauth_channel_connect);
    bound.def_static("open", open<&v1::Channel::open>, py::arg("connection"),
                     py::arg("negotiation"), py::arg("timeout") = py::none(),
                     doc_mutauth_channel_open);
    bind_windows_sample(bound);
    bound.def("send", send, py::arg("message"), py::arg("timeout") = py::none(),
              doc_mutauth_channel_send);
    bound.def("receive", receive, py::arg("timeout") = py::none(), doc_mutauth_channel_receive);
    bind_ends(bound);
    bound.def("__iter__", [](py::object self) { return self; });
    bound.def("__next__", next_message, "The next message; ends at the peer's sealed end.");
    bound.def(
        "fileno", [](const Channel& self) { return self.use()->channel.fd(); },
        doc_mutauth_channel_fd);
    bound.def_property_readonly("identity", identity, doc_mutauth_channel_identity);
    bound.def_property_readonly("peer_address", peer_address,
                                "The peer's \"address:port\", for logs and limits; None if the "
                                "socket is no IP socket.");
    module.attr("CHANNEL_MESSAGE_MAX") = MUTAUTH_CHANNEL_MESSAGE_MAX;
    module.attr("MESSAGE_MAX") = MUTAUTH_MESSAGE_MAX;
}

}  // namespace binding
