#include "context/gss_protection.h"

#include <algorithm>

namespace mutauth::context {
namespace {

/// RFC 4121 4.2.6: the header's octets.
constexpr std::size_t kHeader = 16;
/// RFC 3961 5.3: one cipher block of random octets before the plaintext.
constexpr std::size_t kConfounder = 16;

/// RFC 2743 1.2.3: anything but a plain GSS_S_COMPLETE is refused, the supplementary bits that say
/// "late" or "missing" included.
Status refusal_of(OM_uint32 major) {
    if (GSS_ERROR(major) != 0) {
        return GSS_ROUTINE_ERROR(major) == GSS_S_CONTEXT_EXPIRED ? Status::context_expired
                                                                 : Status::message_tampered;
    }
    return (major & (GSS_S_DUPLICATE_TOKEN | GSS_S_OLD_TOKEN)) != 0 ? Status::message_replayed
                                                                    : Status::message_out_of_order;
}

Error refused(OM_uint32 major, OM_uint32 minor) {
    return Error(refusal_of(major))
        .with_native(NativeSystem::gss_major, major)
        .with_native(NativeSystem::gss_minor, minor);
}

Result<std::size_t> give(ByteView made, MutableByteView out) {
    if (made.size() > out.size()) {
        return Error(Status::internal, "the mechanism made a token larger than it said");
    }
    std::copy(made.begin(), made.end(), out.begin());
    return made.size();
}

}  // namespace

std::size_t mac_size_of(std::int32_t enctype) noexcept {
    switch (enctype) {
        case 17:  // aes128-cts-hmac-sha1-96
        case 18:
            return 12;  // aes256-cts-hmac-sha1-96
        case 19:
            return 16;  // aes128-cts-hmac-sha256-128
        case 20:
            return 24;  // aes256-cts-hmac-sha384-192
        default:
            return 0;
    }
}

std::size_t GssProtection::sealed_size(std::size_t message) const noexcept {
    return kHeader + kConfounder + message + kHeader + mac_size_;
}

std::size_t GssProtection::signature_size() const noexcept {
    return kHeader + mac_size_;
}

Result<std::size_t> GssProtection::seal(ByteView message, MutableByteView out) {
    const std::lock_guard held(mutex_);
    gss::Buffer sealed;
    gss_buffer_desc in = gss::borrowed(message);
    int encrypted = 0;
    OM_uint32 minor = 0;
    const OM_uint32 major =
        ::gss_wrap(&minor, context_.get(), 1, GSS_C_QOP_DEFAULT, &in, &encrypted, &sealed.value);
    if (major != GSS_S_COMPLETE) {
        return gss::failure(Status::internal, "sealing", major, minor);
    }
    return encrypted != 0 ? give(sealed.view(), out) : Error(Status::not_sealed);
}

Result<std::size_t> GssProtection::open(ByteView sealed, MutableByteView out) {
    const std::lock_guard held(mutex_);
    gss::Buffer message;
    gss_buffer_desc in = gss::borrowed(sealed);
    int encrypted = 0;
    OM_uint32 minor = 0;
    const OM_uint32 major =
        ::gss_unwrap(&minor, context_.get(), &in, &message.value, &encrypted, nullptr);
    if (major != GSS_S_COMPLETE) {
        return refused(major, minor);
    }
    return encrypted != 0 ? give(message.view(), out) : Error(Status::not_sealed);
}

Result<std::size_t> GssProtection::sign(ByteView message, MutableByteView out) {
    const std::lock_guard held(mutex_);
    gss::Buffer signature;
    gss_buffer_desc in = gss::borrowed(message);
    OM_uint32 minor = 0;
    const OM_uint32 major =
        ::gss_get_mic(&minor, context_.get(), GSS_C_QOP_DEFAULT, &in, &signature.value);
    if (major != GSS_S_COMPLETE) {
        return gss::failure(Status::internal, "signing", major, minor);
    }
    return give(signature.view(), out);
}

Result<void> GssProtection::verify(ByteView message, ByteView signature) {
    const std::lock_guard held(mutex_);
    gss_buffer_desc in = gss::borrowed(message);
    gss_buffer_desc mic = gss::borrowed(signature);
    OM_uint32 minor = 0;
    const OM_uint32 major = ::gss_verify_mic(&minor, context_.get(), &in, &mic, nullptr);
    return major == GSS_S_COMPLETE ? Result<void>() : refused(major, minor);
}

Result<Bytes> GssProtection::wrap_integrity_only(ByteView message) {
    const std::lock_guard held(mutex_);
    gss::Buffer wrapped;
    gss_buffer_desc in = gss::borrowed(message);
    OM_uint32 minor = 0;
    const OM_uint32 major =
        ::gss_wrap(&minor, context_.get(), 0, GSS_C_QOP_DEFAULT, &in, nullptr, &wrapped.value);
    if (major != GSS_S_COMPLETE) {
        return gss::failure(Status::internal, "signing", major, minor);
    }
    return copy_of(wrapped.view());
}

Result<Bytes> GssProtection::unwrap_integrity_only(ByteView wrapped) {
    const std::lock_guard held(mutex_);
    gss::Buffer message;
    gss_buffer_desc in = gss::borrowed(wrapped);
    OM_uint32 minor = 0;
    const OM_uint32 major =
        ::gss_unwrap(&minor, context_.get(), &in, &message.value, nullptr, nullptr);
    return major == GSS_S_COMPLETE ? Result<Bytes>(copy_of(message.view())) : refused(major, minor);
}

}  // namespace mutauth::context
