// mutauth setspn: the letters of Windows' setspn over the same functions as account, find and
// duplicates.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "command.h"
#include "directory_options.h"
#include "exit_code.h"
#include "options.h"
#include "output.h"
#include "progress.h"

namespace mutauth::command {
namespace {

struct Options {
    std::string account;
    std::string to_add;
    std::string to_add_unchecked;
    std::string to_delete;
    std::vector<std::string> patterns;
    bool list = false;
    bool reset = false;
    bool duplicates = false;
    bool computer = false;
    bool user = false;
    bool quiet = false;
    bool dry_run = false;
    std::string host;
    std::vector<std::string> domains;
    DirectoryOptions directory;
};

/// What one letter does, to one domain or account.
class Setspn {
  public:
    explicit Setspn(const Options& options)
        : options_(options), directory_(options.directory.open()) {}

    int run() {
        if (!options_.patterns.empty()) {
            return in_each_domain([this] { return query(); });
        }
        if (options_.duplicates) {
            return in_each_domain([this] { return tell_duplicates(); });
        }
        auto account = find();
        if (options_.list) {
            return list(account);
        }
        if (options_.reset) {
            return reset(account);
        }
        return change(account);
    }

  private:
    auth::Deadline deadline() const { return options_.directory.deadline(); }

    template <typename Act>
    int in_each_domain(Act act) {
        if (options_.domains.empty()) {
            return act();
        }
        const std::string own(directory_.base());
        int worst = 0;
        for (const auto& domain : options_.domains) {
            // setspn's own words for the domain that one is in.
            directory_.set_base(domain == "*" ? own : base_of(domain));
            worst = std::max(worst, act());
        }
        return worst;
    }

    /// RFC 2247: the DN of a domain.
    static std::string base_of(const std::string& domain) {
        std::string out;
        std::size_t at = 0;
        while (at <= domain.size()) {
            const std::size_t dot = std::min(domain.find('.', at), domain.size());
            if (dot == at) {
                throw Usage("-T takes a domain's DNS name, as in example.test");
            }
            out += (out.empty() ? "DC=" : ",DC=") + domain.substr(at, dot - at);
            at = dot + 1;
        }
        return out;
    }

    /// The other way round; "" if the base is none of a domain.
    std::string domain() const {
        std::string base(directory_.base());
        std::string out;
        for (std::size_t at = 0; at < base.size();) {
            const std::size_t comma = std::min(base.find(',', at), base.size());
            const std::string part = base.substr(at, comma - at);
            if (part.compare(0, 3, "DC=") != 0 && part.compare(0, 3, "dc=") != 0) {
                return "";
            }
            out += (out.empty() ? "" : ".") + part.substr(3);
            at = comma + 1;
        }
        return out;
    }

    std::optional<auth::Account> find_as(const std::string& name) {
        try {
            return auth::Account::find(directory_, name, deadline());
        } catch (const auth::Error& error) {
            if (error.status() != MUTAUTH_ACCOUNT_NOT_FOUND) {
                throw;
            }
            return std::nullopt;
        }
    }

    /// A computer of that name, else a user of that name: what setspn does without -C and -U.
    auth::Account find() {
        const std::string& name = options_.account;
        const bool simple = name.find_first_of("=@$") == std::string::npos;
        if (simple && !options_.user) {
            if (auto computer = find_as(name + '$')) {
                return std::move(*computer);
            }
        }
        return auth::Account::find(directory_, simple && options_.computer ? name + '$' : name,
                                   deadline());
    }

    auth::Steps steps() {
        return auth::Steps(
            [this](std::int32_t moment, std::string_view step) {
                if (moment == MUTAUTH_STEP_PLANNED) {
                    planned_.emplace_back(step);
                }
            },
            options_.dry_run);
    }

    int list(auth::Account& account) {
        const auto spns = account.spns(deadline());
        if (options_.directory.json()) {
            print({{"account", account.dn()}, {"spns", spns}});
            return 0;
        }
        print_line("Registered ServicePrincipalNames for " + std::string(account.dn()) + ":");
        for (const auto& spn : spns) {
            print_item(spn);
        }
        return 0;
    }

