#include <mutauth/context.h>

#include <algorithm>
#include <array>
#include <vector>

#include "handles.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::MutableByteView;
using mutauth::Result;
using mutauth::Status;
using mutauth::context::SecurityContext;
using mutauth::context::Segment;
using mutauth::context::Segments;

namespace {

/// The caller's segments as ours; in place if they are few.
class OwnSegments {
  public:
    /// False for a segment that makes no sense.
    bool take(const mutauth_segment* segments, size_t count) {
        if (segments == nullptr && count > 0) {
            return false;
        }
        if (count > few_.size()) {
            many_.resize(count);
        }
        Segment* const to = count > few_.size() ? many_.data() : few_.data();
        for (size_t i = 0; i < count; ++i) {
            const mutauth_segment& from = segments[i];
            const bool known = from.protection == MUTAUTH_SEGMENT_SEALED ||
                               from.protection == MUTAUTH_SEGMENT_SIGNED;
            if (!known || (from.data == nullptr && from.size > 0)) {
                return false;
            }
            to[i] = {{static_cast<uint8_t*>(from.data), from.size},
                     from.protection == MUTAUTH_SEGMENT_SEALED};
        }
        all_ = {to, count};
        return true;
    }
    Segments all() const noexcept { return all_; }

  private:
    std::array<Segment, 8> few_;
    std::vector<Segment> many_;
    Segments all_;
};

Error bad_segments() {
    return Error(Status::invalid_argument,
                 "a segment has a size and no data, or asks for no known protection");
}

/// The shape that seal, open and sign share: bytes in, bytes into the caller's buffer.
template <typename Handle, typename Operation>
mutauth_status into_buffer(Handle* context,
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

template <typename Operation>
mutauth_status of_segments(mutauth_context* context,
                           const mutauth_segment* segments,
                           size_t count,
                           mutauth::ByteView given,
                           Operation operation) {
    return guard([&]() -> Outcome {
        if (given.data() == nullptr && !given.empty()) {
            return missing("a pointer with a size");
        }
        if (!live(context)) {
            return wrong_handle("context");
        }
        OwnSegments own;
        if (!own.take(segments, count)) {
            return bad_segments();
        }
        return outcome_of(operation(*context->object, own.all(), given));
    });
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

size_t mutauth_context_wrapped_size(const mutauth_context* context, size_t message_size) {
    return live(context) && message_size <= MUTAUTH_MESSAGE_MAX
               ? context->object->wrapped_size(message_size)
               : 0;
}

size_t mutauth_context_token_size(const mutauth_context* context) {
    return live(context) ? context->object->token_size() : 0;
}

int64_t mutauth_context_seconds_left(const mutauth_context* context) {
    return live(context) ? context->object->seconds_left() : 0;
}

uint64_t mutauth_context_messages_left(const mutauth_context* context) {
    return live(context) ? context->object->messages_left() : 0;
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

mutauth_status mutauth_context_wrap(mutauth_context* context,
                                    const void* message,
                                    size_t message_size,
                                    void* buffer,
                                    size_t capacity,
                                    size_t* written) {
    const auto in = view_of(message, message_size);
    const auto to = buffer_of(buffer, capacity);
    return into_buffer(context, in, to, written, [&](SecurityContext& proven, size_t& needed) {
        needed = proven.wrapped_size(in.size());
        return proven.wrap(in, to);
    });
}

mutauth_status mutauth_context_unwrap(mutauth_context* context,
                                      const void* wrapped,
                                      size_t wrapped_size,
                                      void* buffer,
                                      size_t capacity,
                                      size_t* written) {
    const auto in = view_of(wrapped, wrapped_size);
    const auto to = buffer_of(buffer, capacity);
    return into_buffer(context, in, to, written, [&](SecurityContext& proven, size_t& needed) {
        needed = in.size();
        return proven.unwrap(in, to);
    });
}

mutauth_status mutauth_context_seal_segments(mutauth_context* context,
                                             const mutauth_segment* segments,
                                             size_t count,
                                             void* token,
                                             size_t capacity,
                                             size_t* written) {
    const auto to = buffer_of(token, capacity);
    return into_buffer(context, {}, to, written,
                       [&](SecurityContext& proven, size_t& needed) -> Result<size_t> {
                           OwnSegments own;
                           if (!own.take(segments, count)) {
                               return bad_segments();
                           }
                           needed = proven.token_size();
                           return proven.seal_segments(own.all(), to);
                       });
}

mutauth_status mutauth_context_sign_segments(mutauth_context* context,
                                             const mutauth_segment* segments,
                                             size_t count,
                                             void* signature,
                                             size_t capacity,
                                             size_t* written) {
    const auto to = buffer_of(signature, capacity);
    return into_buffer(context, {}, to, written,
                       [&](SecurityContext& proven, size_t& needed) -> Result<size_t> {
                           OwnSegments own;
                           if (!own.take(segments, count)) {
                               return bad_segments();
                           }
                           needed = proven.signature_size();
                           return proven.sign_segments(own.all(), to);
                       });
}

mutauth_status mutauth_context_open_segments(mutauth_context* context,
                                             const mutauth_segment* segments,
                                             size_t count,
                                             const void* token,
                                             size_t token_size) {
    return of_segments(context, segments, count, view_of(token, token_size),
                       [](SecurityContext& proven, Segments all, mutauth::ByteView given) {
                           return proven.open_segments(all, given);
                       });
}

mutauth_status mutauth_context_verify_segments(mutauth_context* context,
                                               const mutauth_segment* segments,
                                               size_t count,
                                               const void* signature,
                                               size_t signature_size) {
    return of_segments(context, segments, count, view_of(signature, signature_size),
                       [](SecurityContext& proven, Segments all, mutauth::ByteView given) {
                           return proven.verify_segments(all, given);
                       });
}

mutauth_status mutauth_context_session_key(const mutauth_context* context,
                                           void* buffer,
                                           size_t capacity,
                                           size_t* written) {
    const auto to = buffer_of(buffer, capacity);
    return into_buffer(context, {}, to, written,
                       [&](const SecurityContext& proven, size_t& needed) -> Result<size_t> {
                           const mutauth::ByteView key = proven.key();
                           needed = key.size();
                           if (to.size() < key.size()) {
                               return Error(Status::buffer_too_small);
                           }
                           std::copy(key.begin(), key.end(), to.begin());
                           return key.size();
                       });
}

mutauth_status mutauth_context_export(mutauth_context* context, mutauth_bytes** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(context)) {
            return wrong_handle("context");
        }
        std::unique_ptr<mutauth_bytes> kept;
        auto exported = context->object->transfer([&](mutauth::Bytes octets) {
            kept = std::make_unique<mutauth_bytes>(std::move(octets));
        });
        if (!exported) {
            return std::move(exported).error();
        }
        *out = kept.release();
        return done();
    });
}

mutauth_status mutauth_context_import(const void* exported,
                                      size_t size,
                                      const mutauth_policy* policy,
                                      mutauth_context** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr || (exported == nullptr && size > 0)) {
            return missing("out, or a pointer with a size,");
        }
        if (policy != nullptr && !live(policy)) {
            return wrong_handle("policy");
        }
        mutauth::context::Policy safe;
        safe.mechanism = mutauth::context::Mechanism::either;
        auto imported = SecurityContext::import(view_of(exported, size),
                                                policy == nullptr ? safe : policy->object);
        if (!imported) {
            return std::move(imported).error();
        }
        *out = std::make_unique<mutauth_context>(std::move(*imported)).release();
        return done();
    });
}

const mutauth_identity* mutauth_context_identity(const mutauth_context* context) {
    return live(context) ? context->identity.get() : nullptr;
}

void mutauth_context_free(mutauth_context* context) {
    release(context);
}
