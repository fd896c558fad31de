// mutauth keytab: a service's keytab checked, completed, and given a new key.
#include <CLI/CLI.hpp>
#include <array>
#include <charconv>
#include <ctime>
#include <nlohmann/json.hpp>
#include <optional>

#include "command.h"
#include "credential_options.h"
#include "exit_code.h"
#include "options.h"
#include "output.h"
#include "password.h"
#include "report.h"
#include "service_options.h"
#include "steps.h"

namespace mutauth::command {
namespace {

struct Options {
    std::string file;
    ServiceOptions service;
    std::vector<std::string> spns;
    std::string service_password_file;
    std::string keeper;
    std::string principal;
    std::optional<std::uint32_t> kvno;
    std::string enctype;
    std::int64_t grace = MUTAUTH_KEYTAB_GRACE;
    std::chrono::milliseconds timeout{30000};
    bool dry_run = false;
    bool json = false;
    CredentialOptions credential;
    Steps steps;

    auth::Keytab keytab() const { return auth::Keytab(file, service.account_or_null()); }
    /// Nobody if the keytab's own account is to act.
    std::optional<auth::Credential> client() const {
        return credential.given() ? std::optional(credential.open(steps)) : std::nullopt;
    }
};

const auth::Credential* pointer(const std::optional<auth::Credential>& credential) {
    return credential ? &*credential : nullptr;
}

std::vector<auth::Spn> parsed(const std::vector<std::string>& texts) {
    std::vector<auth::Spn> out;
    for (const auto& text : texts) {
        out.push_back(auth::Spn::parse(text));
    }
    return out;
}

/// ISO 8601, in UTC.
std::string date_of(std::int64_t seconds) {
    const auto at = static_cast<std::time_t>(seconds);
    std::tm parts{};
    std::array<char, 32> text{};
    if (::gmtime_r(&at, &parts) == nullptr ||
        std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts) == 0) {
        return std::to_string(seconds);
    }
    return text.data();
}

int list(const Options& options) {
    auto all = nlohmann::ordered_json::array();
    for (const auto& entry : options.keytab().read(auth::Deadline(options.timeout))) {
        if (options.json) {
            all.push_back({{"principal", entry.principal},
                           {"kvno", entry.kvno},
                           {"enctype", entry.enctype},
                           {"enctype_name", entry.enctype_name},
                           {"timestamp", entry.timestamp}});
        } else {
            print_row({std::to_string(entry.kvno), entry.enctype_name, date_of(entry.timestamp),
                       entry.principal});
        }
    }
    if (options.json) {
        print({{"keytab", options.file}, {"entries", all}});
    }
    return 0;
}

/// By its number, or by its name as list prints it.
std::int32_t enctype_in(const auth::Keytab& keytab, const Options& options) {
    std::int32_t number = 0;
    const std::string& given = options.enctype;
    const char* end = given.data() + given.size();
    const auto [read_to, fault] = std::from_chars(given.data(), end, number);
    if (given.empty() || (fault == std::errc() && read_to == end)) {
        return number;
    }
    for (const auto& entry : keytab.read(auth::Deadline(options.timeout))) {
        if (entry.enctype_name == given) {
            return entry.enctype;
        }
    }
    throw NotDone("the keytab has no key of type " + in_quotes(given) +
                  "\n  remedy: give the type as mutauth keytab list prints it, or its number");
}

/// The steps of a dry run, kept to be printed; those of a real one as they are done.
class Told {
  public:
    explicit Told(const Options& options)
        : options_(options),
          steps_(
              [this](std::int32_t moment, std::string_view step) {
                  if (moment == MUTAUTH_STEP_PLANNED) {
                      planned_.emplace_back(step);
                  } else if (moment == MUTAUTH_STEP_BEGINS) {
                      options_.steps.say(step);
                  } else if (moment == MUTAUTH_STEP_DONE) {
                      ++done_;
                  }
              },
              options.dry_run) {}
    Told(const Told&) = delete;
    Told& operator=(const Told&) = delete;

    const auth::Steps& steps() const noexcept { return steps_; }

