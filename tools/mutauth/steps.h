// What a command does on the way, told on stderr when it is asked for.
#pragma once

#include <mutauth/mutauth.hpp>

#include <string_view>

namespace CLI {
class App;
}

namespace mutauth::command {

namespace auth = mutauth::v1;

class Steps {
  public:
    /// Adds --verbose; the object must live as long as the parsing.
    void add_to(CLI::App& app);

    void say(std::string_view text) const;

    /// A policy whose log goes where the steps go. Warnings are always shown.
    auth::Policy policy() const;

  private:
    bool wanted_ = false;
};

}  // namespace mutauth::command