    int changed(const auth::Account& account,
                const char* doing,
                const std::vector<std::string>& spns,
                const std::vector<std::string>& warnings = {}) {
        if (options_.directory.json()) {
            print({{"account", account.dn()},
                   {"spns", spns},
                   {"dry_run", options_.dry_run},
                   {"planned", planned_},
                   {"warnings", warnings}});
        } else if (options_.dry_run) {
            print_planned(planned_);
        } else {
            print_line(std::string(doing) + " ServicePrincipalNames for " +
                       std::string(account.dn()));
            for (const auto& spn : spns) {
                print_item(spn);
            }
            print_line("Updated object");
        }
        for (const auto& warning : warnings) {
            say("warning: " + warning);
        }
        return 0;
    }

    int change(auth::Account& account) {
        const bool adds = options_.to_delete.empty();
        const auto spn = auth::Spn::parse(!adds                     ? options_.to_delete
                                          : options_.to_add.empty() ? options_.to_add_unchecked
                                                                    : options_.to_add);
        const std::vector<std::string> texts{std::string(spn.text())};
        if (adds) {
            const auto warnings = account.add_spns({spn}, steps(), deadline());
            return changed(account, "Registering", texts, warnings);
        }
        account.delete_spns({spn}, steps(), deadline());
        return changed(account, "Unregistering", texts);
    }

    int reset(auth::Account& account) {
        std::string host = options_.host;
        if (host.empty()) {
            const std::string name = options_.account.substr(0, options_.account.find('$'));
            if (domain().empty() || name.find_first_of("=@\\") != std::string::npos) {
                throw Usage("say the computer's full name by --host");
            }
            host = name + '.' + domain();
        }
        const auto warnings =
            account.register_host("host", host, MUTAUTH_SPN_ADD, steps(), deadline());
        return changed(account, "Registering", account.spns(deadline()), warnings);
    }

    int query() {
        bool any = false;
        for (const auto& pattern : options_.patterns) {
            any = query(pattern) || any;
        }
        if (!options_.directory.json()) {
            print_line(any ? "Existing SPN found!" : "No such SPN found.");
        }
        return number(any ? ExitCode::done : ExitCode::not_done);
    }

    bool query(const std::string& pattern) {
        auto found =
            auth::FoundSpns::find(directory_, pattern, options_.directory.range(), deadline());
        Progress progress;
        std::string account;
        bool any = false;
        while (const auto held = found.next(deadline())) {
            any = true;
            progress.clear();
            if (options_.directory.json()) {
                print_as_line({{"spn", held->spn}, {"account", held->dn}});
            } else {
                if (held->dn != account) {
                    account = held->dn;
                    print_line(account);
                }
                print_item(held->spn);
            }
            tell(progress, found.entries());
        }
        return any;
    }

    int tell_duplicates() {
        auto found = auth::Duplicates::find(directory_, options_.directory.range(), deadline());
        Progress progress;
        std::size_t groups = 0;
        for (;;) {
            while (found.advance(deadline())) {
                tell(progress, found.entries());
            }
            const auto group = found.next(deadline());
            if (!group) {
                break;
            }
            // As setspn does: only one name twice. mutauth duplicates tells of aliases too.
            if (group->kind == MUTAUTH_DUPLICATE_EXACT) {
                ++groups;
                progress.clear();
                print_group(*group);
            }
        }
        progress.clear();
        if (!options_.directory.json()) {
            print_line("found " + std::to_string(groups) + " group of duplicate SPNs.");
        }
        return number(groups == 0 ? ExitCode::done : ExitCode::not_done);
    }

    void print_group(const auth::Duplicates::Group& group) const {
        nlohmann::ordered_json accounts = nlohmann::ordered_json::array();
        for (const auto& held : group.holders) {
            accounts.push_back(held.dn);
        }
        if (options_.directory.json()) {
            print_as_line({{"spn", group.spn}, {"accounts", accounts}});
            return;
        }
        print_line(group.spn + " is registered on these accounts:");
        for (const auto& held : group.holders) {
            print_item(held.dn);
        }
    }

