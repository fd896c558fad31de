#include "context/security_context.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "context/cfx_protection.h"
#include "context/context_transfer.h"
#include "context/gss_protection.h"
#include "core/times.h"

namespace mutauth::context {
namespace {

/// How long before its end a context says so in the log.
constexpr std::int64_t kEndToldAhead = 300;

Error too_small(std::size_t needed) {
    return Error(Status::buffer_too_small, fmt::format("{} bytes are needed", needed))
        .with("needed", static_cast<std::int64_t>(needed));
}

}  // namespace

Result<void> SecurityContext::usable_at(Level needed, const Count& count) {
    if (fork_guard_.forked()) {
        return Error(Status::forked);
    }
    if (transferred_.load(std::memory_order_relaxed)) {
        return Error(Status::context_exported);
    }
    if (broken_.load(std::memory_order_relaxed)) {
        return Error(Status::context_broken);
    }
    if (proof_->level < needed) {
        return Error(Status::level_too_low);
    }
    const std::int64_t left = seconds_between(::time(nullptr), proof_->expires);
    if (left <= 0) {
        return Error(Status::context_expired);
    }
    if (count.load(std::memory_order_relaxed) >= terms_.message_limit) {
        return Error(Status::message_limit);
    }
    if (left <= kEndToldAhead) {
        tell_the_end_ahead(left);
    }
    return {};
}

void SecurityContext::tell_the_end_ahead(std::int64_t seconds) {
    if (!end_told_.load(std::memory_order_relaxed) && !end_told_.exchange(true)) {
        log_to(log_, LogLevel::notice, "context",
               fmt::format("the context of {} and {} ends in {} seconds", proof_->client,
                           proof_->asked_service, seconds));
    }
}

Result<void> SecurityContext::can_make(Level needed,
                                       std::size_t message,
                                       std::size_t size,
                                       std::size_t room) {
    if (auto usable = usable_at(needed, made_); !usable) {
        return usable;
    }
    if (message > kLongestMessage) {
        return Error(Status::invalid_argument, "the message is longer than 16 MiB");
    }
    return room < size ? too_small(size) : Result<void>();
}

template <typename T>
Result<T> SecurityContext::made(Result<T> result) {
    if (result) {
        made_.fetch_add(1, std::memory_order_relaxed);
    }
    return result;
}

template <typename T>
Result<T> SecurityContext::taken(Result<T> result) {
    if (result) {
        taken_.fetch_add(1, std::memory_order_relaxed);
        return result;
    }
    if (terms_.replay_window == 0) {
        broken_.store(true, std::memory_order_relaxed);
    }
    tell_refusal(result.error());
    return result;
}

/// Anybody can send datagrams that are refused, so not each of them is a line: the first, the
/// tenth, the hundredth and so on are.
void SecurityContext::tell_refusal(const Error& why) {
    const std::uint64_t count = refused_.fetch_add(1, std::memory_order_relaxed) + 1;
    std::uint64_t rest = count;
    while (rest % 10 == 0) {
        rest /= 10;
    }
    if (rest != 1) {
        return;
    }
    const std::string& peer = proof_->initiator ? proof_->asked_service : proof_->client;
    log_to(log_, LogLevel::warning, "context",
           count == 1
               ? fmt::format("a message from {} was refused: {}", peer, why.message())
               : fmt::format("{} messages from {} were refused so far, the last one because: {}",
                             count, peer, why.message()));
}

std::int64_t SecurityContext::seconds_left() const noexcept {
    return std::max<std::int64_t>(0, seconds_between(::time(nullptr), proof_->expires));
}

std::uint64_t SecurityContext::messages_left() const noexcept {
    const std::uint64_t used =
        std::max(made_.load(std::memory_order_relaxed), taken_.load(std::memory_order_relaxed));
    return terms_.message_limit - std::min(used, terms_.message_limit);
}

Result<std::size_t> SecurityContext::seal(ByteView message, MutableByteView out) {
    const std::size_t size = sealed_size(message.size());
    if (auto can = can_make(Level::privacy, message.size(), size, out.size()); !can) {
        return std::move(can).error();
    }
    return made(protection_->seal(message, out));
}

Result<std::size_t> SecurityContext::wrap(ByteView message, MutableByteView out) {
    const std::size_t size = wrapped_size(message.size());
    if (auto can = can_make(Level::call, message.size(), size, out.size()); !can) {
        return std::move(can).error();
    }
    return made(protection_->wrap(message, out));
}

Result<std::size_t> SecurityContext::sign(ByteView message, MutableByteView out) {
    if (auto can = can_make(Level::call, message.size(), signature_size(), out.size()); !can) {
        return std::move(can).error();
    }
    return made(protection_->sign(message, out));
}

Result<std::size_t> SecurityContext::seal_segments(Segments segments, MutableByteView token) {
    if (auto can = can_make(Level::privacy, size_of(segments), token_size(), token.size()); !can) {
        return std::move(can).error();
    }
    return made(protection_->seal_segments(segments, token));
}

Result<std::size_t> SecurityContext::sign_segments(Segments segments, MutableByteView out) {
    if (auto can = can_make(Level::call, size_of(segments), signature_size(), out.size()); !can) {
        return std::move(can).error();
    }
    return made(protection_->sign_segments(segments, out));
}

Result<std::size_t> SecurityContext::open(ByteView sealed, MutableByteView out) {
    if (auto usable = usable_at(Level::privacy, taken_); !usable) {
        return std::move(usable).error();
    }
    if (out.size() < sealed.size()) {
        return too_small(sealed.size());
    }
    return taken(protection_->open(sealed, out));
}

Result<std::size_t> SecurityContext::unwrap(ByteView wrapped, MutableByteView out) {
    if (auto usable = usable_at(Level::call, taken_); !usable) {
        return std::move(usable).error();
    }
    if (out.size() < wrapped.size()) {
        return too_small(wrapped.size());
    }
    return taken(protection_->unwrap(wrapped, out));
}

Result<void> SecurityContext::verify(ByteView message, ByteView signature) {
    if (auto usable = usable_at(Level::call, taken_); !usable) {
        return usable;
    }
    return taken(protection_->verify(message, signature));
}

Result<void> SecurityContext::open_segments(Segments segments, ByteView token) {
    if (auto usable = usable_at(Level::privacy, taken_); !usable) {
        return usable;
    }
    return taken(protection_->open_segments(segments, token));
}

Result<void> SecurityContext::verify_segments(Segments segments, ByteView signature) {
    if (auto usable = usable_at(Level::call, taken_); !usable) {
        return usable;
    }
    return taken(protection_->verify_segments(segments, signature));
}

namespace {

/// What writes into memory, into memory of its own.
template <typename Work>
Result<Bytes> into_bytes(std::size_t size, Work work) {
    Bytes out = unfilled(size);
    auto written = work(MutableByteView(out));
    if (!written) {
        return std::move(written).error();
    }
    out.resize(*written);
    return out;
}

}  // namespace

Result<Bytes> SecurityContext::seal(ByteView message) {
    return into_bytes(sealed_size(message.size()),
                      [&](MutableByteView out) { return seal(message, out); });
}

Result<Bytes> SecurityContext::open(ByteView sealed) {
    return into_bytes(sealed.size(), [&](MutableByteView out) { return open(sealed, out); });
}

Result<Bytes> SecurityContext::wrap(ByteView message) {
    return into_bytes(wrapped_size(message.size()),
                      [&](MutableByteView out) { return wrap(message, out); });
}

Result<Bytes> SecurityContext::unwrap(ByteView wrapped) {
    return into_bytes(wrapped.size(), [&](MutableByteView out) { return unwrap(wrapped, out); });
}

Result<void> SecurityContext::transfer(const std::function<void(Bytes)>& keep) {
    if (auto usable = usable_at(Level::connect, made_); !usable) {
        return usable;
    }
    // The verdict goes along and the service's key does not, so it must be known by now.
    if (const auto& pac = proof_->authorization.pac) {
        if (auto known = pac->verified(); !known) {
            return std::move(known).error();
        }
    }
    auto transferred = protection_->transfer();
    if (!transferred) {
        return std::move(transferred).error();
    }
    keep(write_transfer(
        {*proof_, terms_, made_.load(), taken_.load(), protector(), std::move(*transferred)}));
    transferred_.store(true, std::memory_order_relaxed);
    return {};
}

Result<std::unique_ptr<SecurityContext>> SecurityContext::import(ByteView exported,
                                                                 const Policy& policy) {
    auto read = read_transfer(exported);
    if (!read) {
        return std::move(read).error();
    }
    if (auto applied = apply(policy, *read); !applied) {
        return std::move(applied).error();
    }
    std::unique_ptr<Protection> protection;
    if (read->protector == Protector::own) {
        auto made = cfx::CfxProtection::make(std::move(read->protection.session));
        if (!made) {
            return std::move(made).error();
        }
        protection = std::move(*made);
    } else {
        auto imported = GssProtection::import(std::move(read->protection));
        if (!imported) {
            return std::move(imported).error();
        }
        protection = std::move(*imported);
    }
    auto out = std::make_unique<SecurityContext>(std::move(read->proof), policy.log,
                                                 std::move(protection), read->terms);
    out->made_ = read->made;
    out->taken_ = read->taken;
    return out;
}

}  // namespace mutauth::context
