#include <mutauth/listener.h>

#include "core/socket.h"
#include "handles.h"

using namespace mutauth::capi;

mutauth_status mutauth_listener_open(const char* address, mutauth_listener** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (address == nullptr || out == nullptr) {
            return missing("address or out");
        }
        auto at = mutauth::HostPort::parse(address);
        if (!at) {
            return std::move(at).error();
        }
        auto socket = mutauth::listen_tcp(*at, mutauth::Deadline::usual());
        if (!socket) {
            return std::move(socket).error();
        }
        std::string bound = mutauth::local_address_of(socket->get());
        *out = new mutauth_listener(ListenerState{std::move(*socket), std::move(bound)});
        return done();
    });
}

mutauth_status mutauth_listener_accept(mutauth_listener* listener,
                                       const mutauth_deadline* deadline,
                                       int* fd) {
    clear_output(fd, -1);
    return guard([&]() -> Outcome {
        if (fd == nullptr) {
            return missing("fd");
        }
        if (!live(listener) || !good(deadline)) {
            return wrong_handle("listener or deadline");
        }
        auto accepted = mutauth::accept_tcp(listener->object.socket.get(), deadline_of(deadline));
        if (!accepted) {
            return std::move(accepted).error();
        }
        *fd = accepted->release();
        return done();
    });
}

const char* mutauth_listener_address(const mutauth_listener* listener) {
    return live(listener) ? listener->object.address.c_str() : nullptr;
}

void mutauth_listener_free(mutauth_listener* listener) {
    release(listener);
}
