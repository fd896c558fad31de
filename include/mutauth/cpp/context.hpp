/* A proven security context. */
#ifndef MUTAUTH_CPP_CONTEXT_HPP
#define MUTAUTH_CPP_CONTEXT_HPP

#include <mutauth/context.h>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/identity.hpp>

#include <cstddef>
#include <string>
#include <utility>

namespace mutauth::v1 {

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

    std::size_t sealed_size(std::size_t message_size) const noexcept {
        return mutauth_context_sealed_size(handle_.get(), message_size);
    }
    /// One of MUTAUTH_PROTECTOR_...: who protects the messages.
    std::int32_t protector() const noexcept { return mutauth_context_protector(handle_.get()); }

    std::size_t signature_size() const noexcept {
        return mutauth_context_signature_size(handle_.get());
    }

    /// Lives as long as the context.
    Identity identity() const noexcept { return Identity(mutauth_context_identity(handle_.get())); }

  private:
    friend class Negotiation;
    using Owned = detail::Handle<mutauth_context, mutauth_context_free>;
    Context(detail::Keep log, Owned handle) noexcept
        : log_(std::move(log)), handle_(std::move(handle)) {}

    detail::Keep log_;
    Owned handle_;
};

}  // namespace mutauth::v1

#endif
