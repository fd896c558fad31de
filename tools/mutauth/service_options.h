// The options that name a service's own keys, the same for every command that needs them. Whose
// credential asks is another matter: credential_options.h.
#pragma once

#include <mutauth/mutauth.hpp>

#include <string>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace mutauth::command {

namespace auth = mutauth::v1;

class ServiceOptions {
  public:
    /// The object must live as long as the parsing.
    CLI::Option* add_keytab_to(CLI::App& app, const std::string& description);
    CLI::Option* add_account_to(CLI::App& app, const std::string& description);

    /// "" if none is given.
    const std::string& keytab() const noexcept { return keytab_; }
    const std::string& account() const noexcept { return account_; }
    /// NULL, as the library has it, if none is given.
    auth::Text account_or_null() const;

    /// The keys of a keytab by that name.
    auth::Credential keys_in(const std::string& keytab) const;

  private:
    std::string keytab_;
    std::string account_;
};

}  // namespace mutauth::command