    void tell(Progress& progress, std::uint64_t entries) const {
        if (!options_.quiet) {
            progress.at(entries);
        }
    }

    const Options& options_;
    auth::Directory directory_;
    std::vector<std::string> planned_;
};

void check(const Options& options) {
    const int letters =
        (options.to_add.empty() ? 0 : 1) + (options.to_add_unchecked.empty() ? 0 : 1) +
        (options.to_delete.empty() ? 0 : 1) + (options.patterns.empty() ? 0 : 1) +
        (options.list ? 1 : 0) + (options.reset ? 1 : 0) + (options.duplicates ? 1 : 0);
    if (letters != 1) {
        throw Usage("give one of -S, -A, -D, -L, -R, -Q and -X");
    }
    const bool searches = options.duplicates || !options.patterns.empty();
    if (searches != options.account.empty()) {
        throw Usage(searches ? "-Q and -X take no account" : "name the account");
    }
    if (options.computer && options.user) {
        throw Usage("-C and -U exclude each other");
    }
    if (!searches && !options.domains.empty()) {
        throw Usage("-T goes with -Q and -X; for an account of another domain ask its server");
    }
}

void add_letters(CLI::App& app, Options& options) {
    app.add_option("-S", options.to_add, "register an SPN, unless another account holds it")
        ->type_name("SPN")
        ->ignore_case();
    app.add_option("-A", options.to_add_unchecked, "the same: nothing is ever added unchecked")
        ->type_name("SPN")
        ->ignore_case();
    app.add_option("-D", options.to_delete, "take an SPN off")->type_name("SPN")->ignore_case();
    app.add_flag("-L", options.list, "list the account's SPNs")->ignore_case();
    app.add_flag("-R", options.reset, "register host/ under both of a computer's names")
        ->ignore_case();
    add_texts(app, "-Q", options.patterns, "find SPNs; * stands for any text", "SPN")
        ->ignore_case();
    app.add_flag("-X", options.duplicates, "find SPNs that are on more than one account")
        ->ignore_case();
    add_texts(app, "-T", options.domains, "with -Q and -X: in this domain; * for the server's own",
              "DOMAIN")
        ->ignore_case();
    app.add_flag("-C", options.computer, "ACCOUNT is a computer")->ignore_case();
    app.add_flag("-U", options.user, "ACCOUNT is a user")->ignore_case();
    app.add_flag("-P", options.quiet, "show no progress")->ignore_case();
    app.add_option("--host", options.host, "with -R: the computer's full name")->type_name("HOST");
    app.add_flag("--dry-run", options.dry_run, "print what would be done, and change nothing");
    app.add_option("ACCOUNT", options.account,
                   "a name (a computer's first, then a user's), DN, DOMAIN\\name or principal")
        ->type_name("");
}

}  // namespace

void add_setspn(CLI::App& app, Action& action) {
    auto* setspn = app.add_subcommand("setspn", "account, find and duplicates by setspn's letters");
    const auto options = std::make_shared<Options>();
    add_letters(*setspn, *options);
    options->directory.add_to(*setspn);
    options->directory.add_range_to(*setspn, "-F,-f,--forest");
    options->directory.add_unique_in_to(*setspn);
    options->directory.add_unusable_to(*setspn);
    setspn->footer(std::string(kCredentialHelp) +
                   "\nExamples:\n"
                   "  mutauth setspn -S HTTP/web.example.test websvc --server dc1.example.test\n"
                   "  mutauth setspn -L websvc --server dc1.example.test\n"
                   "  mutauth setspn -Q 'HTTP/*' -F --server dc1.example.test\n"
                   "  mutauth setspn -X --server dc1.example.test");
    setspn->callback([options, &action] {
        check(*options);
        action = [options] {
            return Setspn(*options).run();
        };
    });
}

}  // namespace mutauth::command
