// mutauth account: which SPNs an account holds, and changes of them.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iterator>
#include <nlohmann/json.hpp>

#include "command.h"
#include "directory_options.h"
#include "exit_code.h"
#include "output.h"

namespace mutauth::command {
namespace {

struct Options {
    std::string account;
    std::string other;
    std::vector<std::string> spns;
    std::string service_class;
    std::string host;
    std::string operation = "add";
    bool all = false;
    bool none = false;
    bool dry_run = false;
    DirectoryOptions directory;
};

/// The directory must outlive the accounts that were found in it.
struct Found {
    auth::Directory directory;
    auth::Account account;
};

auth::Account find_in(auth::Directory& directory,
                      const std::string& called,
                      const Options& options) {
    const auth::Text name = called == "." ? auth::Text(nullptr) : auth::Text(called);
    return auth::Account::find(directory, name, options.directory.deadline());
}

Found find(const Options& options) {
    auto directory = options.directory.open();
    auto account = find_in(directory, options.account, options);
    return {std::move(directory), std::move(account)};
}

/// Read before anything is asked of anybody.
std::vector<auth::Spn> parsed(const std::vector<std::string>& texts) {
    std::vector<auth::Spn> out;
    for (const auto& text : texts) {
        out.push_back(auth::Spn::parse(text));
    }
    return out;
}

/// What a change did or, in a dry run, would do, for people and for programs.
class Report {
  public:
    explicit Report(const Options& options) : options_(options) {}

    auth::Steps steps() {
        return auth::Steps(
            [this](std::int32_t moment, std::string_view step) {
                if (moment == MUTAUTH_STEP_PLANNED || moment == MUTAUTH_STEP_DONE) {
                    steps_.emplace_back(step);
                }
            },
            options_.dry_run);
    }

    /// Each of the names is now so on the account.
    int end(const auth::Account& account,
            const std::vector<std::string>& spns,
            const std::string& now,
            const std::vector<std::string>& warnings = {}) const {
        if (options_.directory.json()) {
            print_json({{"account", account.dn()}, {"spns", spns}, {"now", now}}, warnings);
            return 0;
        }
        if (options_.dry_run) {
            print_planned(steps_);
        }
        print_names(account, spns, now);
        print_warnings(warnings);
        return 0;
    }

    /// The same where only the account tells which names it was about: by those that it had and
    /// has.
    int end_by(const auth::Account& account,
               const std::vector<std::string>& before,
               const std::vector<std::string>& after,
               const std::vector<std::string>& warnings) const {
        const auto added = missing_in(before, after);
        const auto removed = missing_in(after, before);
        if (options_.directory.json()) {
            print_json({{"account", account.dn()}, {"added", added}, {"removed", removed}},
                       warnings);
            return 0;
        }
        if (options_.dry_run || steps_.empty()) {
            print_planned(steps_);
        } else if (added.empty() && removed.empty()) {
            std::for_each(steps_.begin(), steps_.end(), print_line);
        }
        print_names(account, removed, "not registered");
        print_names(account, added, "registered");
        print_warnings(warnings);
        return 0;
    }

  private:
    /// Those of `wanted` that `list` does not have.
    static std::vector<std::string> missing_in(const std::vector<std::string>& list,
                                               const std::vector<std::string>& wanted) {
        std::vector<std::string> out;
        std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(out), [&](const auto& one) {
            return std::find(list.begin(), list.end(), one) == list.end();
        });
        return out;
    }

    void print_json(nlohmann::ordered_json out, const std::vector<std::string>& warnings) const {
        out["dry_run"] = options_.dry_run;
        if (!options_.directory.unique_in().empty()) {
            out["unique_in"] = options_.directory.unique_in();
        }
        out["steps"] = steps_;
        out["warnings"] = warnings;
        print(out);
    }

    void print_names(const auth::Account& account,
                     const std::vector<std::string>& spns,
                     const std::string& now) const {
        for (const auto& spn : options_.dry_run ? std::vector<std::string>() : spns) {
            print_line(spn + " is " + now + " on " + std::string(account.dn()));
        }
    }

    static void print_warnings(const std::vector<std::string>& warnings) {
        for (const auto& warning : warnings) {
            say("warning: " + warning);
        }
    }

