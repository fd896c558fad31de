// mutauth duplicates: SPNs that are on more than one account.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "command.h"
#include "directory_options.h"
#include "exit_code.h"
#include "output.h"
#include "progress.h"

namespace mutauth::command {
namespace {

using Group = auth::Duplicates::Group;

void print_json(const Group& group) {
    nlohmann::ordered_json holders = nlohmann::ordered_json::array();
    for (const auto& held : group.holders) {
        holders.push_back({{"spn", held.spn}, {"account", held.dn}});
    }
    print_as_line({{"kind", group.kind == MUTAUTH_DUPLICATE_ALIAS ? "alias" : "exact"},
                   {"spn", group.spn},
                   {"holders", holders}});
}

void print_text(const Group& group) {
    print_line(group.spn + (group.kind == MUTAUTH_DUPLICATE_ALIAS
                                ? " and an alias of it are on different accounts:"
                                : " is on more than one account:"));
    for (const auto& held : group.holders) {
        print_row({"  " + held.spn, held.dn});
    }
}

int duplicates(const DirectoryOptions& options) {
    auto directory = options.open();
    auto found = auth::Duplicates::find(directory, options.range(), options.deadline());
    Progress progress;
    std::size_t groups = 0;
    for (;;) {
        while (found.advance(options.deadline())) {
            progress.at(found.entries());
        }
        const auto group = found.next(options.deadline());
        if (!group) {
            break;
        }
        ++groups;
        progress.clear();
        if (options.json()) {
            print_json(*group);
        } else {
            print_text(*group);
        }
    }
    progress.clear();
    if (!options.json()) {
        // setspn's own words, which administrators look for.
        print_line("found " + std::to_string(groups) + " group of duplicate SPNs.");
    }
    return number(groups == 0 ? ExitCode::done : ExitCode::not_done);
}

}  // namespace

void add_duplicates(CLI::App& app, Action& action) {
    auto* command = app.add_subcommand("duplicates", "find SPNs that are on more than one account");
    const auto options = std::make_shared<DirectoryOptions>();
    options->add_to(*command);
    options->add_range_to(*command);
    command->footer(std::string(kCredentialHelp) +
                    "\nNobody can prove an SPN that is on several accounts. Aliases (host/x for "
                    "cifs/x) are\nreported apart. Ends with 0 if there are no duplicates, and with "
                    "1 if there are.\n"
                    "\nExamples:\n"
                    "  mutauth duplicates --server ldap.example.test\n"
                    "  mutauth duplicates --forest --json --server dc1.example.test");
    command->callback([options, &action] {
        action = [options] {
            return duplicates(*options);
        };
    });
}

}  // namespace mutauth::command
