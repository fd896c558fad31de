#include <mutauth/bytes.h>

#include "handles.h"

using namespace mutauth::capi;

const void* mutauth_bytes_data(const mutauth_bytes* bytes) {
    return live(bytes) ? static_cast<const void*>(bytes->object.data()) : "";
}

size_t mutauth_bytes_size(const mutauth_bytes* bytes) {
    return live(bytes) ? bytes->object.size() - 1 : 0;
}

void mutauth_bytes_free(mutauth_bytes* bytes) {
    release(bytes);
}

size_t mutauth_texts_count(const mutauth_texts* texts) {
    return live(texts) ? texts->object.size() : 0;
}

const char* mutauth_texts_at(const mutauth_texts* texts, size_t index) {
    return live(texts) && index < texts->object.size() ? texts->object[index].c_str() : nullptr;
}

void mutauth_texts_free(mutauth_texts* texts) {
    release(texts);
}
