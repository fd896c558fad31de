/* A proven security context. */
#ifndef MUTAUTH_CPP_CONTEXT_HPP
#define MUTAUTH_CPP_CONTEXT_HPP

#include <mutauth/context.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/identity.hpp>
#include <mutauth/cpp/policy.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace mutauth::v1 {

/// A part of a message, where the caller keeps it.
using Segment = mutauth_segment;

/// Encrypted where it is.
inline Segment sealed_segment(void* data, std::size_t size) noexcept {
    return {data, size, MUTAUTH_SEGMENT_SEALED};
}

/// Only signed, and not written to.
inline Segment signed_segment(View octets) noexcept {
    return {const_cast<void*>(octets.data()), octets.size(), MUTAUTH_SEGMENT_SIGNED};
}

/// Both sides are proven. One thread may seal or sign while another opens or verifies.
///
/// Each call comes in two forms: one that writes into the caller's buffer and returns how much it
/// wrote, and one that returns a string of bytes.
class Context {
  public:
    std::size_t seal(View message, void* buffer, std::size_t capacity) {
        std::size_t written = 0;
        detail::check(mutauth_context_seal(handle_.get(), message.data(), message.size(), buffer,
                                           capacity, &written));
        return written;
    }

    std::string seal(View message) {
        std::string sealed(sealed_size(message.size()), '\0');
        sealed.resize(seal(message, sealed.data(), sealed.size()));
        return sealed;
    }

    /// Any failure but a too small buffer is final for this context. A capacity of the sealed
    /// message's size is always enough.
    std::size_t open(View sealed, void* buffer, std::size_t capacity) {
        std::size_t written = 0;
        detail::check(mutauth_context_open(handle_.get(), sealed.data(), sealed.size(), buffer,
                                           capacity, &written));
        return written;
    }

    std::string open(View sealed) {
        std::string message(sealed.size(), '\0');
        message.resize(open(sealed, message.data(), message.size()));
        return message;
    }

    std::size_t sign(View message, void* buffer, std::size_t capacity) {
        std::size_t written = 0;
        detail::check(mutauth_context_sign(handle_.get(), message.data(), message.size(), buffer,
                                           capacity, &written));
        return written;
    }

    std::string sign(View message) {
        std::string signature(signature_size(), '\0');
        signature.resize(sign(message, signature.data(), signature.size()));
        return signature;
    }

    /// Returns if the peer signed this message; any failure is final for this context.
    void verify(View message, View signature) {
        detail::check(mutauth_context_verify(handle_.get(), message.data(), message.size(),
                                             signature.data(), signature.size()));
    }

    /// Signed, not encrypted, with the signature around it.
    std::size_t wrap(View message, void* buffer, std::size_t capacity) {
        std::size_t written = 0;
        detail::check(mutauth_context_wrap(handle_.get(), message.data(), message.size(), buffer,
                                           capacity, &written));
        return written;
    }

    std::string wrap(View message) {
        std::string wrapped(wrapped_size(message.size()), '\0');
        wrapped.resize(wrap(message, wrapped.data(), wrapped.size()));
        return wrapped;
    }

    /// Takes a sealed message too. Failures are as for open.
    std::size_t unwrap(View wrapped, void* buffer, std::size_t capacity) {
        std::size_t written = 0;
        detail::check(mutauth_context_unwrap(handle_.get(), wrapped.data(), wrapped.size(), buffer,
                                             capacity, &written));
        return written;
    }

    std::string unwrap(View wrapped) {
        std::string message(wrapped.size(), '\0');
        message.resize(unwrap(wrapped, message.data(), message.size()));
        return message;
    }

    /// Encrypts the segments where they are and returns the token that belongs to them.
    std::string seal_segments(const std::vector<Segment>& segments) {
        return token_of(mutauth_context_seal_segments, segments,
                        mutauth_context_token_size(handle_.get()));
    }

    /// Decrypts the segments where they are; if that fails they are wiped.
    void open_segments(const std::vector<Segment>& segments, View token) {
        detail::check(mutauth_context_open_segments(handle_.get(), segments.data(), segments.size(),
                                                    token.data(), token.size()));
    }

    std::string sign_segments(const std::vector<Segment>& segments) {
        return token_of(mutauth_context_sign_segments, segments, signature_size());
    }

    void verify_segments(const std::vector<Segment>& segments, View signature) {
        detail::check(mutauth_context_verify_segments(
            handle_.get(), segments.data(), segments.size(), signature.data(), signature.size()));
    }

    /// What both sides share and nobody else has: to derive keys from. The caller wipes it.
    std::vector<std::uint8_t> session_key() const {
        std::vector<std::uint8_t> key(64);
        std::size_t written = 0;
        detail::check(mutauth_context_session_key(handle_.get(), key.data(), key.size(), &written));
        key.resize(written);
        return key;
    }

    /// Gives the context away to another process, with its key in the clear. This one protects
    /// nothing any more.
    Bytes export_context() {
        mutauth_bytes* exported = nullptr;
        detail::check(mutauth_context_export(handle_.get(), &exported));
        return Bytes(exported);
    }

    /// What another process exported; once. Under the safe defaults, by either mechanism.
    static Context import_context(View exported) {
        mutauth_context* context = nullptr;
        detail::check(mutauth_context_import(exported.data(), exported.size(), nullptr, &context));
        return Context(Owned(context));
    }

    /// Refuses a context that is not as the policy asks.
    static Context import_context(View exported, const Policy& policy) {
        mutauth_context* context = nullptr;
        detail::check(
            mutauth_context_import(exported.data(), exported.size(), policy.get(), &context));
        return Context(Owned(context));
    }

    std::int64_t seconds_left() const noexcept {
        return mutauth_context_seconds_left(handle_.get());
    }
    /// In the direction that is nearer to the policy's limit.
    std::uint64_t messages_left() const noexcept {
        return mutauth_context_messages_left(handle_.get());
    }
    std::size_t wrapped_size(std::size_t message_size) const noexcept {
        return mutauth_context_wrapped_size(handle_.get(), message_size);
    }
    /// Of what seal_segments returns.
    std::size_t token_size() const noexcept { return mutauth_context_token_size(handle_.get()); }

    std::size_t sealed_size(std::size_t message_size) const noexcept {
        return mutauth_context_sealed_size(handle_.get(), message_size);
    }
    /// One of MUTAUTH_PROTECTOR_...: who protects the messages.
    std::int32_t protector() const noexcept { return mutauth_context_protector(handle_.get()); }

    std::size_t signature_size() const noexcept {
        return mutauth_context_signature_size(handle_.get());
    }

    Identity identity() const noexcept { return Identity(mutauth_context_identity(handle_.get())); }

  private:
    friend class Negotiation;
    using Owned = detail::Handle<mutauth_context, mutauth_context_free>;
    explicit Context(Owned handle) noexcept : handle_(std::move(handle)) {}

    template <class Make>
    std::string token_of(Make make, const std::vector<Segment>& segments, std::size_t size) {
        std::string token(size, '\0');
        std::size_t written = 0;
        detail::check(make(handle_.get(), segments.data(), segments.size(), token.data(),
                           token.size(), &written));
        token.resize(written);
        return token;
    }

    Owned handle_;
};

}  // namespace mutauth::v1

#endif
