// The vocabulary of the shims: tagged handles, and what every body says about its arguments.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "guard.h"

namespace mutauth::capi {

/// The tag tells a wrong or NULL handle for certain, a freed one as long as its memory rests.
template <typename T, std::uint32_t Tag>
struct Handle {
    template <typename... Args>
    explicit Handle(Args&&... args) : object(std::forward<Args>(args)...) {}
    Handle(const Handle&) = delete;
    Handle& operator=(const Handle&) = delete;
    ~Handle() { tag = 0; }

    // In front, where every type has it: a wrong handle's object may be smaller than ours.
    // Volatile, or the compiler would drop the destructor's last store.
    volatile std::uint32_t tag = Tag;
    T object;

    static constexpr std::uint32_t kTag = Tag;
};

template <typename H>
bool live(const H* handle) noexcept {
    return handle != nullptr && handle->tag == H::kTag;
}

template <typename H>
void release(H* handle) noexcept {
    if (live(handle)) {
        delete handle;
    }
}

/// A getter's answer: what get makes of a live handle, else the other.
template <typename H, typename Get, typename T>
T get_or(const H* handle, Get get, T other) noexcept {
    return live(handle) ? get(handle->object) : other;
}

inline Outcome done() {
    return MUTAUTH_OK;
}

inline Error missing(const char* what) {
    return Error(Status::invalid_argument, std::string(what) + " is NULL");
}

inline Error wrong_handle(const char* what) {
    return Error(Status::wrong_handle, std::string(what) + " is no live handle of its type");
}

inline bool is_empty(const char* text) noexcept {
    return text == nullptr || *text == '\0';
}

inline std::string_view optional_text(const char* text) noexcept {
    return text == nullptr ? std::string_view() : std::string_view(text);
}

/// Hands the value of a result to the caller as a new handle.
template <typename H, typename T>
Outcome give(H** out, Result<T> made) {
    if (!made) {
        return std::move(made).error();
    }
    *out = new H(std::move(*made));
    return MUTAUTH_OK;
}

inline Outcome outcome_of(Result<void> result) {
    return result ? Outcome(MUTAUTH_OK) : Outcome(std::move(result).error());
}

/// Sets an output before anything is checked.
template <typename T>
void clear_output(T* out, std::type_identity_t<T> empty = T()) noexcept {
    if (out != nullptr) {
        *out = empty;
    }
}

}  // namespace mutauth::capi
