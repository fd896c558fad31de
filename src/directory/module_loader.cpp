// Finds the LDAP module beside libmutauth itself, wherever that is installed, and loads it once.
#include <dlfcn.h>
#include <fmt/format.h>
#include <link.h>

#include <cstring>
#include <filesystem>
#include <mutex>
#include <vector>

#include "directory/ldap_module.h"

namespace mutauth::directory {
namespace {

namespace fs = std::filesystem;

/// The file that this code was loaded from. dladdr tells the main program's by argv[0], which its
/// starter chooses, so that one is asked of the kernel.
fs::path own_file() {
    static const char here = 0;
    Dl_info info{};
    link_map* map = nullptr;
    const int known = ::dladdr1(&here, &info, reinterpret_cast<void**>(&map), RTLD_DL_LINKMAP);
    const bool library = known != 0 && map != nullptr && map->l_name[0] != '\0';
    std::error_code ignored;
    return fs::canonical(library ? fs::path(map->l_name) : fs::path("/proc/self/exe"), ignored);
}

/// Beside the library; for a program that holds the library in itself, also as installed or built.
std::vector<fs::path> candidates() {
    const fs::path own = own_file();
    if (own.empty()) {
        return {};
    }
    const fs::path folder = own.parent_path();
    return {folder / "mutauth" / "ldap.so", folder / ".." / "lib" / "mutauth" / "ldap.so"};
}

fs::path first_that_exists(const std::vector<fs::path>& paths) {
    std::error_code ignored;
    for (const auto& path : paths) {
        if (fs::exists(path, ignored)) {
            return path;
        }
    }
    return {};
}

Error missing(const std::string& file, std::string_view why) {
    return Error(Status::directory_module_missing,
                 fmt::format("the LDAP module {} cannot be used: {}", file, why))
        .with("file", file)
        .with("reason", why);
}

Result<const LdapModule*> load(const fs::path& path) {
    // Never unloaded: sessions keep pointers into it, and libldap's own threads and exit handlers
    // do not survive it.
    void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE);
    if (library == nullptr) {
        const char* why = ::dlerror();
        return missing(path.string(), why != nullptr ? why : "no reason given");
    }
    using Entry = const LdapModule* (*)();
    const auto entry = reinterpret_cast<Entry>(::dlsym(library, kModuleEntry));
    if (entry == nullptr) {
        return missing(path.string(), "it is not mutauth's").with_remedy("reinstall mutauth");
    }
    const LdapModule* module = entry();
    if (std::strcmp(module->tag, module_tag()) != 0) {
        return missing(path.string(), "it belongs to another build of mutauth")
            .with("module's tag", module->tag)
            .with("library's tag", module_tag())
            .with_remedy("reinstall mutauth, so that the library and its module fit");
    }
    return module;
}

}  // namespace

Result<const LdapModule*> ldap_module() {
    static std::mutex mutex;
    static const LdapModule* loaded = nullptr;
    const std::lock_guard held(mutex);
    if (loaded != nullptr) {
        return loaded;
    }
    // A failure is not kept: the package may be installed while the process runs.
    const auto paths = candidates();
    const fs::path path = first_that_exists(paths);
    if (path.empty()) {
        const std::string expected = paths.empty() ? "mutauth/ldap.so" : paths.front().string();
        return missing(expected, "there is no such file")
            .with_remedy("install the rest of mutauth: the module belongs beside the library");
    }
    auto module = load(path);
    if (module) {
        loaded = *module;
    }
    return module;
}

}  // namespace mutauth::directory
