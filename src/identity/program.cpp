#include "identity/program.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.h"

namespace mutauth::identity {
namespace {

/// So that there is room for others above, under any usual limit.
constexpr int kMostDescriptors = 1024;

Result<void> check_absolute(const char* what, std::string_view path) {
    if (path.empty() || path.front() != '/') {
        return Error(Status::invalid_argument,
                     fmt::format("the {} '{}' is no absolute path", what, displayed(path)))
            .with_remedy("write it from the root folder on: no folder is searched for it");
    }
    return {};
}

}  // namespace

Result<Program> Program::at(std::string_view file) {
    if (auto good = check_absolute("program", file); !good) {
        return std::move(good).error();
    }
    Program out;
    out.path = file;
    return out;
}

Result<void> Program::add_environment(std::string_view name, std::string_view value) {
    if (name.empty() || name.find('=') != std::string_view::npos) {
        return Error(Status::invalid_argument,
                     fmt::format("'{}' is no name of an environment variable", displayed(name)));
    }
    const std::string prefix = std::string(name) + "=";
    const auto same = [&](const std::string& one) {
        return one.starts_with(prefix);
    };
    environment.erase(std::remove_if(environment.begin(), environment.end(), same),
                      environment.end());
    environment.push_back(prefix + std::string(value));
    return {};
}

Result<void> Program::add_descriptor(int ours, int its) {
    if (ours < 0 || its < 0 || its >= kMostDescriptors) {
        return Error(Status::invalid_argument,
                     fmt::format("descriptor {} cannot be the program's {}", ours, its))
            .with_remedy("give an open descriptor, and a number from 0 to 1023 for the program");
    }
    if (std::any_of(descriptors.begin(), descriptors.end(),
                    [&](const Descriptor& one) { return one.its == its; })) {
        return Error(Status::invalid_argument,
                     fmt::format("the program's descriptor {} was given already", its));
    }
    descriptors.push_back({ours, its});
    return {};
}

Result<void> Program::set_directory(std::string_view folder) {
    if (auto good = check_absolute("working directory", folder); !good) {
        return good;
    }
    directory = folder;
    return {};
}

}  // namespace mutauth::identity
