// How the command ends, by the kind of what happened. docs/man/mutauth.1 says the same.
#pragma once

#include <mutauth/status.h>

#include <stdexcept>

namespace mutauth::command {

enum class ExitCode : int {
    done = 0,
    not_done = 1,
    usage = 2,
    no_access = 3,
    out_of_reach = 4,
    not_proven = 5,
    other = 6,
};

ExitCode exit_code_of(mutauth_status status) noexcept;

constexpr int number(ExitCode code) noexcept {
    return static_cast<int>(code);
}

/// The command line asks for something that makes no sense.
class Usage : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// All went well but the thing itself: what was asked for was not given.
class NotDone : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

}  // namespace mutauth::command
