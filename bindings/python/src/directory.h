// Directory sessions and the accounts found in them.
#pragma once

#include <utility>

#include "object.h"

namespace binding {

struct DirectoryCore {
    static constexpr const char* noun = "directory session";
    DirectoryCore(v1::Directory made, std::string server) noexcept
        : directory(std::move(made)), address(std::move(server)) {}
    std::string details() const { return "at " + address; }

    Waits waits;
    // The session's and its accounts': they share one connection.
    Turn turn;
    v1::Directory directory;
    const std::string address;
};

using Directory = Object<DirectoryCore>;

void bind_directory(py::module_& module);
void bind_account(py::module_& module);

}  // namespace binding
