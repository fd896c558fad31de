#include <mutauth/error.h>

#include "handles.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::Status;

namespace {

/// NULL asks for this thread's last error.
const Error& chosen(const mutauth_error* error) noexcept {
    static const Error none;
    if (error == nullptr) {
        return last_error();
    }
    return live(error) ? error->object : none;
}

const char* said(const Error& error, const char* words) noexcept {
    return error.status() == Status::ok ? "" : words;
}

}  // namespace

mutauth_status mutauth_error_take(mutauth_error** out) {
    // Not guarded: the guard would clear the very error that is asked for.
    if (out == nullptr) {
        return MUTAUTH_INVALID_ARGUMENT;
    }
    *out = nullptr;
    if (last_error().status() == Status::ok) {
        return MUTAUTH_END;
    }
    *out = new (std::nothrow) mutauth_error();
    if (*out == nullptr) {
        return MUTAUTH_OUT_OF_MEMORY;
    }
    (*out)->object = take_last_error();
    return MUTAUTH_OK;
}

mutauth_status mutauth_error_status(const mutauth_error* error) {
    return static_cast<mutauth_status>(chosen(error).status());
}

const char* mutauth_error_message(const mutauth_error* error) {
    return said(chosen(error), chosen(error).message());
}

const char* mutauth_error_remedy(const mutauth_error* error) {
    return said(chosen(error), chosen(error).remedy());
}

size_t mutauth_error_native_count(const mutauth_error* error) {
    return chosen(error).native_codes().size();
}

mutauth_status mutauth_error_native_at(const mutauth_error* error,
                                       size_t index,
                                       int32_t* system,
                                       int64_t* code) {
    clear_output(system);
    clear_output(code);
    const auto& codes = chosen(error).native_codes();
    if (system == nullptr || code == nullptr || index >= codes.size()) {
        return MUTAUTH_INVALID_ARGUMENT;
    }
    *system = static_cast<int32_t>(codes[index].system);
    *code = codes[index].code;
    return MUTAUTH_OK;
}

size_t mutauth_error_evidence_count(const mutauth_error* error) {
    return chosen(error).evidence().size();
}

mutauth_status mutauth_error_evidence_at(const mutauth_error* error,
                                         size_t index,
                                         const char** key,
                                         const char** value) {
    clear_output(key);
    clear_output(value);
    const auto& evidence = chosen(error).evidence();
    if (key == nullptr || value == nullptr || index >= evidence.size()) {
        return MUTAUTH_INVALID_ARGUMENT;
    }
    *key = evidence[index].key.c_str();
    *value = evidence[index].value.c_str();
    return MUTAUTH_OK;
}

void mutauth_error_free(mutauth_error* error) {
    release(error);
}

const char* mutauth_status_symbol(mutauth_status status) {
    return mutauth::status_symbol(status);
}

const char* mutauth_status_says(mutauth_status status) {
    return mutauth::status_says(static_cast<Status>(status));
}

const char* mutauth_status_remedy(mutauth_status status) {
    return mutauth::status_remedy(static_cast<Status>(status));
}

int32_t mutauth_status_kind(mutauth_status status) {
    return mutauth::status_kind(static_cast<Status>(status));
}

const char* mutauth_kind_says(int32_t kind) {
    return mutauth::kind_says(kind);
}
