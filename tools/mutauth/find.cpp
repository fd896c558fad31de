// mutauth find: which account an SPN is registered on, and which SPNs there are.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "command.h"
#include "directory_options.h"
#include "exit_code.h"
#include "output.h"
#include "progress.h"

namespace mutauth::command {
namespace {

struct Options {
    std::string spn;
    DirectoryOptions directory;
};

constexpr const char* kFoundBy[] = {"nothing", "exact", "alias", "dsa_guid"};

void print_holders(const auth::Spn& spn, const auth::SpnLookup& found) {
    for (const auto& dn : found.dns) {
        print_line(dn);
    }
    if (found.by == MUTAUTH_FOUND_BY_ALIAS) {
        say(one_word(spn.text()) + " is not registered itself; an alias of it is");
    }
    if (found.dns.size() != 1) {
        say_lines(found.dns.empty() ? "no account holds " + one_word(spn.text())
                                    : "several accounts hold " + one_word(spn.text()) +
                                          ", so nobody can prove it\n"
                                          "  remedy: delete it from all of them but one");
    }
}

int find_one(const Options& options) {
    const auto spn = auth::Spn::parse(options.spn);
    auto directory = options.directory.open();
    const auto found = auth::look_up_spn(directory, spn, options.directory.deadline());
    if (options.directory.json()) {
        print({{"spn", spn.text()}, {"accounts", found.dns}, {"found_by", kFoundBy[found.by]}});
    } else {
        print_holders(spn, found);
    }
    return number(found.dns.size() == 1 ? ExitCode::done : ExitCode::not_done);
}

int find_all(const Options& options) {
    auto directory = options.directory.open();
    auto found = auth::FoundSpns::find(directory, options.spn, options.directory.range(),
                                       options.directory.deadline());
    Progress progress;
    bool any = false;
    while (const auto held = found.next(options.directory.deadline())) {
        any = true;
        progress.clear();
        if (options.directory.json()) {
            print_as_line({{"spn", held->spn}, {"account", held->dn}});
        } else {
            print_row({held->spn, held->dn});
        }
        progress.at(found.entries());
    }
    if (!any) {
        say("no account holds an SPN like " + one_word(options.spn));
    }
    return number(any ? ExitCode::done : ExitCode::not_done);
}

}  // namespace

void add_find(CLI::App& app, Action& action) {
    auto* found = app.add_subcommand("find", "print the account that an SPN is registered on");
    const auto options = std::make_shared<Options>();
    found
        ->add_option("SPN", options->spn,
                     "CLASS/HOST[:PORT][/SERVICE]; with * for any text it is a pattern")
        ->type_name("")
        ->required();
    options->directory.add_to(*found);
    options->directory.add_range_to(*found);
    found->footer(std::string(kCredentialHelp) +
                  "\nAn SPN is looked up as a domain controller does: as it is, then by its "
                  "alias.\nEnds with 0 only if exactly one account holds it, and with 1 "
                  "otherwise.\n"
                  "A pattern finds all SPNs that match, one a line with its account, and ends with "
                  "1 if\nthere is none.\n"
                  "\nExamples:\n"
                  "  mutauth find HTTP/web.example.test --server ldap.example.test\n"
                  "  mutauth find 'HTTP/*' --server ldap.example.test\n"
                  "  mutauth find '*/web*' --forest --server dc1.example.test");
    found->callback([options, &action] {
        action = [options] {
            const bool pattern = options->spn.find('*') != std::string::npos;
            return pattern ? find_all(*options) : find_one(*options);
        };
    });
}

}  // namespace mutauth::command
