// The subcommands. Each adds itself to the command line and, when it is the one that was asked for,
// sets what is to be done.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace mutauth::command {

/// Returns the code to exit with; failures leave as exceptions.
using Action = std::function<int()>;

void add_spn(CLI::App& app, Action& action);
void add_account(CLI::App& app, Action& action);
void add_account_verify(CLI::App& account, Action& action);
void add_keytab(CLI::App& app, Action& action);
void add_find(CLI::App& app, Action& action);
void add_duplicates(CLI::App& app, Action& action);
void add_setspn(CLI::App& app, Action& action);
void add_serve(CLI::App& app, Action& action);
void add_connect(CLI::App& app, Action& action);
void add_whoami(CLI::App& app, Action& action);
void add_explain(CLI::App& app, Action& action);

}  // namespace mutauth::command
