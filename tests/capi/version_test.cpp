#include <mutauth/version.h>

#include <fstream>
#include <set>
#include <sstream>

#include "capi/realm.h"

namespace {

TEST(CapiVersion, IsThatOfTheHeaders) {
    const std::string headers = std::to_string(MUTAUTH_VERSION_MAJOR) + "." +
                                std::to_string(MUTAUTH_VERSION_MINOR) + "." +
                                std::to_string(MUTAUTH_VERSION_PATCH);
    EXPECT_EQ(mutauth_version(), headers);
}

TEST(CapiVersion, KnowsItsFeatures) {
    EXPECT_EQ(mutauth_has_feature("kerberos"), 1);
    EXPECT_EQ(mutauth_has_feature("negotiate"), 1);
    for (const char* unknown : {"", "Kerberos", "kerberos ", "ntlm"}) {
        EXPECT_EQ(mutauth_has_feature(unknown), 0) << unknown;
    }
    EXPECT_EQ(mutauth_has_feature(nullptr), 0);
}

#if defined(__x86_64__) && defined(MUTAUTH_ONE_PASS)
/// The kernel's own words for what this processor has.
std::set<std::string> processor_flags() {
    std::ifstream file("/proc/cpuinfo");
    std::set<std::string> out;
    for (std::string line; out.empty() && std::getline(file, line);) {
        if (line.starts_with("flags")) {
            std::istringstream words(line.substr(line.find(':') + 1));
            out.insert(std::istream_iterator<std::string>(words), {});
        }
    }
    return out;
}

TEST(CapiVersion, SealsInOnePassWhereTheProcessorHasTheUnits) {
    const std::set<std::string> flags = processor_flags();
    ASSERT_FALSE(flags.empty());
    const bool has_units =
        flags.contains("aes") && flags.contains("sha_ni") && flags.contains("sse4_1");
    EXPECT_EQ(mutauth_has_feature("one-pass"), has_units ? 1 : 0);
}
#else
TEST(CapiVersion, SealsByOpensslAlone) {
    EXPECT_EQ(mutauth_has_feature("one-pass"), 0);
}
#endif

}  // namespace
