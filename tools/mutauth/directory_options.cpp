#include "directory_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "exit_code.h"
#include "options.h"
#include "output.h"

namespace mutauth::command {
namespace {

constexpr std::string_view kScheme = "ldap://";

/// The host of "[ldap://]host[:port]" or "[ldap://][v6][:port]"; the library checks the rest.
std::string host_of(std::string server) {
    if (server.compare(0, kScheme.size(), kScheme) == 0) {
        server.erase(0, kScheme.size());
    }
    if (server.compare(0, 1, "[") == 0) {
        return server.substr(1, server.find(']') - 1);
    }
    return server.substr(0, server.find_first_of(":/"));
}

/// The realm as DNS knows it: RFC 4120 6.1.
std::string domain_of(const auth::Credential& credential) {
    std::string principal(credential.principal());
    std::string domain = principal.substr(principal.rfind('@') + 1);
    std::transform(domain.begin(), domain.end(), domain.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return domain;
}

/// Another server of the domain may do better.
bool is_of_one_server(mutauth_status status) {
    return status == MUTAUTH_DIRECTORY_UNREACHABLE || status == MUTAUTH_DIRECTORY_SILENT ||
           status == MUTAUTH_DIRECTORY_LOST;
}

}  // namespace

void DirectoryOptions::add_to(CLI::App& app) {
    add_text(app, "--server", server_,
             "the directory's address (default: Active Directory's, by DNS)", "HOST[:PORT]");
    add_text(app, "--directory-spn", spn_,
             "what the directory must prove (default: ldap/HOST of its server)", "SPN");
    add_text(app, "--base", base_, "search accounts below this entry (default: all)", "DN");
    credential_.add_to(app);
    add_duration(app, "--timeout", timeout_, "how long connecting or one request may take");
    app.add_flag("--json", json_, "print JSON");
    steps_.add_to(app);
}

void DirectoryOptions::add_range_to(CLI::App& app, const std::string& forest) {
    app.add_flag(forest, forest_,
                 "search all naming contexts, or on Active Directory the global catalog");
    add_catalog_to(app);
}

void DirectoryOptions::add_uniqueness_to(CLI::App& app) {
    add_catalog_to(app);
    add_unique_in_to(app);
}

void DirectoryOptions::add_unique_in_to(CLI::App& app) {
    add_text(app, "--unique-in", unique_in_,
             "look for other holders below this entry only (default: everywhere)", "DN");
}

void DirectoryOptions::add_catalog_to(CLI::App& app) {
    add_text(app, "--catalog", catalog_,
             "the global catalog's address if not --server; usual port 3268", "HOST[:PORT]");
    add_text(app, "--catalog-spn", catalog_spn_,
             "what the catalog must prove (default: as --server, for HOST)", "SPN");
}

void DirectoryOptions::add_unusable_to(CLI::App& app) {
    app.add_flag("--allow-unusable", allow_unusable_,
                 "register names that will not work too, with a warning");
}

std::int32_t DirectoryOptions::range() const noexcept {
    return forest_ || !catalog_.empty() ? MUTAUTH_RANGE_FOREST : MUTAUTH_RANGE_BASE;
}

std::optional<auth::Spn> DirectoryOptions::catalog_spn(const auth::Spn& proven) const {
    if (!catalog_spn_.empty()) {
        return auth::Spn::parse(catalog_spn_);
    }
    if (catalog_.empty()) {
        return std::nullopt;
    }
    const std::string domain(proven.service());
    return auth::Spn::compose("ldap", host_of(catalog_), 0,
                              domain.empty() ? nullptr : domain.c_str());
}

void DirectoryOptions::open_catalog(Proven& proven, const auth::Credential& credential) const {
    const auto wanted = catalog_spn(proven.spn);
    steps_.say("asking for the global catalog");
    proven.directory.open_catalog(catalog_.empty() ? nullptr : catalog_.c_str(),
                                  wanted ? &*wanted : nullptr, credential, deadline());
}

auth::Spn DirectoryOptions::spn() const {
    if (!spn_.empty()) {
        return auth::Spn::parse(spn_);
    }
    try {
        return auth::Spn::compose("ldap", host_of(server_));
    } catch (const auth::Error& error) {
        if (error.status() != MUTAUTH_NAME_IS_ADDRESS) {
            throw;
        }
        throw Usage(
            "--server is an IP address, which no account is registered for;\n"
            "  remedy: say by --directory-spn what the directory must prove, as in "
            "ldap/dc1.example.test");
    }
}

DirectoryOptions::Proven DirectoryOptions::open_at(const std::string& server,
                                                   const auth::Spn& wanted,
                                                   const auth::Credential& credential) const {
    steps_.say("asking " + server + " to prove " + std::string(wanted.text()));
    const auth::Deadline until = deadline();
    auto directory = auth::Directory::open(server, wanted, credential, steps_.policy(), until);
    steps_.say("proven: " + std::string(wanted.text()) + "; all that follows is sealed");
    return {std::move(directory), wanted};
}

DirectoryOptions::Proven DirectoryOptions::open_located(const std::string& server,
                                                        const std::string& domain,
                                                        const auth::Credential& credential) const {
    if (!spn_.empty()) {
        return open_at(server, auth::Spn::parse(spn_), credential);
    }
    // Only domain controllers hold this one ([MS-ADTS] 7.6.2.3), whatever DNS says. Any host of the
    // realm may hold ldap/HOST: whether it is the directory's, DNS must not decide.
    const auto wanted = auth::Spn::compose("ldap", host_of(server), 0, domain.c_str());
    try {
        return open_at(server, wanted, credential);
    } catch (const auth::Error& error) {
        if (error.status() != MUTAUTH_SERVICE_UNKNOWN) {
            throw;
        }
        throw Usage("DNS names " + server + " for the directory of " + domain +
                    ", and the KDC knows no " + std::string(wanted.text()) +
                    ", which would prove it;\n  remedy: if that is the directory, say so by "
                    "--server " +
                    server);
    }
}

DirectoryOptions::Proven DirectoryOptions::open_any(const auth::Credential& credential) const {
    const std::string domain = domain_of(credential);
    steps_.say("asking DNS for the directory servers of " + domain);
    const auto servers = auth::Directory::locate(domain, deadline());
    for (std::size_t i = 0; i + 1 < servers.size(); ++i) {
        try {
            return open_located(servers[i], domain, credential);
        } catch (const auth::Error& error) {
            if (!is_of_one_server(error.status())) {
                throw;
            }
            steps_.say(std::string(error.what()) + "; asking the next one");
        }
    }
    return open_located(servers.back(), domain, credential);
}

auth::Directory DirectoryOptions::open() const {
    const auto given = server_.empty() ? std::nullopt : std::make_optional(spn());
    const auth::Credential credential = credential_.open(steps_);
    Proven proven = given ? open_at(server_, *given, credential) : open_any(credential);
    auth::Directory& directory = proven.directory;
    if (range() == MUTAUTH_RANGE_FOREST) {
        open_catalog(proven, credential);
    }
    if (!base_.empty()) {
        directory.set_base(base_);
    }
    if (!unique_in_.empty()) {
        directory.set_unique_base(unique_in_);
        command::say("by --unique-in, other holders of a name are looked for below " + unique_in_ +
                     " only");
    }
    if (allow_unusable_) {
        directory.allow_unusable_names();
    }
    steps_.say("searching below " + std::string(directory.base()));
    return std::move(proven.directory);
}

}  // namespace mutauth::command
