#include <mutauth/explain.h>

#include <limits>

#include "core/text.h"
#include "explain/error_text.h"
#include "handles.h"

using namespace mutauth::capi;

mutauth_status mutauth_explain_error(const mutauth_error* error, mutauth_bytes** out) {
    clear_output(out);
    if (out == nullptr) {
        return MUTAUTH_INVALID_ARGUMENT;
    }
    // Not guarded as others are: explaining this thread's last error must not clear it.
    const mutauth::Error& told = live(error) ? error->object : last_error();
    if (told.status() == mutauth::Status::ok) {
        return MUTAUTH_END;
    }
    mutauth_status status = MUTAUTH_OUT_OF_MEMORY;
    contain([&] {
        const std::string text = mutauth::explain::text_of_error(told);
        *out = new mutauth_bytes(mutauth::copy_of(mutauth::bytes_of(text)));
        status = MUTAUTH_OK;
    });
    return status;
}

mutauth_status mutauth_explain_text(const void* text, size_t size, mutauth_bytes** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr || (text == nullptr && size != 0)) {
            return missing(out == nullptr ? "out" : "text");
        }
        const std::string_view given(static_cast<const char*>(text), size);
        const std::string shown =
            mutauth::displayed(given, std::numeric_limits<std::size_t>::max());
        *out = new mutauth_bytes(mutauth::copy_of(mutauth::bytes_of(shown)));
        return done();
    });
}
