// mutauth account: which SPNs an account holds.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "command.h"
#include "directory_options.h"
#include "output.h"

namespace mutauth::command {
namespace {

struct Options {
    std::string account;
    std::string spn;
    DirectoryOptions directory;
};

/// The directory must outlive the account that was found in it.
struct Found {
    auth::Directory directory;
    auth::Account account;
};

Found find(const Options& options) {
    auto directory = options.directory.open();
    auto account = auth::Account::find(directory, options.account, options.directory.deadline());
    return {std::move(directory), std::move(account)};
}

int list(const Options& options) {
    auto found = find(options);
    const auto spns = found.account.spns(options.directory.deadline());
    if (options.directory.json()) {
        print({{"account", found.account.dn()}, {"spns", spns}});
        return 0;
    }
    for (const auto& spn : spns) {
        print_line(spn);
    }
    return 0;
}

void tell(const Options& options, const Found& found, const auth::Spn& spn, const char* now) {
    if (options.directory.json()) {
        print({{"account", found.account.dn()}, {"spn", spn.text()}, {"now", now}});
    } else {
        print_line(std::string(spn.text()) + " is " + now + " on " +
                   std::string(found.account.dn()));
    }
}

int add(const Options& options) {
    const auto spn = auth::Spn::parse(options.spn);
    auto found = find(options);
    found.account.add_spn(spn, options.directory.deadline());
    tell(options, found, spn, "registered");
    return 0;
}

int remove(const Options& options) {
    const auto spn = auth::Spn::parse(options.spn);
    auto found = find(options);
    found.account.delete_spn(spn, options.directory.deadline());
    tell(options, found, spn, "not registered");
    return 0;
}

/// An invocation of one of the three that has the options they share.
void add_one(CLI::App& account,
             const std::string& name,
             const std::string& description,
             int (*run)(const Options&),
             Action& action) {
    auto* app = account.add_subcommand(name, description);
    const auto options = std::make_shared<Options>();
    app->add_option("ACCOUNT", options->account,
                    "its DN, its name (websvc, host1$), DOMAIN\\name, or its principal")
        ->type_name("")
        ->required();
    const bool takes_spn = run != list;
    if (takes_spn) {
        app->add_option("SPN", options->spn, "CLASS/HOST[:PORT][/SERVICE]")
            ->type_name("")
            ->required();
    }
    options->directory.add_to(*app);
    app->footer(std::string(kCredentialHelp) + "\nExample:\n  mutauth account " + name + " websvc" +
                (takes_spn ? " http/web.example.test" : "") + " --server ldap.example.test");
    app->callback([options, run, &action] {
        action = [options, run] {
            return run(*options);
        };
    });
}

}  // namespace

void add_account(CLI::App& app, Action& action) {
    auto* account = app.add_subcommand("account", "the SPNs that an account holds");
    account->require_subcommand(1);
    account->footer(
        "A service can prove an SPN only if the SPN is registered on the account whose key\n"
        "the service holds, and on no other. See each one's --help.");
    add_one(*account, "list", "print the SPNs on an account", list, action);
    add_one(*account, "add", "register an SPN on an account", add, action);
    add_one(*account, "delete", "take an SPN off an account", remove, action);
    add_account_verify(*account, action);
}

}  // namespace mutauth::command