    const Options& options_;
    std::vector<std::string> steps_;
};

std::vector<std::string> texts_of(const std::vector<auth::Spn>& spns) {
    std::vector<std::string> out;
    for (const auto& spn : spns) {
        out.emplace_back(spn.text());
    }
    return out;
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

int add(const Options& options) {
    const auto spns = parsed(options.spns);
    auto found = find(options);
    Report report(options);
    const auto warnings =
        found.account.add_spns(spns, report.steps(), options.directory.deadline());
    return report.end(found.account, texts_of(spns), "registered", warnings);
}

int remove(const Options& options) {
    const auto spns = parsed(options.spns);
    auto found = find(options);
    Report report(options);
    found.account.delete_spns(spns, report.steps(), options.directory.deadline());
    return report.end(found.account, texts_of(spns), "not registered");
}

int replace(const Options& options) {
    if (options.spns.empty() != options.none) {
        throw Usage("give the SPNs that shall be the account's only ones, or --none");
    }
    const auto spns = parsed(options.spns);
    auto found = find(options);
    Report report(options);
    const auto warnings =
        found.account.replace_spns(spns, report.steps(), options.directory.deadline());
    return report.end(found.account, texts_of(spns), "registered", warnings);
}

int register_host(const Options& options) {
    const std::int32_t operation = options.operation == "add"       ? MUTAUTH_SPN_ADD
                                   : options.operation == "replace" ? MUTAUTH_SPN_REPLACE
                                                                    : MUTAUTH_SPN_DELETE;
    auto found = find(options);
    Report report(options);
    const auth::Text host = options.host.empty() ? auth::Text(nullptr) : auth::Text(options.host);
    const auto before = found.account.spns(options.directory.deadline());
    const auto warnings = found.account.register_host(options.service_class, host, operation,
                                                      report.steps(), options.directory.deadline());
    return report.end_by(found.account, before, found.account.spns(options.directory.deadline()),
                         warnings);
}

int move(const Options& options) {
    if (options.spns.empty() != options.all) {
        throw Usage("give the SPNs to move, or --all");
    }
    const auto spns = parsed(options.spns);
    auto found = find(options);
    auto other = find_in(found.directory, options.other, options);
    Report report(options);
    const auth::SpnList list(spns);
    const auto warnings = found.account.move_spns(other, options.all ? nullptr : &list,
                                                  report.steps(), options.directory.deadline());
    const auto moved =
        options.all && !options.dry_run ? other.spns(options.directory.deadline()) : texts_of(spns);
    return report.end(other, moved, "registered", warnings);
}

int remove_all(const Options& options) {
    auto found = find(options);
    Report report(options);
    const auth::Text service_class =
        options.service_class.empty() ? auth::Text(nullptr) : auth::Text(options.service_class);
    const auto before = found.account.spns(options.directory.deadline());
    const auto warnings =
        found.account.remove_all(service_class, report.steps(), options.directory.deadline());
    return report.end_by(found.account, before, found.account.spns(options.directory.deadline()),
                         warnings);
}

constexpr const char* kAccountHelp =
    "DN, name, DOMAIN\\name or principal; . is the credential's own";

/// One of the subcommands, with the account and the options that all have.
struct Subcommand {
    CLI::App* app;
    std::shared_ptr<Options> options;

    Subcommand(CLI::App& account, const std::string& name, const std::string& description)
        : app(account.add_subcommand(name, description)), options(std::make_shared<Options>()) {
        app->add_option(name == "move" ? "FROM" : "ACCOUNT", options->account, kAccountHelp)
            ->type_name("")
            ->required();
    }

    CLI::Option* takes_spns() const {
        return app->add_option("SPN", options->spns, "CLASS/HOST[:PORT][/SERVICE]")->type_name("");
    }

    void runs(int (*run)(const Options&), const std::string& example, Action& action) const {
        options->directory.add_to(*app);
        if (run != list) {
            options->directory.add_uniqueness_to(*app);
            if (run == add || run == replace || run == register_host) {
                options->directory.add_unusable_to(*app);
            }
            app->add_flag("--dry-run", options->dry_run,
                          "print what would be done, and change nothing");
        }
        app->footer(std::string(kCredentialHelp) + "\nExample:\n  mutauth account " +
                    app->get_name() + ' ' + example + " --server ldap.example.test");
        app->callback([options = options, run, &action] {
            action = [options, run] {
                return run(*options);
            };
        });
    }
};

void add_register_host(CLI::App& account, Action& action) {
    const Subcommand pair(account, "register-host",
                          "register a service class under both names of a host");
    pair.app->add_option("CLASS", pair.options->service_class, "as in HTTP")
        ->type_name("")
        ->required();
    pair.app->add_option("--host", pair.options->host, "its full name (default: this machine's)")
        ->type_name("HOST");
    pair.app
        ->add_option("--operation", pair.options->operation,
                     "add, delete, or replace all other SPNs of the account by the two")
        ->check(CLI::IsMember({"add", "delete", "replace"}))
        ->type_name("OPERATION")
        ->capture_default_str();
    pair.runs(register_host, "'host1$' HTTP --host host1.example.test", action);
}

void add_move(CLI::App& account, Action& action) {
    const Subcommand moved(account, "move", "move SPNs from one account to another");
    moved.app->add_option("TO", moved.options->other, "the account that is to hold them")
        ->type_name("")
        ->required();
    moved.takes_spns();
    moved.app->add_flag("--all", moved.options->all,
                        "all that FROM holds, and what an interrupted move left");
    moved.runs(move, "websvc newsvc HTTP/web.example.test", action);
}

}  // namespace

void add_account(CLI::App& app, Action& action) {
    auto* account = app.add_subcommand("account", "the SPNs that an account holds");
    account->require_subcommand(1);
    account->footer(
        "A service can prove an SPN only if the SPN is registered on the account whose key\n"
        "the service holds, and on no other. Each change is made as a whole or not at all, and "
        "may\n"
        "be run again after an interruption. See each one's --help.");
    Subcommand(*account, "list", "print the SPNs on an account").runs(list, "websvc", action);
    const Subcommand added(*account, "add", "register SPNs on an account");
    added.takes_spns()->required();
    added.runs(add, "websvc HTTP/web.example.test", action);
    const Subcommand removed(*account, "delete", "take SPNs off an account");
    removed.takes_spns()->required();
    removed.runs(remove, "websvc HTTP/web.example.test", action);
    const Subcommand replaced(*account, "replace", "make SPNs an account's only ones");
    replaced.takes_spns();
    replaced.app->add_flag("--none", replaced.options->none, "take all off");
    replaced.runs(replace, "websvc HTTP/web.example.test HTTP/web", action);
    add_register_host(*account, action);
    add_move(*account, action);
    const Subcommand all(*account, "remove-all",
                         "take all SPNs, or all of a class, off an account");
    all.app->add_option("--class", all.options->service_class, "only those of this class")
        ->type_name("CLASS");
    all.runs(remove_all, "websvc --class HTTP", action);
    add_account_verify(*account, action);
}

}  // namespace mutauth::command
