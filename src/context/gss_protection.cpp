#include "context/gss_protection.h"

#include <algorithm>

namespace mutauth::context {
namespace {

/// RFC 4121 4.2.6: the header's octets.
constexpr std::size_t kHeader = 16;
/// RFC 3961 5.3: one cipher block of random octets before the plaintext.
constexpr std::size_t kConfounder = 16;
/// What DCE/RPC's layout puts between the message and the header's copy.
constexpr std::size_t kFiller = 16;

Result<std::size_t> give(ByteView made, MutableByteView out) {
    if (made.size() > out.size()) {
        return Error(Status::internal, "the mechanism made a token larger than it said");
    }
    std::copy(made.begin(), made.end(), out.begin());
    return made.size();
}

/// GSS-API takes what it only reads by the same pointer as what it writes.
gss_iov_buffer_desc described(OM_uint32 type, ByteView octets) noexcept {
    gss_iov_buffer_desc out{};
    out.type = type;
    out.buffer = gss::borrowed(octets);
    return out;
}

std::vector<gss_iov_buffer_desc> described(OM_uint32 type, ByteView token, Segments segments) {
    // MIT's encrypts nothing, its own header included, where there is no data at all.
    std::vector<gss_iov_buffer_desc> out{described(type, token),
                                         described(GSS_IOV_BUFFER_TYPE_DATA, {})};
    for (const Segment& one : segments) {
        out.push_back(described(
            one.sealed ? GSS_IOV_BUFFER_TYPE_DATA : GSS_IOV_BUFFER_TYPE_SIGN_ONLY, one.octets));
    }
    return out;
}

}  // namespace

Result<std::unique_ptr<GssProtection>> GssProtection::import(Transferred from) {
    gss::Context context;
    gss_buffer_desc in = gss::borrowed(from.token);
    OM_uint32 minor = 0;
    const OM_uint32 major = ::gss_import_sec_context(&minor, &in, context.out());
    if (major != GSS_S_COMPLETE) {
        return gss::failure(Status::export_malformed, "importing a context", major, minor);
    }
    return std::make_unique<GssProtection>(std::move(context), std::move(from.session));
}

std::size_t GssProtection::sealed_size(std::size_t message) const noexcept {
    return kHeader + kConfounder + message + kHeader + session_.enctype.mac_size;
}

std::size_t GssProtection::wrapped_size(std::size_t message) const noexcept {
    return kHeader + message + session_.enctype.mac_size;
}

std::size_t GssProtection::signature_size() const noexcept {
    return kHeader + session_.enctype.mac_size;
}

std::size_t GssProtection::token_size() const noexcept {
    return sealed_size(0) + (session_.dce_style ? kFiller : 0);
}

/// RFC 2743 1.2.3: where order matters, anything but a plain GSS_S_COMPLETE is refused, the
/// supplementary bits that say "late" or "missing" included.
Result<void> GssProtection::taken(OM_uint32 major, OM_uint32 minor) const {
    Status status = Status::message_out_of_order;
    if (GSS_ERROR(major) != 0) {
        status = GSS_ROUTINE_ERROR(major) == GSS_S_CONTEXT_EXPIRED ? Status::context_expired
                                                                   : Status::message_tampered;
    } else if ((major & (GSS_S_DUPLICATE_TOKEN | GSS_S_OLD_TOKEN)) != 0) {
        status = Status::message_replayed;
    } else if (major == GSS_S_COMPLETE || session_.window > 0) {
        return {};
    }
    return Error(status)
        .with_native(NativeSystem::gss_major, major)
        .with_native(NativeSystem::gss_minor, minor);
}

Result<std::size_t> GssProtection::wrapped(ByteView message, bool sealed, MutableByteView out) {
    const std::lock_guard held(mutex_);
    gss::Buffer made;
    gss_buffer_desc in = gss::borrowed(message);
    int encrypted = 0;
    OM_uint32 minor = 0;
    const OM_uint32 major = ::gss_wrap(&minor, context_.get(), sealed ? 1 : 0, GSS_C_QOP_DEFAULT,
                                       &in, &encrypted, &made.value);
    if (major != GSS_S_COMPLETE) {
        return gss::failure(Status::internal, sealed ? "sealing" : "signing", major, minor);
    }
    return sealed && encrypted == 0 ? Error(Status::not_sealed) : give(made.view(), out);
}

Result<std::size_t> GssProtection::unwrapped(ByteView token, bool sealed, MutableByteView out) {
    const std::lock_guard held(mutex_);
    gss::Buffer message;
    gss_buffer_desc in = gss::borrowed(token);
    int encrypted = 0;
    OM_uint32 minor = 0;
    const OM_uint32 major =
        ::gss_unwrap(&minor, context_.get(), &in, &message.value, &encrypted, nullptr);
    if (auto good = taken(major, minor); !good) {
        return std::move(good).error();
    }
    return sealed && encrypted == 0 ? Error(Status::not_sealed) : give(message.view(), out);
}

Result<std::size_t> GssProtection::seal(ByteView message, MutableByteView out) {
    return wrapped(message, true, out);
}

Result<std::size_t> GssProtection::open(ByteView sealed, MutableByteView out) {
    return unwrapped(sealed, true, out);
}

Result<std::size_t> GssProtection::wrap(ByteView message, MutableByteView out) {
    return wrapped(message, false, out);
}

Result<std::size_t> GssProtection::unwrap(ByteView token, MutableByteView out) {
    return unwrapped(token, false, out);
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
    return taken(major, minor);
}

Result<std::size_t> GssProtection::seal_segments(Segments segments, MutableByteView token) {
    const std::lock_guard held(mutex_);
    const MutableByteView place = token.first(token_size());
    auto all = described(GSS_IOV_BUFFER_TYPE_HEADER, place, segments);
    int encrypted = 0;
    OM_uint32 minor = 0;
    const OM_uint32 major = ::gss_wrap_iov(&minor, context_.get(), 1, GSS_C_QOP_DEFAULT, &encrypted,
                                           all.data(), static_cast<int>(all.size()));
    if (major != GSS_S_COMPLETE) {
        wipe_sealed(segments);
        return gss::failure(Status::internal, "sealing", major, minor);
    }
    return encrypted != 0 ? Result<std::size_t>(place.size()) : Error(Status::not_sealed);
}

Result<void> GssProtection::open_segments(Segments segments, ByteView token) {
    const std::lock_guard held(mutex_);
    // It decrypts parts of the token where they are.
    const Bytes copied = copy_of(token);
    auto all = described(GSS_IOV_BUFFER_TYPE_HEADER, copied, segments);
    int encrypted = 0;
    OM_uint32 minor = 0;
    const OM_uint32 major = ::gss_unwrap_iov(&minor, context_.get(), &encrypted, nullptr,
                                             all.data(), static_cast<int>(all.size()));
    Result<void> good = taken(major, minor);
    if (good && encrypted == 0) {
        good = Error(Status::not_sealed);
    }
    if (!good) {
        wipe_sealed(segments);
    }
    return good;
}

Result<std::size_t> GssProtection::sign_segments(Segments segments, MutableByteView out) {
    const std::lock_guard held(mutex_);
    const MutableByteView place = out.first(signature_size());
    auto all = described(GSS_IOV_BUFFER_TYPE_MIC_TOKEN, place, segments);
    OM_uint32 minor = 0;
    const OM_uint32 major = ::gss_get_mic_iov(&minor, context_.get(), GSS_C_QOP_DEFAULT, all.data(),
                                              static_cast<int>(all.size()));
    if (major != GSS_S_COMPLETE) {
        return gss::failure(Status::internal, "signing", major, minor);
    }
    return place.size();
}

Result<void> GssProtection::verify_segments(Segments segments, ByteView signature) {
    const std::lock_guard held(mutex_);
    auto all = described(GSS_IOV_BUFFER_TYPE_MIC_TOKEN, signature, segments);
    OM_uint32 minor = 0;
    const OM_uint32 major = ::gss_verify_mic_iov(&minor, context_.get(), nullptr, all.data(),
                                                 static_cast<int>(all.size()));
    return taken(major, minor);
}

Result<Transferred> GssProtection::transfer() {
    const std::lock_guard held(mutex_);
    gss::Buffer token;
    OM_uint32 minor = 0;
    const OM_uint32 major = ::gss_export_sec_context(&minor, context_.out(), &token.value);
    if (major != GSS_S_COMPLETE) {
        return gss::failure(Status::internal, "exporting a context", major, minor);
    }
    return Transferred{session_, copy_of(token.view())};
}

}  // namespace mutauth::context
