#include <mutauth/duplicates.h>

#include <gmock/gmock.h>

#include "capi/channels.h"
#include "support/unenforced.h"

namespace {

using testing::Pair;
using testing::UnorderedElementsAre;
using Duplicates = realm::Owner<mutauth_duplicates>;
using Names = std::vector<std::pair<std::string, std::string>>;

Duplicates find(const realm::Directory& directory, int32_t range = MUTAUTH_RANGE_BASE) {
    mutauth_duplicates* made = nullptr;
    EXPECT_EQ(mutauth_directory_find_duplicates(directory.get(), range, nullptr, &made), MUTAUTH_OK)
        << realm::why();
    return {made, mutauth_duplicates_free};
}

Names group_of(const Duplicates& duplicates) {
    Names out;
    for (size_t i = 0; i < mutauth_duplicates_count(duplicates.get()); ++i) {
        const char* spn = nullptr;
        const char* dn = nullptr;
        EXPECT_EQ(mutauth_duplicates_at(duplicates.get(), i, &spn, &dn), MUTAUTH_OK);
        out.emplace_back(spn, dn);
    }
    return out;
}

/// An SPN on two accounts, as long as it lives.
class Planted {
  public:
    Planted() {
        change("add", "othersvc", "HTTP/Planted.example.test");
        change("add", "websvc", "http/planted.example.test");
    }
    ~Planted() {
        change("delete", "othersvc", "HTTP/Planted.example.test");
        change("delete", "websvc", "http/planted.example.test");
    }
    Planted(const Planted&) = delete;
    Planted& operator=(const Planted&) = delete;

  private:
    static void change(const char* how, const std::string& account, const std::string& spn) {
        const std::string text = "dn: " + realm::entry("uid=" + account + ",ou=services") +
                                 "\\nchangetype: modify\\n" + how +
                                 ": servicePrincipalName\\nservicePrincipalName: " + spn + "\\n";
        const std::string command =
            "printf '" + text +
            "' | ldapmodify -Q -Y EXTERNAL -H \"$MUTAUTH_REALM_LDAPI\" > /dev/null";
        ASSERT_EQ(std::system(command.c_str()), 0);
    }

    support::Unenforced slapd_;
};

TEST(CapiDuplicates, AreToldAsGroups) {
    const realm::Directory directory = realm::directory_as("alice");
    const Planted planted;
    for (const int32_t range : {MUTAUTH_RANGE_BASE, MUTAUTH_RANGE_FOREST}) {
        const Duplicates duplicates = find(directory, range);
        EXPECT_EQ(mutauth_duplicates_count(duplicates.get()), 0U);
        int32_t kind = 0;
        const char* spn = nullptr;
        ASSERT_EQ(mutauth_duplicates_next(duplicates.get(), nullptr, &kind, &spn), MUTAUTH_OK)
            << realm::why();
        EXPECT_EQ(kind, MUTAUTH_DUPLICATE_EXACT);
        EXPECT_STRCASEEQ(spn, "http/planted.example.test");
        EXPECT_THAT(
            group_of(duplicates),
            UnorderedElementsAre(
                Pair("http/planted.example.test", realm::entry("uid=websvc,ou=services")),
                Pair("HTTP/Planted.example.test", realm::entry("uid=othersvc,ou=services"))));
        EXPECT_EQ(mutauth_duplicates_next(duplicates.get(), nullptr, &kind, &spn), MUTAUTH_END);
        EXPECT_EQ(kind, 0);
        EXPECT_EQ(spn, nullptr);
        EXPECT_EQ(mutauth_duplicates_count(duplicates.get()), 0U);
    }
}

TEST(CapiDuplicates, AreNoneAndSaySo) {
    const realm::Directory directory = realm::directory_as("alice");
    const Duplicates duplicates = find(directory);
    uint64_t entries = 0;
    mutauth_status status = MUTAUTH_OK;
    while ((status = mutauth_duplicates_advance(duplicates.get(), nullptr, &entries)) ==
           MUTAUTH_CONTINUE) {
        EXPECT_GT(entries, 0U);
    }
    EXPECT_EQ(status, MUTAUTH_OK) << realm::why();
    EXPECT_EQ(mutauth_duplicates_advance(duplicates.get(), nullptr, nullptr), MUTAUTH_OK);
    int32_t kind = -1;
    const char* spn = nullptr;
    EXPECT_EQ(mutauth_duplicates_next(duplicates.get(), nullptr, &kind, &spn), MUTAUTH_END);
}

TEST(CapiDuplicates, ChecksItsArguments) {
    const realm::Directory directory = realm::directory_as("alice");
    auto* made = reinterpret_cast<mutauth_duplicates*>(1);
    EXPECT_EQ(mutauth_directory_find_duplicates(nullptr, MUTAUTH_RANGE_BASE, nullptr, &made),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_directory_find_duplicates(directory.get(), 7, nullptr, &made),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_directory_find_duplicates(directory.get(), 0, nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    const Duplicates duplicates = find(directory);
    int32_t kind = -1;
    const char* spn = "x";
    EXPECT_EQ(mutauth_duplicates_next(nullptr, nullptr, &kind, &spn), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(kind, 0);
    EXPECT_EQ(spn, nullptr);
    EXPECT_EQ(mutauth_duplicates_next(duplicates.get(), nullptr, nullptr, &spn),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_duplicates_next(duplicates.get(), nullptr, &kind, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    uint64_t entries = 1;
    EXPECT_EQ(mutauth_duplicates_advance(nullptr, nullptr, &entries), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(entries, 0U);
    const char* dn = nullptr;
    EXPECT_EQ(mutauth_duplicates_at(nullptr, 0, &spn, &dn), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_duplicates_at(duplicates.get(), 0, &spn, &dn), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_duplicates_at(duplicates.get(), 0, nullptr, &dn), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_duplicates_count(nullptr), 0U);
    mutauth_duplicates_free(nullptr);
}

}  // namespace
