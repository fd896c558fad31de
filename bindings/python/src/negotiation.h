// Negotiations, and what a service needs to begin them.
#pragma once

#include <atomic>
#include <optional>
#include <utility>

#include "object.h"

namespace binding {

struct NegotiationCore {
    static constexpr const char* noun = "negotiation";
    explicit NegotiationCore(v1::Negotiation made) noexcept : negotiation(std::move(made)) {}
    std::string details() const { return done ? "done" : "under way"; }

    /// For a channel that uses it up.
    v1::Negotiation take();
    /// Throws WrongState if a channel took it.
    v1::Negotiation& here();

    Waits waits;
    Alone turn;
    std::optional<v1::Negotiation> negotiation;
    /// To be read at any time.
    std::atomic<bool> done{false};
};

using Negotiation = Object<NegotiationCore>;

void bind_negotiation(py::module_& module);

}  // namespace binding
