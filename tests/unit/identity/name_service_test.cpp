// Name services other than files: what SSSD, Winbind and servers that fail answer. The functions of
// the C library stand here in front of its own.
#include "identity/name_service.h"

#include <dlfcn.h>
#include <grp.h>
#include <gtest/gtest.h>
#include <pwd.h>

#include <cerrno>
#include <cstring>
#include <functional>

#include "context/proof.h"
#include "identity/user_map.h"

namespace {

using Answer = std::function<int(const char* name, passwd* entry, char* texts, std::size_t size)>;
using Groups = std::function<int(gid_t* groups, int* count)>;

/// In place of the machine's, if set.
Answer name_service;
Groups group_service;

}  // namespace

extern "C" int getpwnam_r(
    const char* name, passwd* entry, char* texts, std::size_t size, passwd** found) {
    if (!name_service) {
        static const auto real =
            reinterpret_cast<decltype(&getpwnam_r)>(::dlsym(RTLD_NEXT, "getpwnam_r"));
        return real(name, entry, texts, size, found);
    }
    *found = nullptr;
    const int answer = name_service(name, entry, texts, size);
    if (answer == 0) {
        *found = entry;
    }
    // "No such user" is no error of getpwnam_r(3).
    return answer < 0 ? 0 : answer;
}

extern "C" int getgrouplist(const char* name, gid_t group, gid_t* groups, int* count) {
    if (!group_service) {
        static const auto real =
            reinterpret_cast<decltype(&getgrouplist)>(::dlsym(RTLD_NEXT, "getgrouplist"));
        return real(name, group, groups, count);
    }
    return group_service(groups, count);
}

namespace {

using namespace mutauth;

constexpr int kNoSuchUser = -1;

class NameService : public ::testing::Test {
  protected:
    void TearDown() override {
        name_service = nullptr;
        group_service = nullptr;
    }
};

/// A user of that name, whose texts take so many bytes.
int gives(const char* name, passwd* entry, char* texts, std::size_t size, std::size_t needed) {
    if (size < needed) {
        return ERANGE;
    }
    std::strcpy(texts, name);
    *entry = {};
    entry->pw_name = texts;
    entry->pw_uid = 47110;
    entry->pw_gid = 47111;
    return 0;
}

Status status_of(const std::string& name) {
    const auto found = identity::find_user(name);
    return found ? Status::ok : found.error().status();
}

// Winbind and SSSD (case_sensitive = false) answer for ALICE with alice: two principals of a realm
// that tells the cases apart would be one user.
TEST_F(NameService, ThatIgnoresCaseMakesNoTwoPrincipalsOneUser) {
    name_service = [](const char*, passwd* entry, char* texts, std::size_t size) {
        return gives("alice", entry, texts, size, 10);
    };
    group_service = [](gid_t*, int* count) {
        return *count = 0;
    };
    identity::UserMap map;
    map.add_realm("EXAMPLE.TEST");
    for (const auto& [client, status] : {std::pair("alice@EXAMPLE.TEST", Status::ok),
                                         std::pair("ALICE@EXAMPLE.TEST", Status::user_unknown)}) {
        context::Proof proof;
        proof.client = client;
        proof.expires = INT64_MAX;
        const auto found = map.find(identity::Identity(proof));
        EXPECT_EQ(found ? Status::ok : found.error().status(), status) << client;
    }
    // What the administrator wrote is as good in either case.
    EXPECT_EQ(status_of("ALICE"), Status::ok);
}

TEST_F(NameService, IsAskedWithMoreRoomUntilItFits) {
    group_service = [](gid_t*, int* count) {
        return *count = 0;
    };
    for (const std::size_t needed : {std::size_t{1}, std::size_t{1025}, std::size_t{1} << 20}) {
        name_service = [&](const char* name, passwd* entry, char* texts, std::size_t size) {
            return gives(name, entry, texts, size, needed);
        };
        EXPECT_EQ(status_of("alice"), Status::ok) << needed;
    }
    name_service = [](const char*, passwd*, char*, std::size_t) {
        return ERANGE;
    };
    EXPECT_EQ(status_of("alice"), Status::system_error) << "it does not ask for ever";
}

TEST_F(NameService, ThatFailsSaysNothingOfTheUser) {
    for (const int failure : {EIO, EMFILE, ENFILE, EINTR, ETIMEDOUT, EACCES}) {
        name_service = [=](const char*, passwd*, char*, std::size_t) {
            return failure;
        };
        EXPECT_EQ(status_of("alice"), Status::system_error) << failure;
    }
    for (const int absent : {kNoSuchUser, ENOENT, ESRCH}) {
        name_service = [=](const char*, passwd*, char*, std::size_t) {
            return absent;
        };
        EXPECT_EQ(status_of("alice"), Status::user_unknown) << absent;
    }
}

TEST_F(NameService, GivesAsManyGroupsAsTheKernelTakes) {
    name_service = [](const char* name, passwd* entry, char* texts, std::size_t size) {
        return gives(name, entry, texts, size, 10);
    };
    const auto with_groups = [](int number) {
        return [number](gid_t* groups, int* count) {
            const int room = *count;
            *count = number;
            for (int i = 0; i < number && i < room; ++i) {
                groups[i] = static_cast<gid_t>(50000 + i);
            }
            return number <= room ? number : -1;
        };
    };
    for (const int number : {0, 64, 65, 1000, 65536}) {
        group_service = with_groups(number);
        const auto found = identity::find_user("alice");
        ASSERT_TRUE(found) << number;
        EXPECT_EQ(found->groups.size(), static_cast<std::size_t>(number));
        EXPECT_TRUE(number == 0 || found->groups.back() == static_cast<gid_t>(50000 + number - 1));
    }
    group_service = with_groups(1 << 20);
    EXPECT_EQ(status_of("alice"), Status::system_error);
}

}  // namespace
