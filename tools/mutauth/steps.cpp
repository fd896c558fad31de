#include "steps.h"

#include <CLI/CLI.hpp>

#include "output.h"

namespace mutauth::command {

void Steps::add_to(CLI::App& app) {
    app.add_flag("-v,--verbose", wanted_, "tell each step on stderr");
}

void Steps::say(std::string_view text) const {
    if (wanted_) {
        command::say(text);
    }
}

auth::Policy Steps::policy() const {
    const auth::Log log(
        [](std::int32_t, std::string_view area, std::string_view text) {
            command::say(std::string(area) + ": " + std::string(text));
        },
        wanted_ ? MUTAUTH_LOG_DEBUG : MUTAUTH_LOG_WARNING);
    auth::Policy policy;
    policy.set_log(log);
    return policy;
}

}  // namespace mutauth::command
