#include "credential/framed_exchange.h"

#include <fmt/format.h>
#include <poll.h>

#include "core/socket.h"

namespace mutauth::credential {
namespace {

constexpr std::size_t kLongestReply = 1 << 20;

}  // namespace

FramedExchange::FramedExchange(int fd, ByteView request) : fd_(fd) {
    // Four octets of length, highest bit 0, then the message.
    const auto size = write_u32(static_cast<std::uint32_t>(request.size()));
    append(request_, size);
    append(request_, request);
}

short FramedExchange::awaits() const noexcept {
    return sent_ < request_.size() ? POLLOUT : POLLIN;
}

Result<std::optional<Bytes>> FramedExchange::advance() {
    while (sent_ < request_.size()) {
        auto sent = write_some(fd_, ByteView(request_).subspan(sent_));
        if (!sent) {
            return std::move(sent).error();
        }
        if (*sent == 0) {
            return std::optional<Bytes>();
        }
        sent_ += *sent;
    }
    if (reply_.empty()) {
        auto whole = fill(head_, head_got_);
        if (!whole) {
            return std::move(whole).error();
        }
        if (!*whole) {
            return std::optional<Bytes>();
        }
        const std::size_t length = read_u32(head_);
        if (length == 0 || length > kLongestReply) {
            return Error(Status::kdc_protocol,
                         fmt::format("the server announces a reply of {} bytes", length));
        }
        reply_.resize(length);
    }
    auto whole = fill(reply_, reply_got_);
    if (!whole) {
        return std::move(whole).error();
    }
    return *whole ? std::optional(std::move(reply_)) : std::nullopt;
}

Result<bool> FramedExchange::fill(MutableByteView into, std::size_t& filled) const {
    while (filled < into.size()) {
        auto got = read_ready(fd_, into.subspan(filled));
        if (!got) {
            return std::move(got).error();
        }
        if (!*got) {
            return false;
        }
        if (**got == 0) {
            return Error(Status::stream_truncated);
        }
        filled += **got;
    }
    return true;
}

Result<Bytes> exchange_framed(int fd, ByteView request, const Deadline& deadline) {
    FramedExchange exchange(fd, request);
    for (;;) {
        auto reply = exchange.advance();
        if (!reply) {
            return std::move(reply).error();
        }
        if (*reply) {
            return std::move(**reply);
        }
        if (auto waited = wait_for(fd, exchange.awaits(), deadline); !waited) {
            return std::move(waited).error();
        }
    }
}

}  // namespace mutauth::credential
