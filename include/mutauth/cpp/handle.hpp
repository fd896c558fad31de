/* How the classes hold the C library's objects. */
#ifndef MUTAUTH_CPP_HANDLE_HPP
#define MUTAUTH_CPP_HANDLE_HPP

#include <memory>

namespace mutauth::v1::detail {

template <auto Free>
struct Release {
    template <class Object>
    void operator()(Object* object) const noexcept {
        Free(object);
    }
};

/// Owns one object of the C library.
template <class Object, auto Free>
using Handle = std::unique_ptr<Object, Release<Free>>;

/// Keeps what a C object refers to without owning it. Declared before the handle, so that it
/// outlives it.
using Keep = std::shared_ptr<const void>;

}  // namespace mutauth::v1::detail

#endif
