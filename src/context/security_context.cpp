#include "context/security_context.h"

#include <fmt/format.h>

#include <ctime>

namespace mutauth::context {
namespace {

Error too_small(std::size_t needed) {
    return Error(Status::buffer_too_small, fmt::format("{} bytes are needed", needed))
        .with("needed", static_cast<std::int64_t>(needed));
}

}  // namespace

Result<void> SecurityContext::usable_at(Level needed) const {
    if (fork_guard_.forked()) {
        return Error(Status::forked);
    }
    if (broken_.load(std::memory_order_relaxed)) {
        return Error(Status::context_broken);
    }
    if (proof_.level < needed) {
        return Error(Status::level_too_low);
    }
    if (proof_.expires <= ::time(nullptr)) {
        return Error(Status::context_expired);
    }
    return {};
}

template <typename T>
Result<T> SecurityContext::or_broken(Result<T> result) {
    if (!result) {
        broken_.store(true, std::memory_order_relaxed);
        log_to(log_, LogLevel::warning, "context",
               fmt::format("a message from {} was refused: {}",
                           proof_.initiator ? proof_.service : proof_.client,
                           result.error().message()));
    }
    return result;
}

Result<std::size_t> SecurityContext::seal(ByteView message, MutableByteView out) {
    if (auto usable = usable_at(Level::privacy); !usable) {
        return std::move(usable).error();
    }
    if (message.size() > kLongestMessage) {
        return Error(Status::invalid_argument, "the message is longer than 16 MiB");
    }
    if (out.size() < sealed_size(message.size())) {
        return too_small(sealed_size(message.size()));
    }
    return protection_->seal(message, out);
}

Result<std::size_t> SecurityContext::sign(ByteView message, MutableByteView out) {
    if (auto usable = usable_at(Level::integrity); !usable) {
        return std::move(usable).error();
    }
    if (message.size() > kLongestMessage) {
        return Error(Status::invalid_argument, "the message is longer than 16 MiB");
    }
    if (out.size() < signature_size()) {
        return too_small(signature_size());
    }
    return protection_->sign(message, out);
}

Result<std::size_t> SecurityContext::open(ByteView sealed, MutableByteView out) {
    if (auto usable = usable_at(Level::privacy); !usable) {
        return std::move(usable).error();
    }
    if (out.size() < sealed.size()) {
        return too_small(sealed.size());
    }
    return or_broken(protection_->open(sealed, out));
}

Result<void> SecurityContext::verify(ByteView message, ByteView signature) {
    if (auto usable = usable_at(Level::integrity); !usable) {
        return usable;
    }
    return or_broken(protection_->verify(message, signature));
}

Result<Bytes> SecurityContext::seal(ByteView message) {
    Bytes out(sealed_size(message.size()));
    auto written = seal(message, out);
    if (!written) {
        return std::move(written).error();
    }
    out.resize(*written);
    return out;
}

Result<Bytes> SecurityContext::open(ByteView sealed) {
    Bytes out(sealed.size());
    auto written = open(sealed, out);
    if (!written) {
        return std::move(written).error();
    }
    out.resize(*written);
    return out;
}

Result<Bytes> SecurityContext::wrap_integrity_only(ByteView message) {
    if (auto usable = usable_at(Level::integrity); !usable) {
        return std::move(usable).error();
    }
    return protection_->wrap_integrity_only(message);
}

Result<Bytes> SecurityContext::unwrap_integrity_only(ByteView wrapped) {
    if (auto usable = usable_at(Level::integrity); !usable) {
        return std::move(usable).error();
    }
    return or_broken(protection_->unwrap_integrity_only(wrapped));
}

}  // namespace mutauth::context
