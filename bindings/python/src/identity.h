// Who the two sides of a context are.
#pragma once

#include <memory>

#include "classes.h"

namespace binding {

/// What a context or channel proved, to be read also after that was freed. It does not keep it
/// alive, since a channel's socket must close when it is freed; then no check passes any more.
struct Identity {
    Identity(v1::Identity proven, std::weak_ptr<const void> owner);

    v1::Identity lent;
    std::weak_ptr<const void> from;
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

/// Throws WrongState once what proved the identity was freed.
std::shared_ptr<const void> alive_owner(const std::weak_ptr<const void>& owner);
inline std::shared_ptr<const void> alive_owner(const Identity& identity) {
    return alive_owner(identity.from);
}

void bind_identity(py::module_& module);

}  // namespace binding
