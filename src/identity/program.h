// A program to start as a user: what it gets, and nothing besides.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace mutauth::identity {

struct Program {
    struct Descriptor {
        int ours;
        int its;
    };

    /// Absolute: no folder is searched for it.
    static Result<Program> at(std::string_view file);

    /// A name that is there already gets the new value.
    Result<void> add_environment(std::string_view name, std::string_view value);
    Result<void> add_descriptor(int ours, int its);
    Result<void> set_directory(std::string_view folder);

    std::string path;
    /// Without its own name, which is the path.
    std::vector<std::string> arguments;
    /// "NAME=value".
    std::vector<std::string> environment;
    std::vector<Descriptor> descriptors;
    std::string directory = "/";
};

}  // namespace mutauth::identity
