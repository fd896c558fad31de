// Negotiations, and what a service needs to begin them.
#pragma once

#include <mutex>
#include <optional>
#include <utility>

#include "object.h"

namespace binding {

struct NegotiationCore {
    static constexpr const char* noun = "negotiation";
    explicit NegotiationCore(v1::Negotiation made) noexcept : negotiation(std::move(made)) {}

    /// For a channel that uses it up.
    v1::Negotiation take();
    /// Throws WrongState if a channel took it.
    v1::Negotiation& here();

    Waits waits;
    std::mutex turn;
    std::optional<v1::Negotiation> negotiation;
    bool done = false;
};

using Negotiation = Object<NegotiationCore>;

void bind_negotiation(py::module_& module);

}  // namespace binding
