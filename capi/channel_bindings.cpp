#include <mutauth/channel_bindings.h>

#include "handles.h"

using namespace mutauth::capi;
using mutauth::context::ChannelBindings;

namespace {

template <typename Make>
mutauth_status make(const void* data, size_t size, mutauth_channel_bindings** out, Make of) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr || (data == nullptr && size > 0)) {
            return missing("out or the data");
        }
        return give(out, of(view_of(data, size)));
    });
}

}  // namespace

mutauth_status mutauth_channel_bindings_from_certificate(const void* certificate,
                                                         size_t size,
                                                         mutauth_channel_bindings** out) {
    return make(certificate, size, out, ChannelBindings::of_certificate);
}

mutauth_status mutauth_channel_bindings_from_exporter(const void* exported,
                                                      size_t size,
                                                      mutauth_channel_bindings** out) {
    return make(exported, size, out, ChannelBindings::of_exporter);
}

mutauth_status mutauth_channel_bindings_from_data(const void* data,
                                                  size_t size,
                                                  mutauth_channel_bindings** out) {
    return make(data, size, out, ChannelBindings::of_data);
}

const void* mutauth_channel_bindings_data(const mutauth_channel_bindings* bindings) {
    return live(bindings) ? bindings->object.data().data() : nullptr;
}

size_t mutauth_channel_bindings_size(const mutauth_channel_bindings* bindings) {
    return live(bindings) ? bindings->object.data().size() : 0;
}

void mutauth_channel_bindings_free(mutauth_channel_bindings* bindings) {
    release(bindings);
}
