// mutauth whoami: what a service would see of its caller.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "command.h"
#include "credential_options.h"
#include "options.h"
#include "output.h"
#include "service_options.h"
#include "steps.h"

namespace mutauth::command {
namespace {

struct Options {
    std::string spn;
    ServiceOptions service;
    std::chrono::milliseconds timeout{30000};
    bool json = false;
    CredentialOptions credential;
    Steps steps;
};

auth::Negotiation service_side(const Options& options, const auth::Spn& spn) {
    auth::Policy policy = options.steps.policy();
    policy.add_served_spn(spn);
    return auth::Negotiation::accept(options.service.keys_in(options.service.keytab()), policy);
}

/// The context at the service's end, of a negotiation that never leaves this process.
auth::Context proven(auth::Negotiation client, auth::Negotiation service, auth::Bytes first) {
    auto answer = service.step(first);
    while (!answer.done) {
        answer = service.step(client.step(answer.token).token);
    }
    client.step(answer.token);
    return std::move(service).finish();
}

void print_seen(const auth::Identity& identity, bool json) {
    if (json) {
        print(nlohmann::ordered_json::parse(identity.json()));
        return;
    }
    print_lines(identity.text());
}

/// What can be said without the service's key.
void print_outside(const auth::Credential& credential, const Options& options) {
    if (options.json) {
        print({{"client", credential.principal()}, {"service", options.spn}, {"ticket", true}});
        return;
    }
    print_line("client:         " + std::string(credential.principal()));
    print_line("service:        " + options.spn);
    print_line("ticket:         given by the KDC; who it says you are is sealed for the service");
    say("to see what the service sees, name its keys: --service-keytab FILE");
}

int whoami(const Options& options) {
    const auto spn = auth::Spn::parse(options.spn);
    const auto credential = options.credential.open(options.steps);
    options.steps.say("getting a ticket for " + std::string(spn.text()));
    auto client = auth::Negotiation::initiate(credential, spn, options.steps.policy(),
                                              auth::Deadline(options.timeout));
    auto first = client.step();
    if (options.service.keytab().empty()) {
        print_outside(credential, options);
        return 0;
    }
    options.steps.say("opening the ticket by " + options.service.keytab());
    const auto context =
        proven(std::move(client), service_side(options, spn), std::move(first.token));
    print_seen(context.identity(), options.json);
    return 0;
}

}  // namespace

void add_whoami(CLI::App& app, Action& action) {
    auto* asked = app.add_subcommand("whoami", "show what a service would see of its caller");
    const auto options = std::make_shared<Options>();
    add_text(*asked, "--spn", options->spn, "the service", "SPN")->required();
    options->service.add_keytab_to(*asked, "the service's keys, which open the ticket");
    options->service.add_account_to(
        *asked, "the account that holds the SPN, if its keys stand under that name");
    options->credential.add_to(*asked);
    add_duration(*asked, "--timeout", options->timeout, "how long getting the ticket may take");
    asked->add_flag("--json", options->json, "print one JSON object");
    options->steps.add_to(*asked);
    asked->footer(
        std::string(kCredentialHelp) +
        "\nNothing is sent to the service: the ticket is opened here, by its keys. Without them\n"
        "only what the client sees is shown, and whether the KDC gives a ticket at all.\n"
        "\nExamples:\n"
        "  mutauth whoami --spn HTTP/web.example.test\n"
        "  mutauth whoami --spn host/web.example.test --service-keytab /etc/krb5.keytab \\\n"
        "      --service-account 'WEB$@EXAMPLE.TEST' --json");
    asked->callback([options, &action] {
        action = [options] {
            return whoami(*options);
        };
    });
}

}  // namespace mutauth::command
