#include <mutauth/context.h>

#include "handles.h"

using namespace mutauth::capi;
using mutauth::MutableByteView;
using mutauth::Result;
using mutauth::context::SecurityContext;

namespace {

/// The shape that seal, open and sign share: bytes in, bytes into the caller's buffer.
template <typename Operation>
mutauth_status into_buffer(mutauth_context* context,
                           mutauth::ByteView in,
                           MutableByteView buffer,
                           size_t* written,
                           Operation operation) {
    clear_output(written);
    size_t needed = 0;
    const mutauth_status status = guard([&]() -> Outcome {
        if (written == nullptr || (in.data() == nullptr && !in.empty()) ||
            (buffer.data() == nullptr && !buffer.empty())) {
            return missing("written, or a pointer with a size,");
        }
        if (!live(context)) {
            return wrong_handle("context");
        }
        Result<size_t> result = operation(*context->object, needed);
        if (!result) {
            return std::move(result).error();
        }
        *written = *result;
        return done();
    });
    if (status == MUTAUTH_BUFFER_TOO_SMALL) {
        *written = needed;
    }
    return status;
}

MutableByteView buffer_of(void* data, size_t size) noexcept {
    return {static_cast<uint8_t*>(data), size};
}

}  // namespace

size_t mutauth_context_sealed_size(const mutauth_context* context, size_t message_size) {
    return live(context) && message_size <= MUTAUTH_MESSAGE_MAX
               ? context->object->sealed_size(message_size)
               : 0;
}

size_t mutauth_context_signature_size(const mutauth_context* context) {
    return live(context) ? context->object->signature_size() : 0;
}

int32_t mutauth_context_protector(const mutauth_context* context) {
    return live(context) ? static_cast<int32_t>(context->object->protector()) : 0;
}

mutauth_status mutauth_context_seal(mutauth_context* context,
                                    const void* message,
                                    size_t message_size,
                                    void* buffer,
                                    size_t capacity,
                                    size_t* written) {
    const auto in = view_of(message, message_size);
    const auto to = buffer_of(buffer, capacity);
    return into_buffer(context, in, to, written, [&](SecurityContext& proven, size_t& needed) {
        needed = proven.sealed_size(in.size());
        return proven.seal(in, to);
    });
}

mutauth_status mutauth_context_open(mutauth_context* context,
                                    const void* sealed,
                                    size_t sealed_size,
                                    void* buffer,
                                    size_t capacity,
                                    size_t* written) {
    const auto in = view_of(sealed, sealed_size);
    const auto to = buffer_of(buffer, capacity);
    return into_buffer(context, in, to, written, [&](SecurityContext& proven, size_t& needed) {
        needed = in.size();
        return proven.open(in, to);
    });
}

mutauth_status mutauth_context_sign(mutauth_context* context,
                                    const void* message,
                                    size_t message_size,
                                    void* buffer,
                                    size_t capacity,
                                    size_t* written) {
    const auto in = view_of(message, message_size);
    const auto to = buffer_of(buffer, capacity);
    return into_buffer(context, in, to, written, [&](SecurityContext& proven, size_t& needed) {
        needed = proven.signature_size();
        return proven.sign(in, to);
    });
}

mutauth_status mutauth_context_verify(mutauth_context* context,
                                      const void* message,
                                      size_t message_size,
                                      const void* signature,
                                      size_t signature_size) {
    return guard([&]() -> Outcome {
        if ((message == nullptr && message_size > 0) ||
            (signature == nullptr && signature_size > 0)) {
            return missing("a pointer with a size");
        }
        if (!live(context)) {
            return wrong_handle("context");
        }
        return outcome_of(context->object->verify(view_of(message, message_size),
                                                  view_of(signature, signature_size)));
    });
}

const mutauth_identity* mutauth_context_identity(const mutauth_context* context) {
    return live(context) ? &context->identity : nullptr;
}

void mutauth_context_free(mutauth_context* context) {
    release(context);
}
