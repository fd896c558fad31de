#include <mutauth/found.h>

#include <gmock/gmock.h>

#include "capi/channels.h"

namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;
using Found = realm::Owner<mutauth_found>;
using Names = std::vector<std::pair<std::string, std::string>>;

const char* const kHost1 = "cn=host1,ou=computers";

Names all(const Found& found) {
    Names out;
    const char* spn = nullptr;
    const char* dn = nullptr;
    mutauth_status status = MUTAUTH_OK;
    while ((status = mutauth_found_next(found.get(), nullptr, &spn, &dn)) == MUTAUTH_OK) {
        out.emplace_back(spn, dn);
    }
    EXPECT_EQ(status, MUTAUTH_END) << realm::why();
    EXPECT_EQ(spn, nullptr);
    EXPECT_EQ(dn, nullptr);
    return out;
}

Found find(const realm::Directory& directory, const char* pattern, int32_t range) {
    mutauth_found* made = nullptr;
    EXPECT_EQ(mutauth_directory_find_spns(directory.get(), pattern, range, nullptr, &made),
              MUTAUTH_OK)
        << realm::why();
    return {made, mutauth_found_free};
}

TEST(CapiFound, AreTheSpnsThatMatch) {
    const realm::Directory directory = realm::directory_as("alice");
    for (const int32_t range : {MUTAUTH_RANGE_BASE, MUTAUTH_RANGE_FOREST}) {
        const Found found = find(directory, "HOST/host1.*", range);
        EXPECT_EQ(mutauth_found_entries(found.get()), 0U);
        EXPECT_THAT(all(found), ElementsAre(Pair("host/host1.example.test", realm::entry(kHost1))));
        EXPECT_EQ(mutauth_found_entries(found.get()), 1U);
        EXPECT_THAT(all(found), IsEmpty()) << "the end stays the end";
    }
    EXPECT_THAT(all(find(directory, "*", MUTAUTH_RANGE_BASE)),
                Contains(Pair("host/host1.example.test", realm::entry(kHost1))));
    EXPECT_THAT(all(find(directory, "host/*)(cn=*", MUTAUTH_RANGE_BASE)), IsEmpty());
}

TEST(CapiFound, MayBeFreedBeforeTheEnd) {
    const realm::Directory directory = realm::directory_as("alice");
    const Found found = find(directory, "*", MUTAUTH_RANGE_BASE);
    const char* spn = nullptr;
    const char* dn = nullptr;
    ASSERT_EQ(mutauth_found_next(found.get(), nullptr, &spn, &dn), MUTAUTH_OK) << realm::why();
    EXPECT_STRNE(spn, "");
    EXPECT_THAT(dn, HasSubstr(realm::variable("MUTAUTH_REALM_SUFFIX")));
}

TEST(CapiFound, TakesNoPatternThatNothingMatches) {
    const realm::Directory directory = realm::directory_as("alice");
    const std::string longest(1025, 'x');
    for (const char* bad : {"", "websvc", longest.c_str()}) {
        auto* made = reinterpret_cast<mutauth_found*>(1);
        EXPECT_EQ(
            mutauth_directory_find_spns(directory.get(), bad, MUTAUTH_RANGE_BASE, nullptr, &made),
            MUTAUTH_SPN_PATTERN_MALFORMED)
            << bad;
        EXPECT_EQ(made, nullptr);
    }
    mutauth_found* made = nullptr;
    EXPECT_EQ(
        mutauth_directory_find_spns(directory.get(), "a/\xff", MUTAUTH_RANGE_BASE, nullptr, &made),
        MUTAUTH_NOT_UTF8);
}

TEST(CapiFound, IsStoppedByItsDeadline) {
    const realm::Directory directory = realm::directory_as("alice");
    const Found found = find(directory, "*", MUTAUTH_RANGE_BASE);
    const realm::Deadline passed = realm::within(0);
    const char* spn = nullptr;
    const char* dn = nullptr;
    EXPECT_EQ(mutauth_found_next(found.get(), passed.get(), &spn, &dn), MUTAUTH_DIRECTORY_SILENT);
    EXPECT_EQ(spn, nullptr);
}

TEST(CapiLookUpSpn, TellsHowItFound) {
    const realm::Directory directory = realm::directory_as("alice");
    const auto look_up = [&](const char* text) {
        int32_t by = -1;
        mutauth_holders* made = nullptr;
        EXPECT_EQ(mutauth_directory_look_up_spn(directory.get(), realm::spn(text).get(), nullptr,
                                                &by, &made),
                  MUTAUTH_OK)
            << realm::why();
        const realm::Holders holders(made, mutauth_holders_free);
        const char* dn = nullptr;
        const mutauth_status status = mutauth_holders_next(holders.get(), &dn);
        EXPECT_EQ(status, by == MUTAUTH_FOUND_BY_NOTHING ? MUTAUTH_END : MUTAUTH_OK);
        return std::pair(by, std::string(dn == nullptr ? "" : dn));
    };
    EXPECT_EQ(look_up("HOST/host1.example.test"),
              std::pair(MUTAUTH_FOUND_BY_EXACT, realm::entry(kHost1)));
    // Aliases are Active Directory's own.
    EXPECT_EQ(look_up("cifs/host1.example.test").first, MUTAUTH_FOUND_BY_NOTHING);
    mutauth_holders* made = nullptr;
    EXPECT_EQ(mutauth_directory_look_up_spn(directory.get(), realm::spn("a/b").get(), nullptr,
                                            nullptr, &made),
              MUTAUTH_OK);
    mutauth_holders_free(made);
}

