// What a child does between its birth and execve(2): it becomes the user for good and lets go of
// everything that it was not given.
//
// Other threads of the parent may have held locks, so only calls that are safe in a signal handler
// are made, and nothing is allocated (signal-safety(7)).
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>

namespace mutauth::identity {

/// What was being done when it failed.
enum class ChildStep : std::int32_t {
    descriptors = 1,
    groups,
    gid,
    uid,
    capabilities,
    keyring,
    directory,
    program,
};

struct ChildFailure {
    ChildStep step;
    /// errno's.
    std::int32_t number;
};

/// Made by the parent, before the child is.
struct ChildPlan {
    struct Descriptor {
        int ours;
        int its;
    };

    const char* path;
    char* const* arguments;
    char* const* environment;
    const char* directory;
    /// Its own copy, which it changes.
    Descriptor* descriptors;
    std::size_t descriptor_count;
    /// Above all that the program is given.
    int free_descriptor;
    /// Where a ChildFailure is written to.
    int report;
    uid_t uid;
    gid_t gid;
    const gid_t* groups;
    std::size_t group_count;
    /// Without privilege the call fails even where nothing changes.
    bool set_groups;
};

[[noreturn]] void run_child(const ChildPlan& given) noexcept;

}  // namespace mutauth::identity
