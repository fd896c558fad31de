#include "directory/module/wire.h"

#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <new>
#include <utility>

#include "core/socket.h"
#include "core/system_error.h"

namespace mutauth::directory {
namespace {

Wire& wire_of(Sockbuf_IO_Desc* descriptor) noexcept {
    return *static_cast<Wire*>(descriptor->sbiod_pvt);
}

/// libldap's frames are C: nothing is thrown through them.
template <typename Body>
ber_slen_t guarded(Wire& wire, Body body) noexcept {
    try {
        return body();
    } catch (const std::bad_alloc&) {
        return wire.fail(Error(Status::out_of_memory));
    } catch (...) {
        return wire.fail(Error(Status::internal));
    }
}

int set_up(Sockbuf_IO_Desc* descriptor, void* argument) {
    descriptor->sbiod_pvt = argument;
    return 0;
}

int remove(Sockbuf_IO_Desc* descriptor) {
    descriptor->sbiod_pvt = nullptr;
    return 0;
}

int control(Sockbuf_IO_Desc* descriptor, int option, void* /*argument*/) {
    return option == LBER_SB_OPT_DATA_READY && wire_of(descriptor).has_plain() ? 1 : 0;
}

ber_slen_t read_from(Sockbuf_IO_Desc* descriptor, void* into, ber_len_t size) {
    Wire& wire = wire_of(descriptor);
    return guarded(wire, [&] { return wire.read({static_cast<std::uint8_t*>(into), size}); });
}

ber_slen_t write_to(Sockbuf_IO_Desc* descriptor, void* from, ber_len_t size) {
    Wire& wire = wire_of(descriptor);
    return guarded(wire, [&] {
        return wire.write({static_cast<const std::uint8_t*>(from), size});
    });
}

/// The wire's owner closes the socket.
int leave_open(Sockbuf_IO_Desc* /*descriptor*/) {
    return 0;
}

// liblber takes it as non-const and writes nothing to it.
Sockbuf_IO handlers{set_up, remove, control, read_from, write_to, leave_open};

}  // namespace

bool Wire::attach(Sockbuf* sockbuf) noexcept {
    return ::ber_sockbuf_add_io(sockbuf, &handlers, LBER_SBIOD_LEVEL_PROVIDER, this) == 0;
}

void Wire::seal_with(std::unique_ptr<SaslLayer> layer) {
    layer_ = std::move(layer);
    reader_ = FrameReader(layer_->longest_sealed());
}

ber_slen_t Wire::fail(Error error) {
    if (!failure_) {
        failure_ = std::move(error);
    }
    errno = EIO;
    return -1;
}

/// In a child of the process that made it the wire is dumb: the parent's stream stays whole.
bool Wire::usable() noexcept {
    errno = ECONNRESET;
    return !failure_ && !ended_ && !fork_guard_.forked();
}

ber_slen_t Wire::receive(MutableByteView into) {
    ssize_t got = 0;
    do {
        got = ::recv(socket_.get(), into.data(), into.size(), MSG_DONTWAIT);
    } while (got < 0 && errno == EINTR);
    if (got == 0 || (got < 0 && errno == ECONNRESET)) {
        ended_ = true;
        // libldap tells an end by the error number, which a plain 0 would leave as it was.
        errno = ECONNRESET;
        return -1;
    }
    return got > 0 || errno == EAGAIN ? got : fail(system_error("recv"));
}

/// Another protocol's greeting may pass for the head of a long message that never ends.
ber_slen_t Wire::receive_clear(MutableByteView into) {
    // RFC 4511 4.1.1: every LDAPMessage is a SEQUENCE.
    constexpr std::uint8_t kSequence = 0x30;
    const ber_slen_t got = receive(into);
    if (got > 0 && !std::exchange(greeted_, true) && into[0] != kSequence) {
        return fail(Error(Status::directory_protocol));
    }
    return got;
}

/// One more buffer opened, or what recv says.
ber_slen_t Wire::receive_sealed() {
    for (;;) {
        const ber_slen_t got = receive(reader_.space());
        if (got <= 0) {
            return got;
        }
        auto frame = reader_.filled(static_cast<std::size_t>(got));
        if (!frame) {
            return fail(std::move(frame).error());
        }
        if (!*frame) {
            continue;
        }
        auto opened = layer_->open(**frame);
        if (!opened) {
            return fail(std::move(opened).error());
        }
        if (opened->empty()) {
            return fail(Error(Status::frame_malformed, "a sealed buffer without content"));
        }
        plain_ = std::move(*opened);
        plain_at_ = 0;
        return 1;
    }
}

ber_slen_t Wire::read(MutableByteView into) {
    if (!usable()) {
        return -1;
    }
    if (!layer_) {
        return receive_clear(into);
    }
    if (!has_plain()) {
        if (const ber_slen_t got = receive_sealed(); got <= 0) {
            return got;
        }
    }
    const std::size_t size = std::min(into.size(), plain_.size() - plain_at_);
    std::copy_n(plain_.begin() + static_cast<std::ptrdiff_t>(plain_at_), size, into.begin());
    plain_at_ += size;
    return static_cast<ber_slen_t>(size);
}

ber_slen_t Wire::write(ByteView plain) {
    if (!usable()) {
        return -1;
    }
    Bytes frame;
    if (layer_) {
        plain = plain.first(std::min(plain.size(), layer_->longest_plain()));
        auto sealed = layer_->seal(plain);
        if (!sealed) {
            return fail(std::move(sealed).error());
        }
        frame = framed(*sealed);
    }
    // A part of a frame cannot be taken back: waiting here is what keeps the stream whole.
    if (auto sent = write_all(socket_.get(), layer_ ? ByteView(frame) : plain, deadline_); !sent) {
        return fail(std::move(sent).error());
    }
    return static_cast<ber_slen_t>(plain.size());
}

}  // namespace mutauth::directory
