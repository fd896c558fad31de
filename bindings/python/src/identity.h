// Who the two sides of a context are.
#pragma once

#include <string>

#include "classes.h"

namespace binding {

/// What a context or channel proved, which may be freed.
struct Identity {
    explicit Identity(v1::Identity of);

    v1::Identity proven;
    py::str client;
    py::str realm;
    std::int32_t name_type;
    py::str asked_service;
    py::str service_key;
    py::tuple service_keys;
    std::int32_t level;
    std::int32_t mechanism;
    std::int64_t expires;
    bool mutual;
    bool channel_bound;
    bool bindings_given;
    std::uint32_t flags;
    std::int32_t enctype;
    std::int32_t ticket_enctype;
    std::int64_t authenticated;
    py::tuple indicators;
};

/// "alice@EXAMPLE.TEST to http/web.example.test@EXAMPLE.TEST"
std::string parties(const v1::Identity& proven);

void bind_identity(py::module_& module);

}  // namespace binding
