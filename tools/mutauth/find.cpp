// mutauth find: which account an SPN is registered on.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "command.h"
#include "directory_options.h"
#include "exit_code.h"
#include "output.h"

namespace mutauth::command {
namespace {

struct Options {
    std::string spn;
    DirectoryOptions directory;
};

int find(const Options& options) {
    const auto spn = auth::Spn::parse(options.spn);
    auto directory = options.directory.open();
    const auto holders = directory.find_holders(spn, options.directory.deadline());
    if (options.directory.json()) {
        print({{"spn", spn.text()}, {"accounts", holders}});
    } else {
        for (const auto& dn : holders) {
            print_line(dn);
        }
    }
    if (holders.size() == 1) {
        return 0;
    }
    say(holders.empty() ? "no account holds " + one_word(spn.text())
                        : "several accounts hold " + one_word(spn.text()) +
                              ", so nobody can prove it\n"
                              "  remedy: delete it from all of them but one");
    return number(ExitCode::not_done);
}

}  // namespace

void add_find(CLI::App& app, Action& action) {
    auto* found = app.add_subcommand("find", "print the account that an SPN is registered on");
    const auto options = std::make_shared<Options>();
    found->add_option("SPN", options->spn, "CLASS/HOST[:PORT][/SERVICE]")
        ->type_name("")
        ->required();
    options->directory.add_to(*found);
    found->footer(std::string(kCredentialHelp) +
                  "\nEnds with 0 only if exactly one account holds it, and with 1 otherwise.\n"
                  "\nExample:\n  mutauth find http/web.example.test --server ldap.example.test");
    found->callback([options, &action] {
        action = [options] {
            return find(*options);
        };
    });
}

}  // namespace mutauth::command