    void print_result(const std::string& changed) const {
        if (options_.json) {
            print({{"keytab", options_.file},
                   {"dry_run", options_.dry_run},
                   {"changed", done_ > 0},
                   {"steps", planned_}});
            return;
        }
        if (options_.dry_run) {
            print_planned(planned_);
        } else {
            print_line(done_ == 0 ? "nothing is to be changed" : changed);
        }
    }

  private:
    const Options& options_;
    std::vector<std::string> planned_;
    int done_ = 0;
    auth::Steps steps_;
};

int check(const Options& options) {
    const auto spns = parsed(options.spns);
    const auto client = options.client();
    const auto found = options.keytab().check(spns, pointer(client), options.grace,
                                              auth::Deadline(options.timeout));
    if (options.json) {
        print({{"keytab", options.file}, {"findings", as_json(found)}});
    } else {
        print_report(found, "the keytab is in order");
    }
    return has_fault(found) ? number(ExitCode::not_done) : 0;
}

int add(const Options& options) {
    const auto spns = parsed(options.spns);
    const auto client = options.client();
    const auth::Keytab keytab = options.keytab();
    const auth::Spn* spn = spns.empty() ? nullptr : &spns.front();
    Told told(options);
    const auth::Deadline until(options.timeout);
    if (!options.service_password_file.empty()) {
        if (options.service.account().empty()) {
            throw Usage("--service-password-file needs --service-account: whose password is it?");
        }
        const Password password = Password::read_from(options.service_password_file);
        keytab.add_by_password(password.text(), spn, pointer(client), told.steps(), until);
    } else if (spn != nullptr) {
        keytab.add(*spn, pointer(client), told.steps(), until);
    } else {
        throw Usage("give an SPN, or --service-account and --service-password-file");
    }
    told.print_result("the keys are in the keytab");
    return 0;
}

int rotate(const Options& options) {
    const auto administrator = options.client();
    Told told(options);
    options.keytab().rotate(
        pointer(administrator), options.grace,
        options.keeper.empty() ? auth::Text(nullptr) : auth::Text(options.keeper), told.steps(),
        auth::Deadline(options.timeout));
    told.print_result("the account has a new key, and the keytab has it too");
    return 0;
}

int remove(const Options& options) {
    if (options.principal.empty() && !options.kvno && options.enctype.empty()) {
        throw Usage("give a NAME, --kvno or --enctype: which keys are to go?");
    }
    const auth::Keytab keytab = options.keytab();
    const std::int32_t enctype = enctype_in(keytab, options);
    Told told(options);
    keytab.remove(options.principal.empty() ? auth::Text(nullptr) : auth::Text(options.principal),
                  options.kvno, enctype, told.steps(), auth::Deadline(options.timeout));
    told.print_result("the keys are no more in the keytab");
    return 0;
}

CLI::App* add_bare(CLI::App& keytab,
                   const std::string& name,
                   const std::string& description,
                   const std::shared_ptr<Options>& options,
                   int (*run)(const Options&),
                   Action& action) {
    auto* app = keytab.add_subcommand(name, description);
    app->add_option("FILE", options->file, "the keytab")->type_name("")->required();
    add_duration(*app, "--timeout", options->timeout, "how long all of it may take");
    app->add_flag("--json", options->json, "print JSON");
    options->steps.add_to(*app);
    app->callback([options, run, &action] {
        action = [options, run] {
            return run(*options);
        };
    });
    return app;
}

/// One that asks a KDC.
CLI::App* add_one(CLI::App& keytab,
                  const std::string& name,
                  const std::string& description,
                  const std::shared_ptr<Options>& options,
                  int (*run)(const Options&),
                  Action& action) {
    auto* app = add_bare(keytab, name, description, options, run, action);
    options->service.add_account_to(
        *app, "whose keys these are (default: the first client's name in it)");
    options->credential.add_to(*app);
    return app;
}

void add_grace(CLI::App& app, Options& options) {
    app.add_option("--grace", options.grace, "how long replaced keys stay")
        ->type_name("SECONDS")
        ->check(CLI::NonNegativeNumber)
        ->capture_default_str();
}

void add_dry_run(CLI::App& app, Options& options) {
    app.add_flag("--dry-run", options.dry_run, "change nothing, print the steps");
}

void add_list(CLI::App& keytab, Action& action) {
    const auto options = std::make_shared<Options>();
    auto* app = add_bare(keytab, "list", "print what the keytab holds", options, list, action);
    app->footer(
        "One key a line: version, encryption type, when it was put there, and whose it is.\n"
        "\nExample:\n  mutauth keytab list web.keytab");
}

void add_remove(CLI::App& keytab, Action& action) {
    const auto options = std::make_shared<Options>();
    auto* app = add_bare(keytab, "remove", "take keys out of the keytab", options, remove, action);
    app->add_option("NAME", options->principal, "whose keys: an SPN or a principal (default: all)")
        ->type_name("");
    app->add_option("--kvno", options->kvno, "only those of this version")->type_name("N");
    add_text(*app, "--enctype", options->enctype,
             "only those of this type, as list prints it or by its number", "TYPE");
    add_dry_run(*app, *options);
    app->footer(
        "No KDC is asked: tickets that clients still have for a key that goes are refused.\n"
        "\nExamples:\n  mutauth keytab remove web.keytab http/old.example.test\n"
        "  mutauth keytab remove web.keytab --enctype arcfour-hmac --dry-run");
}

void add_check(CLI::App& keytab, Action& action) {
    const auto options = std::make_shared<Options>();
    auto* app = add_one(keytab, "check", "open a new ticket for each SPN", options, check, action);
    app->add_option("SPN", options->spns, "default: each service name in the keytab")
        ->type_name("");
    add_grace(*app, *options);
    app->footer(
        "Who asks for the tickets: the keytab's own account, or by --ccache, --keytab or\n"
        "--principal --password-file another client.\n"
        "\nEnds with 0 if the keytab works, with warnings at most, and with 1 otherwise.\n"
        "\nExample:\n  mutauth keytab check web.keytab HTTP/web.example.test "
        "--service-account websvc");
}

void add_add(CLI::App& keytab, Action& action) {
    const auto options = std::make_shared<Options>();
    auto* app = add_one(keytab, "add", "put an SPN's keys into the keytab", options, add, action);
    app->add_option("SPN", options->spns, "registered on the account")
        ->type_name("")
        ->expected(0, 1);
    add_text(*app, "--service-password-file", options->service_password_file,
             "make keys from the password in the file's first line", "FILE");
    add_dry_run(*app, *options);
    app->footer(
        "The keys are those of the account in the keytab, or made from its password. They\n"
        "are written only after they have opened a real ticket.\n"
        "\nExample:\n  mutauth keytab add web.keytab HTTP/web.example.test --service-account "
        "websvc "
        "\\\n      --service-password-file -");
}

void add_rotate(CLI::App& keytab, Action& action) {
    const auto options = std::make_shared<Options>();
    auto* app = add_one(keytab, "rotate", "give the account a new key", options, rotate, action);
    add_grace(*app, *options);
    add_text(*app, "--keeper", options->keeper,
             "take the key over from sssd, samba or system, which keep it now", "NAME");
    add_dry_run(*app, *options);
    app->footer(
        "The account changes its own password by its key; --ccache, --keytab or --principal\n"
        "--password-file name an administrator who sets it instead.\n"
        "\nCut short anywhere, run it again: it goes on where it stopped.\n"
        "\nExamples:\n  mutauth keytab rotate web.keytab --service-account websvc --dry-run\n"
        "  mutauth keytab rotate web.keytab --service-account websvc --ccache \"$KRB5CCNAME\"");
}

}  // namespace

void add_keytab(CLI::App& app, Action& action) {
    auto* keytab =
        app.add_subcommand("keytab", "a service's keytab: list, check, add, remove, rotate");
    keytab->require_subcommand(1);
    keytab->footer(
        "A service opens its clients' tickets with the keys in its keytab. They must be those\n"
        "that the KDC has for the account now. See each one's --help.");
    add_list(*keytab, action);
    add_check(*keytab, action);
    add_add(*keytab, action);
    add_remove(*keytab, action);
    add_rotate(*keytab, action);
}

}  // namespace mutauth::command
