// mutauth: composes, registers and proves service principal names.
#include <CLI/CLI.hpp>
#include <iostream>

#include "command.h"
#include "exit_code.h"
#include "output.h"

namespace {

using mutauth::command::Action;
using mutauth::command::ExitCode;
using mutauth::command::NotDone;
using mutauth::command::number;
using mutauth::command::say;
using mutauth::command::say_lines;
using mutauth::command::Usage;

constexpr const char* kFooter =
    "Examples:\n"
    "  mutauth spn compose HTTP web.example.test\n"
    "  mutauth account add websvc HTTP/web.example.test --server ldap.example.test\n"
    "  mutauth serve --spn HTTP/web.example.test --listen 0.0.0.0:8000\n"
    "  mutauth connect web.example.test:8000 --spn HTTP/web.example.test hello\n"
    "  mutauth explain MUTAUTH_WRONG_KEY\n"
    "\n"
    "Exit codes:\n"
    "  0  done\n"
    "  1  not done: the name is taken, nothing was found, the proven service refused\n"
    "  2  the command line or a name on it makes no sense\n"
    "  3  no access: the directory does not allow it\n"
    "  4  out of reach: directory, KDC or host; silence; a deadline that passed\n"
    "  5  not proven: no usable credential, or a side or a message proved nothing\n"
    "  6  anything else\n"
    "A failure is told on stderr with its reason, its evidence and its remedy.";

void add_everything(CLI::App& app, Action& action) {
    app.description(
        "Mutual authentication with Kerberos: a service proves its service principal name\n"
        "(SPN) to a client, and the client its own name, before any other byte moves.");
    app.set_help_flag("-h,--help", "print this help and exit");
    app.set_version_flag("--version", std::string("mutauth ") + mutauth_version(),
                         "print the version of the library and exit");
    app.require_subcommand(1);
    app.footer(kFooter);
    mutauth::command::add_spn(app, action);
    mutauth::command::add_account(app, action);
    mutauth::command::add_find(app, action);
    mutauth::command::add_duplicates(app, action);
    mutauth::command::add_setspn(app, action);
    mutauth::command::add_keytab(app, action);
    mutauth::command::add_serve(app, action);
    mutauth::command::add_connect(app, action);
    mutauth::command::add_whoami(app, action);
    mutauth::command::add_explain(app, action);
}

/// Which part of the help the user should look at.
std::string asked_for(const CLI::App& app) {
    const auto chosen = app.get_subcommands();
    return chosen.empty() ? app.get_name() : app.get_name() + " " + asked_for(*chosen.front());
}

int run(int count, char** arguments) {
    CLI::App app("", "mutauth");
    Action action;
    add_everything(app, action);
    try {
        app.parse(count, arguments);
    } catch (const CLI::Success& help_or_version) {
        return app.exit(help_or_version);
    } catch (const CLI::ParseError& error) {
        throw Usage(std::string(error.what()) + "\n  remedy: see " + asked_for(app) + " --help");
    }
    mutauth::command::set_running(asked_for(app));
    const int code = action();
    if (!std::cout.flush()) {
        throw std::runtime_error("cannot write to stdout");
    }
    return code;
}

}  // namespace

int main(int count, char** arguments) {
    try {
        return run(count, arguments);
    } catch (const Usage& error) {
        say_lines(error.what());
        return number(ExitCode::usage);
    } catch (const NotDone& error) {
        say_lines(error.what());
        return number(ExitCode::not_done);
    } catch (const mutauth::v1::Error& error) {
        say(error);
        return number(mutauth::command::exit_code_of(error.status()));
    } catch (const std::exception& error) {
        say_lines(error.what());
    }
    return number(ExitCode::other);
}
