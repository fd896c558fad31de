#include <mutauth/engine.h>

#include "handles.h"

using namespace mutauth::capi;
using mutauth::channel::Engine;
using mutauth::channel::Framing;

static_assert(MUTAUTH_ENGINE_PROVEN == Engine::kProven && MUTAUTH_ENGINE_FEEDS == Engine::kFeeds &&
              MUTAUTH_ENGINE_HAS_BYTES == Engine::kHasBytes &&
              MUTAUTH_ENGINE_RECEIVES == Engine::kReceives &&
              MUTAUTH_ENGINE_SENDS == Engine::kSends);
static_assert(MUTAUTH_ENGINE_BOUND == Engine::kUsualBound);

namespace {

mutauth_status begin(mutauth_negotiation* negotiation, Framing framing, mutauth_engine** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(negotiation)) {
            return wrong_handle("negotiation");
        }
        return give(out, Engine::begin(negotiation->object, framing));
    });
}

}  // namespace

mutauth_status mutauth_engine_begin(mutauth_negotiation* negotiation, mutauth_engine** out) {
    return begin(negotiation, Framing::own, out);
}

mutauth_status mutauth_engine_begin_windows_sample(mutauth_negotiation* negotiation,
                                                   mutauth_engine** out) {
    return begin(negotiation, Framing::windows_sample, out);
}

mutauth_status mutauth_engine_feed(mutauth_engine* engine, const void* bytes, size_t bytes_size) {
    return guard([&]() -> Outcome {
        if (!live(engine)) {
            return wrong_handle("engine");
        }
        if (bytes == nullptr && bytes_size > 0) {
            return missing("bytes");
        }
        auto fed = engine->object->feed(view_of(bytes, bytes_size));
        engine->name_sides();
        return outcome_of(std::move(fed));
    });
}

mutauth_status mutauth_engine_ended(mutauth_engine* engine) {
    return guard([&]() -> Outcome {
        if (!live(engine)) {
            return wrong_handle("engine");
        }
        return outcome_of(engine->object->ended());
    });
}

mutauth_status mutauth_engine_to_send(const mutauth_engine* engine,
                                      const void** data,
                                      size_t* size) {
    clear_output(data);
    clear_output(size);
    return guard([&]() -> Outcome {
        if (data == nullptr || size == nullptr) {
            return missing("data or size");
        }
        if (!live(engine)) {
            return wrong_handle("engine");
        }
        const auto bytes = engine->object->to_send();
        if (!bytes) {
            return outcome_of(bytes.error().copy());
        }
        *data = bytes->empty() ? nullptr : bytes->data();
        *size = bytes->size();
        return done();
    });
}

mutauth_status mutauth_engine_sent(mutauth_engine* engine, size_t size) {
    return guard([&]() -> Outcome {
        if (!live(engine)) {
            return wrong_handle("engine");
        }
        return outcome_of(engine->object->sent(size));
    });
}

mutauth_status mutauth_engine_send(mutauth_engine* engine,
                                   const void* message,
                                   size_t message_size) {
    return guard([&]() -> Outcome {
        if (!live(engine)) {
            return wrong_handle("engine");
        }
        if (message == nullptr && message_size > 0) {
            return missing("message");
        }
        return outcome_of(engine->object->send(view_of(message, message_size)));
    });
}

mutauth_status mutauth_engine_receive(mutauth_engine* engine, mutauth_bytes** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(engine)) {
            return wrong_handle("engine");
        }
        return give_message(out, engine->object->receive());
    });
}

mutauth_status mutauth_engine_close(mutauth_engine* engine) {
    return guard([&]() -> Outcome {
        if (!live(engine)) {
            return wrong_handle("engine");
        }
        return outcome_of(engine->object->close());
    });
}

mutauth_status mutauth_engine_refuse(mutauth_engine* engine, const char* reason) {
    return guard([&]() -> Outcome {
        if (!live(engine)) {
            return wrong_handle("engine");
        }
        if (reason == nullptr) {
            return missing("reason");
        }
        return outcome_of(engine->object->refuse(reason));
    });
}

mutauth_status mutauth_engine_set_bounds(mutauth_engine* engine, size_t to_send, size_t fed) {
    return guard([&]() -> Outcome {
        if (!live(engine)) {
            return wrong_handle("engine");
        }
        engine->object->set_bounds(to_send, fed);
        return done();
    });
}

int32_t mutauth_engine_state(const mutauth_engine* engine) {
    return live(engine) ? static_cast<int32_t>(engine->object->can()) : 0;
}

const mutauth_identity* mutauth_engine_identity(const mutauth_engine* engine) {
    return live(engine) ? engine->identity.get() : nullptr;
}

void mutauth_engine_free(mutauth_engine* engine) {
    release(engine);
}
