// This program holds the library in itself, so the module is looked for beside the program: copies
// of the program stand beside none, beside a broken one and beside one of something else.
#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>

#include "directory/ldap_module.h"

namespace mutauth::directory {
namespace {

namespace fs = std::filesystem;

class ModuleLoader : public ::testing::Test {
  protected:
    void SetUp() override {
        std::string pattern = (fs::temp_directory_path() / "mutauth-module-XXXXXX").string();
        ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
        folder_ = pattern;
        fs::create_directories(folder_ / "bin" / "mutauth");
        fs::copy_file("/proc/self/exe", folder_ / "bin" / "program");
    }
    void TearDown() override { fs::remove_all(folder_); }

    fs::path beside() const { return folder_ / "bin" / "mutauth" / "ldap.so"; }

    /// What the copy finds out: its test below prints the failure.
    std::string failure() const {
        const std::string command = (folder_ / "bin" / "program").string() +
                                    " --gtest_filter=ModuleLoaderCopy.* "
                                    "--gtest_also_run_disabled_tests > " +
                                    (folder_ / "said").string() + " 2>&1";
        EXPECT_EQ(std::system(command.c_str()), 0);
        std::ifstream said(folder_ / "said");
        return {std::istreambuf_iterator<char>(said), std::istreambuf_iterator<char>()};
    }

    fs::path folder_;
};

TEST(ModuleLoaderCopy, DISABLED_SaysWhatItFinds) {
    const auto module = ldap_module();
    ASSERT_FALSE(module);
    EXPECT_EQ(module.error().status(), Status::directory_module_missing);
    std::cout << module.error().message() << '\n' << module.error().remedy() << '\n';
}

TEST_F(ModuleLoader, NamesTheFileThatIsMissing) {
    const std::string said = failure();
    EXPECT_NE(said.find(beside().string()), std::string::npos) << said;
    EXPECT_NE(said.find("there is no such file"), std::string::npos) << said;
}

TEST_F(ModuleLoader, GivesTheLoadersReason) {
    std::ofstream(beside()) << "this is no library";
    const std::string said = failure();
    EXPECT_NE(said.find("cannot be used"), std::string::npos) << said;
    EXPECT_NE(said.find("file too short"), std::string::npos) << said;
    EXPECT_NE(said.find("libldap"), std::string::npos) << "the package must be named: " << said;
}

TEST_F(ModuleLoader, RefusesALibraryThatIsNotItsOwn) {
    Dl_info info{};
    ASSERT_NE(::dladdr(::dlsym(RTLD_DEFAULT, "krb5_init_context"), &info), 0);
    fs::copy_file(fs::canonical(info.dli_fname), beside());
    EXPECT_NE(failure().find("not mutauth's"), std::string::npos);
}

TEST_F(ModuleLoader, RefusesTheModuleOfAnotherBuild) {
    const fs::path built = fs::canonical("/proc/self/exe").parent_path() / "../lib/mutauth/ldap.so";
    if (!fs::exists(built)) {
        GTEST_SKIP() << "the module is not built: " << built;
    }
    std::ifstream in(built, std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const auto at = bytes.find(module_tag());
    ASSERT_NE(at, std::string::npos);
    bytes[at] = 'M';
    std::ofstream(beside(), std::ios::binary) << bytes;
    EXPECT_NE(failure().find("another build"), std::string::npos);
}

}  // namespace
}  // namespace mutauth::directory