TEST(CapiCheckUnique, NamesTheHolder) {
    const realm::Directory directory = realm::directory_as("alice");
    const realm::Spn spn = realm::spn("host/host1.example.test");
    const std::string own = realm::entry(kHost1);
    EXPECT_EQ(mutauth_directory_check_unique(directory.get(), spn.get(), own.c_str(), nullptr),
              MUTAUTH_OK);
    for (const char* dn : {static_cast<const char*>(nullptr), "uid=websvc,dc=x"}) {
        EXPECT_EQ(mutauth_directory_check_unique(directory.get(), spn.get(), dn, nullptr),
                  MUTAUTH_SPN_TAKEN);
        EXPECT_THAT(realm::why(), HasSubstr(own));
    }
    mutauth_found* made = nullptr;
    ASSERT_EQ(mutauth_directory_find_alias_conflicts(directory.get(), spn.get(), own.c_str(),
                                                     nullptr, &made),
              MUTAUTH_OK);
    EXPECT_THAT(all({made, mutauth_found_free}), IsEmpty());
}

TEST(CapiCatalog, IsNotNeededButWhereThereAreSome) {
    const realm::Directory directory = realm::directory_as("alice");
    const realm::Credential alice = realm::account("alice");
    EXPECT_EQ(mutauth_directory_open_catalog(directory.get(), nullptr, nullptr, alice.get(),
                                             nullptr, nullptr),
              MUTAUTH_OK);
    EXPECT_EQ(mutauth_directory_open_catalog(directory.get(), "localhost", nullptr, alice.get(),
                                             nullptr, nullptr),
              MUTAUTH_CATALOG_UNFIT)
        << realm::why();
    EXPECT_EQ(
        mutauth_directory_open_catalog(nullptr, nullptr, nullptr, alice.get(), nullptr, nullptr),
        MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_directory_open_catalog(directory.get(), nullptr, nullptr, nullptr, nullptr,
                                             nullptr),
              MUTAUTH_WRONG_HANDLE);
}

TEST(CapiFound, ChecksItsArguments) {
    const realm::Directory directory = realm::directory_as("alice");
    const realm::Spn spn = realm::spn("a/b");
    auto* wrong = reinterpret_cast<mutauth_directory*>(spn.get());
    auto* made = reinterpret_cast<mutauth_found*>(1);
    EXPECT_EQ(mutauth_directory_find_spns(wrong, "*", MUTAUTH_RANGE_BASE, nullptr, &made),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(made, nullptr);
    for (const int32_t range : {-1, 2}) {
        EXPECT_EQ(mutauth_directory_find_spns(directory.get(), "*", range, nullptr, &made),
                  MUTAUTH_INVALID_ARGUMENT);
    }
    EXPECT_EQ(mutauth_directory_find_spns(directory.get(), nullptr, 0, nullptr, &made),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_directory_find_spns(directory.get(), "*", 0, nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    made = reinterpret_cast<mutauth_found*>(1);
    EXPECT_EQ(mutauth_directory_find_alias_conflicts(wrong, spn.get(), nullptr, nullptr, &made),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_directory_find_alias_conflicts(directory.get(), spn.get(), nullptr, nullptr,
                                                     nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_directory_check_unique(wrong, spn.get(), nullptr, nullptr),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_directory_check_unique(directory.get(), nullptr, nullptr, nullptr),
              MUTAUTH_WRONG_HANDLE);
    int32_t by = -1;
    auto* holders = reinterpret_cast<mutauth_holders*>(1);
    EXPECT_EQ(mutauth_directory_look_up_spn(wrong, spn.get(), nullptr, &by, &holders),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(holders, nullptr);
    EXPECT_EQ(by, MUTAUTH_FOUND_BY_NOTHING);
    EXPECT_EQ(mutauth_directory_look_up_spn(directory.get(), spn.get(), nullptr, &by, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    const char* text = "x";
    EXPECT_EQ(mutauth_found_next(nullptr, nullptr, &text, &text), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(text, nullptr);
    const Found found = find(directory, "*", MUTAUTH_RANGE_BASE);
    EXPECT_EQ(mutauth_found_next(found.get(), nullptr, nullptr, &text), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_found_next(found.get(), nullptr, &text, nullptr), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_found_entries(nullptr), 0U);
    mutauth_found_free(nullptr);
}

}  // namespace
