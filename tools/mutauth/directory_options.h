// The options that name a directory, the same for every command that asks one.
#pragma once

#include <mutauth/mutauth.hpp>

#include <chrono>
#include <string>

#include "credential_options.h"
#include "steps.h"

namespace mutauth::command {

class DirectoryOptions {
  public:
    /// The object must live as long as the parsing.
    void add_to(CLI::App& app);

    /// A session that both sides proved and that is sealed.
    auth::Directory open() const;

    /// How long one request may take.
    auth::Deadline deadline() const { return auth::Deadline(timeout_); }
    bool json() const noexcept { return json_; }

  private:
    auth::Spn spn() const;

    std::string server_;
    std::string spn_;
    std::string base_;
    CredentialOptions credential_;
    std::chrono::milliseconds timeout_{30000};
    Steps steps_;
    bool json_ = false;
};

}  // namespace mutauth::command
