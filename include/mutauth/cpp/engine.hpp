/* A channel without a connection. */
#ifndef MUTAUTH_CPP_ENGINE_HPP
#define MUTAUTH_CPP_ENGINE_HPP

#include <mutauth/engine.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/identity.hpp>
#include <mutauth/cpp/negotiation.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace mutauth::v1 {

/// One side of a sealed stream, without the stream: the peer's bytes in, bytes for the peer out. It
/// never waits. One thread at a time.
///
///     auto engine = auth::Engine::begin(auth::Negotiation::accept(credential, policy));
///     engine.feed(what_came);
///     engine.sent(write(engine.to_send()));
///     while (engine.receives()) { use(engine.receive()); }
class Engine {
  public:
    static Engine begin(const Negotiation& negotiation) {
        auto made = detail::make<Owned>(
            [&](mutauth_engine** out) { return mutauth_engine_begin(negotiation.get(), out); });
        return Engine(std::move(made));
    }

    /// With the framing of Windows' SSPI samples, which has no sealed end: receive() throws
    /// MUTAUTH_STREAM_END_UNPROVEN there.
    static Engine begin_windows_sample(const Negotiation& negotiation) {
        auto made = detail::make<Owned>([&](mutauth_engine** out) {
            return mutauth_engine_begin_windows_sample(negotiation.get(), out);
        });
        return Engine(std::move(made));
    }

    /// Takes all of the bytes, or throws and takes none. What to_send() has after a failure is
    /// still for the peer.
    void feed(View bytes) {
        detail::check(mutauth_engine_feed(handle_.get(), bytes.data(), bytes.size()));
    }

    /// The peer's bytes have ended.
    void ended() { detail::check(mutauth_engine_ended(handle_.get())); }

    /// For the peer; until the next call that changes the engine.
    View to_send() const {
        const void* data = nullptr;
        std::size_t size = 0;
        detail::check(mutauth_engine_to_send(handle_.get(), &data, &size));
        return {data, size};
    }

    /// So many bytes have gone to the peer.
    void sent(std::size_t size) { detail::check(mutauth_engine_sent(handle_.get(), size)); }

    void send(View message) {
        detail::check(mutauth_engine_send(handle_.get(), message.data(), message.size()));
    }

    /// A message, or nothing at the end that the peer sealed. Throws MUTAUTH_WOULD_BLOCK where more
    /// bytes are needed; receives() tells before.
    std::optional<Bytes> receive() {
        mutauth_bytes* made = nullptr;
        if (detail::check(mutauth_engine_receive(handle_.get(), &made)) == MUTAUTH_END) {
            return std::nullopt;
        }
        return Bytes(made);
    }

    /// Seals the end of what this side sends; the peer may still send.
    void close() { detail::check(mutauth_engine_close(handle_.get())); }

    /// Tells the peer why its call is refused, and ends the sending side.
    void refuse(const Text& reason) {
        detail::check(mutauth_engine_refuse(handle_.get(), reason.c_str()));
    }

    /// How many bytes may wait in each direction before more are refused.
    Engine& set_bounds(std::size_t to_send, std::size_t fed) {
        detail::check(mutauth_engine_set_bounds(handle_.get(), to_send, fed));
        return *this;
    }

    bool proven() const noexcept { return has(MUTAUTH_ENGINE_PROVEN); }
    bool feeds() const noexcept { return has(MUTAUTH_ENGINE_FEEDS); }
    bool has_bytes() const noexcept { return has(MUTAUTH_ENGINE_HAS_BYTES); }
    bool receives() const noexcept { return has(MUTAUTH_ENGINE_RECEIVES); }
    bool sends() const noexcept { return has(MUTAUTH_ENGINE_SENDS); }

    /// Once both sides are proven.
    Identity identity() const noexcept { return Identity(mutauth_engine_identity(handle_.get())); }

    mutauth_engine* get() const noexcept { return handle_.get(); }

  private:
    using Owned = detail::Handle<mutauth_engine, mutauth_engine_free>;
    explicit Engine(Owned handle) noexcept : handle_(std::move(handle)) {}

    bool has(std::int32_t what) const noexcept {
        return (mutauth_engine_state(handle_.get()) & what) != 0;
    }

    Owned handle_;
};

}  // namespace mutauth::v1

#endif
