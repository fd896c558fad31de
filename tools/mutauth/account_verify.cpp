// mutauth account verify: what a service asks before it serves.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "command.h"
#include "directory_options.h"
#include "exit_code.h"
#include "options.h"
#include "output.h"
#include "report.h"
#include "service_options.h"

namespace mutauth::command {
namespace {

struct Options {
    std::string account;
    std::vector<std::string> spns;
    ServiceOptions service;
    DirectoryOptions directory;
};

int verify(const Options& options) {
    std::vector<auth::Spn> spns;
    for (const auto& text : options.spns) {
        spns.push_back(auth::Spn::parse(text));
    }
    const auth::Keytab keytab(options.service.keytab(), options.service.account_or_null());
    auto directory = options.directory.open();
    const auto found = auth::verify_service(directory, options.account, keytab, spns, nullptr,
                                            options.directory.deadline());
    if (options.directory.json()) {
        print({{"account", options.account},
               {"verified", !has_fault(found)},
               {"findings", as_json(found)}});
    } else {
        print_report(found, "the service is in order");
    }
    return has_fault(found) ? number(ExitCode::not_done) : 0;
}

}  // namespace

void add_account_verify(CLI::App& account, Action& action) {
    auto* app =
        account.add_subcommand("verify", "whether a service has its SPNs and the keys for them");
    const auto options = std::make_shared<Options>();
    app->add_option("ACCOUNT", options->account,
                    "its DN, its name (websvc, host1$), DOMAIN\\name, or its principal")
        ->type_name("")
        ->required();
    app->add_option("SPN", options->spns,
                    "the service's (default: those in the keytab, or the account's)")
        ->type_name("");
    options->service.add_keytab_to(*app, "the service's keys")->required();
    options->service.add_account_to(
        *app, "whose keys these are (default: only keys under an SPN's own name)");
    options->directory.add_to(*app);
    options->directory.add_uniqueness_to(*app);
    app->footer(std::string(kCredentialHelp) +
                "\nEnds with 0 if the service works, with warnings at most, and with 1 otherwise.\n"
                "\nExample, as a unit's ExecStartPre=:\n"
                "  mutauth account verify websvc HTTP/web.example.test --service-keytab web.keytab "
                "\\\n      --service-account websvc --keytab web.keytab --principal websvc \\\n"
                "      --server ldap.example.test");
    app->callback([options, &action] {
        action = [options] {
            return verify(*options);
        };
    });
}

}  // namespace mutauth::command
