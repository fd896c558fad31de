#include "identity/name_service.h"

#include <fmt/format.h>
#include <grp.h>
#include <pwd.h>

#include <cerrno>

#include "core/system_error.h"
#include "core/text.h"

namespace mutauth::identity {
namespace {

constexpr std::size_t kFirstSize = 1024;
constexpr std::size_t kLargestSize = std::size_t{1} << 20;
constexpr int kFirstGroups = 64;
/// As the kernel's NGROUPS_MAX, and one for the primary group.
constexpr int kMostGroups = 65537;

Error unknown(const std::string& name) {
    return Error(Status::user_unknown,
                 fmt::format("the name service has no user '{}'", displayed(name)))
        .with("user", displayed(name));
}

/// Fills `out` but for the groups.
Result<void> look_up(const std::string& name, LocalUser& out) {
    for (std::size_t size = kFirstSize; size <= kLargestSize; size *= 2) {
        std::string texts(size, '\0');
        passwd entry{};
        passwd* found = nullptr;
        const int number = ::getpwnam_r(name.c_str(), &entry, texts.data(), size, &found);
        if (number == ERANGE) {
            continue;
        }
        if (found != nullptr) {
            out.name = found->pw_name;
            out.uid = found->pw_uid;
            out.gid = found->pw_gid;
            return {};
        }
        // getpwnam(3): what else it says where there is no such user.
        const bool absent = number == 0 || number == ENOENT || number == ESRCH;
        return absent ? unknown(name) : system_error("getpwnam_r", number);
    }
    return system_error("getpwnam_r", ERANGE);
}

Result<void> look_up_groups(LocalUser& user) {
    for (int size = kFirstGroups; size < kMostGroups * 2; size *= 4) {
        user.groups.resize(static_cast<std::size_t>(size));
        int count = size;
        if (::getgrouplist(user.name.c_str(), user.gid, user.groups.data(), &count) >= 0) {
            user.groups.resize(static_cast<std::size_t>(count));
            return {};
        }
    }
    return Error(Status::system_error, "getgrouplist gives more groups than the kernel takes")
        .with("user", user.name);
}

}  // namespace

Result<LocalUser> find_user(const std::string& name) {
    // The name service would read only what stands before the NUL.
    if (name.find('\0') != std::string::npos) {
        return unknown(name);
    }
    LocalUser user;
    if (auto found = look_up(name, user); !found) {
        return std::move(found).error();
    }
    if (auto found = look_up_groups(user); !found) {
        return std::move(found).error();
    }
    return user;
}

}  // namespace mutauth::identity
