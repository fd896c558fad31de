#include "registration/key_keepers.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <vector>

#include "core/regular_file.h"
#include "core/text.h"
#include "spn/kerberos_principal.h"
#include "spn/local_names.h"

namespace mutauth::registration {
namespace {

bool same_file(const std::string& a, const std::string& b) {
    struct stat one {};
    struct stat other {};
    return ::stat(a.c_str(), &one) == 0 && ::stat(b.c_str(), &other) == 0 &&
           one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

std::string trimmed(const std::string& text) {
    const auto from = text.find_first_not_of(" \t");
    const auto to = text.find_last_not_of(" \t\r");
    return from == std::string::npos ? "" : text.substr(from, to - from + 1);
}

/// A value names the keytab as libkrb5 would: "FILE:/path" or "/path".
bool names_keytab(const std::string& value, const std::string& keytab) {
    const auto path = credential::keytab_path(value);
    return path && same_file(*path, keytab);
}

std::vector<std::string> sssd_files(const KeeperPaths& paths) {
    std::vector<std::string> snippets;
    std::error_code unreadable;
    for (const auto& file : std::filesystem::directory_iterator(paths.sssd_snippets, unreadable)) {
        const std::string called = file.path().filename();
        if (!called.starts_with('.') && called.ends_with(".conf")) {
            snippets.push_back(file.path());
        }
    }
    std::sort(snippets.begin(), snippets.end());
    snippets.insert(snippets.begin(), paths.sssd_configuration);
    return snippets;
}

/// The line of sssd's configuration by which sssd keeps this keytab, "" if there is none. Its AD
/// provider renews the machine's password in the system's keytab unless another is named.
std::string sssd_line_in(const std::string& path,
                         const std::string& keytab,
                         const KeeperPaths& paths) {
    std::ifstream file(path);
    std::string line;
    for (int read = 0; read < 100000 && std::getline(file, line); ++read) {
        const auto equals = line.find('=');
        if (equals == std::string::npos) {
            continue;
        }
        const std::string key = trimmed(line.substr(0, equals));
        const std::string value = trimmed(line.substr(equals + 1));
        const bool names_it =
            (key == "krb5_keytab" || key == "ldap_krb5_keytab") && names_keytab(value, keytab);
        const bool renews =
            key == "id_provider" && value == "ad" && same_file(paths.system_keytab, keytab);
        if (names_it || renews) {
            return fmt::format("{}: {}", path, displayed(trimmed(line)));
        }
    }
    return "";
}

std::string sssd_line(const std::string& keytab, const KeeperPaths& paths) {
    for (const auto& path : sssd_files(paths)) {
        if (std::string line = sssd_line_in(path, keytab, paths); !line.empty()) {
            return line;
        }
    }
    return "";
}

Result<bool> system_has(const std::string& account,
                        const KeeperPaths& paths,
                        const Deadline& deadline) {
    if (!may_exist(paths.system_keytab)) {
        return false;
    }
    auto entries = credential::read_keytab(paths.system_keytab, deadline);
    if (!entries) {
        // A keytab that only root may read is not this caller's account's.
        return ::access(paths.system_keytab.c_str(), R_OK) != 0 ? Result<bool>(false)
                                                                : std::move(entries).error();
    }
    return std::any_of(entries->begin(), entries->end(), [&](const auto& entry) {
        return equal_ignoring_ascii_case(entry.principal, account);
    });
}

/// Samba keeps the key of "<this host>$".
bool is_this_machine(const std::string& account) {
    auto host = spn::local_host();
    const std::string name = spn::split_principal(account).name();
    return host && equal_ignoring_ascii_case(name, host->substr(0, host->find('.')) + "$");
}

}  // namespace

Result<Keeper> find_keeper(const std::string& keytab,
                           const std::string& account,
                           const KeeperPaths& paths,
                           const Deadline& deadline) {
    if (const std::string line = sssd_line(keytab, paths); !line.empty()) {
        return Keeper{"sssd", line};
    }
    auto shared = system_has(account, paths, deadline);
    if (!shared) {
        return std::move(shared).error();
    }
    const bool systems = *shared || same_file(keytab, paths.system_keytab);
    if ((systems || is_this_machine(account)) && may_exist(paths.samba_secrets)) {
        return Keeper{"samba", paths.samba_secrets + " is there"};
    }
    if (!systems) {
        return Keeper{};
    }
    // sssd renews the account's key whichever other keytab we hold it in.
    if (const std::string line = sssd_line(paths.system_keytab, paths); !line.empty()) {
        return Keeper{"sssd", line};
    }
    return Keeper{"system", paths.system_keytab + " holds the account's key"};
}

Result<void> require_keeper(const Keeper& found,
                            const std::string& account,
                            const std::string& named_by_caller) {
    if (found.name.empty() || found.name == named_by_caller) {
        return {};
    }
    return Error(Status::key_kept_elsewhere,
                 fmt::format("the key of {} is kept by {}, which would lose it", displayed(account),
                             found.name))
        .with("keeper", found.name)
        .with("shown by", found.evidence)
        .with("account", displayed(account));
}

}  // namespace mutauth::registration
