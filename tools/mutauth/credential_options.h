// The options that say whose credential is used, the same for every command that needs one.
#pragma once

#include <mutauth/mutauth.hpp>

#include <string>

namespace CLI {
class App;
}

namespace mutauth::command {

namespace auth = mutauth::v1;
class Steps;

class CredentialOptions {
  public:
    /// The object must live as long as the parsing.
    void add_to(CLI::App& app);

    /// Whether one of them was.
    bool given() const noexcept;

    /// What the options name, or the tickets that kinit left.
    auth::Credential open(const Steps& steps) const;

  private:
    void check() const;
    auth::Credential made() const;
    std::string principal() const;

    std::string ccache_;
    std::string keytab_;
    std::string principal_;
    std::string realm_;
    std::string password_file_;
    bool enterprise_ = false;
};

/// For the help of the commands that have these options.
extern const char* const kCredentialHelp;

}  // namespace mutauth::command
