// What the kernel holds of one thread's identity, and how it is changed for that thread alone.
//
// glibc's setresuid() and the like change every thread of the process, so this speaks to the
// kernel by itself.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "identity/local_user.h"

namespace mutauth::identity {

/// capability_missing, user_outside_namespace, or what else errno says of a call that was to change
/// ids.
Error refused_change(std::string_view call, const char* capability, int number);

class ThreadCredentials {
  public:
    static Result<ThreadCredentials> current();

    /// Makes this thread, whose credentials these are, act as the user: groups, effective and
    /// file-system ids, no effective and no ambient capability. Real and saved ids stay. On
    /// failure the thread is as it was.
    Result<void> become(const LocalUser& user) const;

    /// Gives this thread back what it had. A thread that cannot get it back would go on as
    /// somebody else, so then the process ends.
    void restore() const noexcept;

    /// In whatever order.
    bool has_groups_of(const LocalUser& user) const;

  private:
    struct Capabilities {
        std::uint64_t effective = 0;
        std::uint64_t permitted = 0;
        std::uint64_t inheritable = 0;
    };

    static Result<Capabilities> capabilities();
    static bool set(const Capabilities& capabilities) noexcept;

    Result<void> step_into(const LocalUser& user) const;
    Result<void> take_groups(const LocalUser& user) const;
    Result<void> take_ids(const LocalUser& user) const;
    Result<void> take_uid(const LocalUser& user) const;
    /// By a change between uid 0 and another.
    bool could_lose_capabilities() const noexcept;
    Result<void> drop_capabilities(uid_t uid) const;
    /// The ones for changing ids, if the thread may have them.
    void raise_for_change() const noexcept;
    bool put_back() const noexcept;

    uid_t ruid_ = 0;
    uid_t euid_ = 0;
    uid_t suid_ = 0;
    uid_t fsuid_ = 0;
    gid_t egid_ = 0;
    gid_t fsgid_ = 0;
    std::vector<gid_t> groups_;
    Capabilities capabilities_;
    std::uint64_t ambient_ = 0;
    int death_signal_ = 0;
};

}  // namespace mutauth::identity
