#include <gmock/gmock.h>

#include "capi/realm.h"

namespace {

using testing::ElementsAre;
using testing::Pair;

using Candidates = realm::Owner<mutauth_candidates>;

TEST(CapiCandidates, AreOrderedAndReasoned) {
    mutauth_alias_map* map = nullptr;
    ASSERT_EQ(mutauth_alias_map_new(&map), MUTAUTH_OK);
    const realm::Owner<mutauth_alias_map> aliases(map, mutauth_alias_map_free);
    ASSERT_EQ(mutauth_alias_map_add(map, "host=http"), MUTAUTH_OK);
    mutauth_candidates* made = nullptr;
    ASSERT_EQ(mutauth_candidates_of(realm::spn("http/Web.:80@R").get(), "a.test", map, &made),
              MUTAUTH_OK);
    const Candidates owner(made, mutauth_candidates_free);
    std::vector<std::pair<std::string, int32_t>> found;
    for (size_t i = 0; i < mutauth_candidates_count(made); ++i) {
        found.emplace_back(mutauth_spn_text(mutauth_candidates_name_at(made, i)),
                           mutauth_candidates_reason_at(made, i));
        EXPECT_STRNE(mutauth_candidates_words_at(made, i), "");
        EXPECT_STREQ(mutauth_spn_realm(mutauth_candidates_name_at(made, i)), "R");
    }
    EXPECT_THAT(found, ElementsAre(Pair("http/Web.:80", MUTAUTH_CANDIDATE_AS_GIVEN),
                                   Pair("http/Web:80", MUTAUTH_CANDIDATE_WITHOUT_DOT),
                                   Pair("http/web:80", MUTAUTH_CANDIDATE_LOWER_CASE),
                                   Pair("HTTP/web:80", MUTAUTH_CANDIDATE_CLASS_SPELLING),
                                   Pair("HTTP/web.a.test:80", MUTAUTH_CANDIDATE_FULL_NAME),
                                   Pair("HTTP/web.a.test", MUTAUTH_CANDIDATE_WITHOUT_PORT),
                                   Pair("host/Web.:80", MUTAUTH_CANDIDATE_ALIAS),
                                   Pair("host/Web:80", MUTAUTH_CANDIDATE_ALIAS),
                                   Pair("host/web:80", MUTAUTH_CANDIDATE_ALIAS),
                                   Pair("host/web.a.test:80", MUTAUTH_CANDIDATE_ALIAS),
                                   Pair("host/web.a.test", MUTAUTH_CANDIDATE_ALIAS),
                                   Pair("RestrictedKrbHost/web.a.test",
                                        MUTAUTH_CANDIDATE_RESTRICTED_HOST)));
    const size_t beyond = found.size();
    EXPECT_EQ(mutauth_candidates_name_at(made, beyond), nullptr);
    EXPECT_EQ(mutauth_candidates_reason_at(made, beyond), 0);
    EXPECT_EQ(mutauth_candidates_words_at(made, beyond), nullptr);
}

TEST(CapiCandidates, RefuseBadArguments) {
    mutauth_candidates* made = nullptr;
    const realm::Spn spn = realm::spn("a/b");
    const auto status = [&](const char* domain) {
        return mutauth_candidates_of(spn.get(), domain, nullptr, &made);
    };
    EXPECT_EQ(status(""), MUTAUTH_INVALID_NAME);
    EXPECT_EQ(status("a/b"), MUTAUTH_INVALID_NAME);
    EXPECT_EQ(status("a\x01"), MUTAUTH_INVALID_NAME);
    EXPECT_EQ(status("\xff"), MUTAUTH_NOT_UTF8);
    EXPECT_EQ(status("192.0.2.7"), MUTAUTH_NAME_IS_ADDRESS);
    EXPECT_EQ(status(std::string(1 << 16, 'x').c_str()), MUTAUTH_NAME_TOO_LONG);
    EXPECT_EQ(made, nullptr);
    EXPECT_EQ(mutauth_candidates_of(nullptr, nullptr, nullptr, &made), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_candidates_of(spn.get(), nullptr, nullptr, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_candidates_of(spn.get(), nullptr,
                                    reinterpret_cast<mutauth_alias_map*>(spn.get()), &made),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_candidates_count(nullptr), 0U);
    mutauth_candidates_free(nullptr);
}

}  // namespace
