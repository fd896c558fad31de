// POSIX access lists as Linux keeps them in extended attributes (linux/posix_acl_xattr.h).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace support {

inline constexpr const char* kAccessList = "system.posix_acl_access";
inline constexpr std::uint16_t kUser = 2;

struct AccessEntry {
    std::uint16_t kind;
    std::uint16_t rights;
    std::uint32_t id;
};

/// With the rights of the owner, of the owning group and of others; the mask lets all pass.
inline std::string access_list(const std::vector<AccessEntry>& named,
                               std::uint16_t owner,
                               std::uint16_t group,
                               std::uint16_t others) {
    constexpr std::uint16_t kOwner = 1;
    constexpr std::uint16_t kGroup = 4;
    constexpr std::uint16_t kMask = 0x10;
    constexpr std::uint16_t kOthers = 0x20;
    constexpr std::uint32_t kNobody = 0xffffffff;
    std::string out;
    const auto put = [&](std::uint32_t number, int size) {
        for (int i = 0; i < size; ++i) {
            out.push_back(static_cast<char>(number >> (8 * i)));
        }
    };
    const auto entry = [&](const AccessEntry& one) {
        put(one.kind, 2);
        put(one.rights, 2);
        put(one.id, 4);
    };
    put(2, 4);
    entry({kOwner, owner, kNobody});
    for (const auto& one : named) {
        entry(one);
    }
    entry({kGroup, group, kNobody});
    entry({kMask, 7, kNobody});
    entry({kOthers, others, kNobody});
    return out;
}

}  // namespace support
