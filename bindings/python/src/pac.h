// What a PAC says, as a Python object of its own.
#pragma once

#include "classes.h"

namespace binding {

/// A copy, which needs no context any more.
struct Pac {
    py::object account_name;
    py::object full_name;
    py::object upn;
    py::object dns_domain;
    py::object domain;
    py::object user_sid;
    py::object domain_sid;
    py::object primary_group_sid;
    py::object requestor_sid;
    py::object logon_time;
    bool asserted_by_service;
    py::tuple groups;
    py::object delegation_target;
    py::tuple delegation;
    std::uint32_t signatures;
};

Pac copy_of(const v1::Pac& pac);

void bind_pac(py::module_& module);

}  // namespace binding
