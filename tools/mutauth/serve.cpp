// mutauth serve: a service that proves its name, and answers each call with what it was sent.
#include <sys/resource.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <cstdlib>

#include "command.h"
#include "exit_code.h"
#include "options.h"
#include "output.h"
#include "service.h"
#include "service_options.h"
#include "signals.h"
#include "steps.h"

namespace mutauth::command {
namespace {

struct Options {
    std::vector<std::string> spns;
    ServiceOptions service;
    std::string replay_cache;
    std::string address;
    std::vector<std::string> clients;
    std::size_t most_clients = 100;
    std::chrono::milliseconds idle{60000};
    bool once = false;
    Steps steps;
};

std::string keytab_of(const Options& options) {
    if (!options.service.keytab().empty()) {
        return options.service.keytab();
    }
    const char* named = std::getenv("KRB5_KTNAME");
    return named != nullptr && *named != '\0' ? named : "/etc/krb5.keytab";
}

auth::Credential keys_of(const Options& options) {
    const std::string keytab = keytab_of(options);
    options.steps.say("reading keys from " + keytab);
    return options.service.keys_in(keytab);
}

/// Every call must be sealed, by Kerberos, under a key of this service, from an allowed client.
auth::Requirements requirements_of(const Options& options, const auth::Credential& keys) {
    auth::Requirements requirements;
    requirements.set_level(MUTAUTH_LEVEL_PRIVACY).set_mechanism(MUTAUTH_MECHANISM_KRB5);
    for (const auto& text : options.spns) {
        requirements.add_service_key(auth::Spn::parse(text).principal());
    }
    if (!options.service.account().empty()) {
        requirements.add_service_key(keys.principal());
    }
    // Computers have one key for all their names. All that is served here is the same service, so
    // which of its names was asked for may be a claim.
    requirements.accept_asked_service();
    for (const auto& client : options.clients) {
        requirements.add_client(client);
    }
    return requirements;
}

Terms terms_of(const Options& options) {
    auth::Policy policy = options.steps.policy();
    for (const auto& text : options.spns) {
        policy.add_served_spn(auth::Spn::parse(text));
    }
    if (!options.replay_cache.empty()) {
        policy.set_replay_cache(options.replay_cache);
    }
    auth::Credential keys = keys_of(options);
    auth::Requirements requirements = requirements_of(options, keys);
    // Says now, and not at the first client, that the keytab has no key for what is served.
    static_cast<void>(auth::Negotiation::accept(keys, policy));
    return {std::move(keys), std::move(policy), std::move(requirements), options.idle, {}, {}, {}};
}

/// Each client takes a few descriptors, and shells give out limits that are lower than need be.
void allow_many_files() {
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &limit);
    }
}

int serve(const Options& options) {
    // Before any thread starts, the library's included.
    const sigset_t held = hold_signals();
    std::signal(SIGPIPE, SIG_IGN);
    allow_many_files();
    Terms terms = terms_of(options);
    Service service(options.address, terms, options.once ? 1 : options.most_clients, options.once);
    const SignalWatch watch(held, [&service] { service.stop(); });
    print_line("listening on " + std::string(service.address()));
    service.run();
    return 0;
}

void add_limits(CLI::App& app, Options& options) {
    app.add_option("--max-clients", options.most_clients,
                   "serve so many at once, let more wait (default: 100)")
        ->check(CLI::Range(1, 10000))
        ->type_name("N");
    add_duration(app, "--idle", options.idle, "end with a client that makes no call for so long");
    app.add_flag("--once", options.once, "stop after the first client that proved itself");
}

}  // namespace

void add_serve(CLI::App& app, Action& action) {
    auto* served = app.add_subcommand("serve", "answer calls to a service that proves its name");
    const auto options = std::make_shared<Options>();
    add_texts(*served, "--spn", options->spns, "a name to prove; may be given again", "SPN")
        ->required();
    options->service.add_keytab_to(
        *served, "the service's keys (default: KRB5_KTNAME, then /etc/krb5.keytab)");
    options->service.add_account_to(
        *served, "let the keys of this account, which holds the SPNs, stand for them");
    add_text(*served, "--replay-cache", options->replay_cache,
             "where requests are kept, so that none is taken twice (default: user's)", "NAME");
    add_text(*served, "--listen", options->address, "port 0 for a free one", "ADDRESS:PORT")
        ->required();
    add_texts(*served, "--allow", options->clients,
              "a client that may call, NAME@REALM; may be given again (default: all)", "CLIENT");
    add_limits(*served, *options);
    options->steps.add_to(*served);
    served->footer(
        "Answers each sealed call with the bytes it was sent. Prints \"listening on\" and the\n"
        "address on stdout when it is ready. Each call is checked, and is one line on stderr:\n"
        "time, peer, client, the SPN it claims, the key that opened its ticket, level, bytes,\n"
        "allowed or refused and why. A client has 10 seconds to prove itself; one that cannot\n"
        "is one line as well, but for a flood of them. Those that have proven nothing have 512\n"
        "places of their own, 128 for one address; a connection beyond them is closed at once.\n"
        "SIGTERM and SIGINT let calls in progress end, for 5 seconds.\n"
        "\n"
        "Examples:\n"
        "  mutauth serve --spn HTTP/web.example.test --listen 0.0.0.0:8000\n"
        "  mutauth serve --spn HTTP/web.example.test --service-keytab websvc.keytab \\\n"
        "      --service-account websvc@EXAMPLE.TEST --listen 127.0.0.1:0 --allow "
        "alice@EXAMPLE.TEST");
    served->callback([options, &action] {
        action = [options] {
            return serve(*options);
        };
    });
}

}  // namespace mutauth::command
