// Proven contexts.
#pragma once

#include <mutex>
#include <utility>

#include "identity.h"
#include "object.h"

namespace binding {

struct ContextCore {
    static constexpr const char* noun = "context";
    explicit ContextCore(v1::Context made) noexcept : context(std::move(made)) {}
    std::string details() const { return parties(context.identity()); }

    Waits waits;
    // C lets one thread seal or sign while another opens or verifies.
    Alone outgoing;
    Alone incoming;
    v1::Context context;
};

using Context = Object<ContextCore>;

void bind_context(py::module_& module);

}  // namespace binding
