// Users that exist for one process alone: its own /etc/passwd and /etc/group in its own mount
// namespace. The machine's files are never touched.
#pragma once

#include <sched.h>
#include <sys/mount.h>

#include "support/files.h"
#include "support/kernel_view.h"

namespace support {

/// Gives the calling process, which must be a child of its own and root, these users and no others.
class OwnUsers {
  public:
    explicit OwnUsers(const Folder& folder) : passwd_(folder / "passwd"), group_(folder / "group") {
        write_file(passwd_, "");
        write_file(group_, "");
        EXPECT_EQ(::unshare(CLONE_NEWNS), 0);
        EXPECT_EQ(::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr), 0);
        EXPECT_EQ(::mount(passwd_.c_str(), "/etc/passwd", nullptr, MS_BIND, nullptr), 0);
        EXPECT_EQ(::mount(group_.c_str(), "/etc/group", nullptr, MS_BIND, nullptr), 0);
    }

    /// Replaces them; a line each, as passwd(5) and group(5) have them.
    void are(const std::string& passwd, const std::string& group = "") {
        write_file(passwd_, passwd);
        write_file(group_, group);
    }

  private:
    std::string passwd_;
    std::string group_;
};

}  // namespace support
