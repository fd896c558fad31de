// The options that name a directory, the same for every command that asks one.
#pragma once

#include <mutauth/mutauth.hpp>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "credential_options.h"
#include "steps.h"

namespace mutauth::command {

class DirectoryOptions {
  public:
    /// The object must live as long as the parsing.
    void add_to(CLI::App& app);
    /// For commands that may search more than one domain.
    void add_range_to(CLI::App& app, const std::string& forest = "--forest");

    /// For commands that look whether another account has a name.
    void add_uniqueness_to(CLI::App& app);
    /// The same for commands that have the catalog's options from add_range_to.
    void add_unique_in_to(CLI::App& app);
    /// For commands that register names.
    void add_unusable_to(CLI::App& app);

    /// A session that both sides proved and that is sealed.
    auth::Directory open() const;

    /// How long one request may take.
    auth::Deadline deadline() const { return auth::Deadline(timeout_); }
    bool json() const noexcept { return json_; }
    /// MUTAUTH_RANGE_...
    std::int32_t range() const noexcept;
    /// "" for everywhere.
    const std::string& unique_in() const noexcept { return unique_in_; }

  private:
    void add_catalog_to(CLI::App& app);
    /// The session, and what its server has proved.
    struct Proven {
        auth::Directory directory;
        auth::Spn spn;
    };

    auth::Spn spn() const;
    Proven open_at(const std::string& server,
                   const auth::Spn& wanted,
                   const auth::Credential& credential) const;
    Proven open_located(const std::string& server,
                        const std::string& domain,
                        const auth::Credential& credential) const;
    Proven open_any(const auth::Credential& credential) const;
    void open_catalog(Proven& proven, const auth::Credential& credential) const;
    std::optional<auth::Spn> catalog_spn(const auth::Spn& proven) const;

    std::string server_;
    std::string spn_;
    std::string base_;
    std::string unique_in_;
    bool allow_unusable_ = false;
    bool forest_ = false;
    std::string catalog_;
    std::string catalog_spn_;
    CredentialOptions credential_;
    std::chrono::milliseconds timeout_{30000};
    Steps steps_;
    bool json_ = false;
};

}  // namespace mutauth::command
