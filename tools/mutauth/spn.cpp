// mutauth spn: names made and taken apart; spn_judgement.cpp judges them. Asks nobody.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "command.h"
#include "exit_code.h"
#include "output.h"
#include "spn_judgement.h"

namespace mutauth::command {
namespace {

struct Options {
    std::string service_class;
    std::string host;
    std::vector<std::string> hosts;
    std::vector<std::uint16_t> ports;
    bool netbios = false;
    bool pair = false;
    bool value = false;
    bool principal = false;
    bool allow_unusable = false;
    CLI::Option* host_given = nullptr;
    std::string service;
    CLI::Option* service_given = nullptr;
    std::string referrer;
    CLI::Option* referrer_given = nullptr;
    std::uint16_t port = 0;
    bool json = false;
};

using Shared = std::shared_ptr<Options>;

nlohmann::ordered_json parts_of(const auth::Spn& spn) {
    return {{"spn", spn.text()},    {"class", spn.service_class()}, {"host", spn.host()},
            {"port", spn.port()},   {"instance", spn.instance()},   {"service", spn.service()},
            {"realm", spn.realm()}, {"principal", spn.principal()}};
}

int print_spn(const auth::Spn& spn, bool json) {
    if (json) {
        print(parts_of(spn));
    } else {
        print_line(spn.text());
    }
    return 0;
}

/// Null stands for "not given", which an empty text does not.
auth::Text text_if(const CLI::Option* given, const std::string& text) {
    return given->count() > 0 ? auth::Text(text) : auth::Text(nullptr);
}

int print_spns(const std::vector<auth::Spn>& spns, bool json) {
    auto all = nlohmann::ordered_json::array();
    for (const auto& spn : spns) {
        if (json) {
            all.push_back(parts_of(spn));
        } else {
            print_line(spn.text());
        }
    }
    if (json) {
        print(all);
    }
    return 0;
}

/// DsGetSpn's type for what was asked for.
std::int32_t service_type(const Options& options) {
    if (options.service_given->count() > 0) {
        return options.netbios ? MUTAUTH_SERVICE_NETBIOS_DOMAIN : MUTAUTH_SERVICE_REPLICATED;
    }
    return options.netbios ? MUTAUTH_SERVICE_NETBIOS_HOST : MUTAUTH_SERVICE_DNS_HOST;
}

/// One port stands for all hosts, several for one host each.
std::uint16_t port_of(const Options& options, std::size_t host) {
    const auto& ports = options.ports;
    return ports.empty() ? std::uint16_t{0} : ports.size() == 1 ? ports[0] : ports.at(host);
}

void warn(const auth::Spn& spn, std::int32_t least) {
    for (const auto& finding : auth::lint(spn)) {
        if (finding.level >= least) {
            say("warning: " + std::string(spn.text()) + ": " + std::string(finding.text) + "; " +
                std::string(finding.remedy));
        }
    }
}

/// Put together as it was given, with what is wrong with it.
int compose_anyway(const Options& options) {
    if (options.hosts.size() != 1 || options.netbios || options.pair) {
        throw Usage("--allow-unusable takes one HOST");
    }
    const std::uint16_t port = port_of(options, 0);
    const auto spn = auth::Spn::parse(options.service_class + '/' + options.hosts[0] +
                                      (port == 0 ? "" : ':' + std::to_string(port)) +
                                      (options.service.empty() ? "" : '/' + options.service));
    warn(spn, MUTAUTH_FINDING_LEVEL_WARNING);
    return print_spn(spn, options.json);
}

int compose(const Options& options) {
    const auto& hosts = options.hosts;
    if (options.ports.size() > 1 && options.ports.size() != hosts.size()) {
        throw Usage("give one --port for all hosts, or one for each");
    }
    if (options.pair && (!hosts.empty() || options.service_given->count() > 0)) {
        throw Usage("--pair is of this machine, and takes neither HOST nor --service");
    }
    if (options.allow_unusable) {
        return compose_anyway(options);
    }
    // A service name that is empty is one that is wrong, not one that is missing.
    if (hosts.size() <= 1 && !options.netbios && !options.pair) {
        const auto spn = auth::Spn::compose(
            options.service_class, hosts.empty() ? auth::Text(nullptr) : auth::Text(hosts[0]),
            port_of(options, 0), text_if(options.service_given, options.service));
        warn(spn, MUTAUTH_FINDING_LEVEL_WARNING);
        return print_spn(spn, options.json);
    }
    auth::Service service(service_type(options), options.service_class,
                          text_if(options.service_given, options.service), port_of(options, 0));
    for (std::size_t i = 0; i < hosts.size(); ++i) {
        service.add_host(hosts[i], port_of(options, i));
    }
    const auto made = options.pair ? service.compose_host_pair() : service.compose();
    // A short name is what --pair and --netbios ask for.
    for (const auto& spn : options.pair || options.netbios ? std::vector<auth::Spn>() : made) {
        warn(spn, MUTAUTH_FINDING_LEVEL_WARNING);
    }
    return print_spns(made, options.json);
}

auth::Spn read(const Options& options) {
    if (options.principal) {
        return auth::Spn::from_principal(options.service);
    }
    return options.value ? auth::Spn::parse_value(options.service)
                         : auth::Spn::parse(options.service);
}

int expand(const Options& options) {
    const auto spn =
        auth::Spn::expand_host(options.service, text_if(options.host_given, options.host));
    if (options.json) {
        print(parts_of(spn));
    } else {
        const std::string realm(spn.realm());
        print_line(std::string(spn.text()) + (realm.empty() ? "" : "@" + realm));
    }
    return 0;
}

int target(const Options& options) {
    return print_spn(
        auth::Spn::compose_for_target(options.service_class, options.service,
                                      text_if(options.host_given, options.host), options.port,
                                      text_if(options.referrer_given, options.referrer)),
        options.json);
}

int parse(const Options& options) {
    const auto parts = parts_of(read(options));
    if (options.json) {
        print(parts);
        return 0;
    }
    for (const auto& [name, value] : parts.items()) {
        const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
        if (!text.empty() && text != "0") {
            print_line(std::string(name).append(": ").append(text));
        }
    }
    return 0;
}

void add_json(CLI::App& app, Options& options) {
    app.add_flag("--json", options.json, "print all parts as JSON");
}

void add_class(CLI::App& app, Options& options) {
    app.add_option("CLASS", options.service_class, "a protocol's name or a GUID: HTTP, ldap")
        ->type_name("")
        ->required();
}

void add_port(CLI::App& app, Options& options) {
    app.add_option("--port", options.port, "a port that is part of the name")
        ->check(CLI::Range(1, 65535))
        ->type_name("N");
}

void add_compose(CLI::App& spn, Action& action) {
    auto* app = spn.add_subcommand("compose", "a service's own name");
    const auto options = std::make_shared<Options>();
    add_class(*app, *options);
    app->add_option("HOST", options->hosts, "the hosts' DNS names (default: this machine's)")
        ->type_name("");
    app->add_option("--port", options->ports,
                    "a port that is part of the name; again for each host")
        ->check(CLI::Range(1, 65535))
        ->type_name("N")
        ->take_all()
        ->expected(1)
        ->allow_extra_args(false);
    app->add_flag("--netbios", options->netbios, "this machine by its NetBIOS name");
    app->add_flag("--pair", options->pair,
                  "this machine by both names, as DsServerRegisterSpn registers them");
    options->service_given =
        app->add_option("--service", options->service,
                        "the DN, GUID or DNS name of a service that several hosts offer")
            ->type_name("NAME");
    app->add_flag("--allow-unusable", options->allow_unusable,
                  "make a name that will not work too, with a warning");
    add_json(*app, *options);
    app->footer(
        "Examples:\n"
        "  mutauth spn compose HTTP web.example.test\n"
        "  mutauth spn compose ldap dc1.example.test --port 3268 --service example.test\n"
        "  mutauth spn compose HTTP web1.example.test web2.example.test");
    app->callback([options, &action] {
        action = [options] {
            return compose(*options);
        };
    });
}

void add_target(CLI::App& spn, Action& action) {
    auto* app = spn.add_subcommand("target", "the name of a service to call");
    const auto options = std::make_shared<Options>();
    add_class(*app, *options);
    app->add_option("NAME", options->service, "the host, or the name of a replicated service")
        ->type_name("")
        ->required();
    options->host_given =
        app->add_option("--instance", options->host, "the host that runs this instance")
            ->type_name("HOST");
    add_port(*app, *options);
    options->referrer_given =
        app->add_option("--referrer", options->referrer, "who named the address, if NAME is one")
            ->type_name("HOST");
    add_json(*app, *options);
    app->footer(
        "Examples:\n"
        "  mutauth spn target HTTP web.example.test\n"
        "  mutauth spn target ldap example.test --instance dc1.example.test");
    app->callback([options, &action] {
        action = [options] {
            return target(*options);
        };
    });
}

void add_parse(CLI::App& spn, Action& action) {
    auto* app = spn.add_subcommand("parse", "print the parts of a name");
    const auto options = std::make_shared<Options>();
    app->add_option("SPN", options->service, "CLASS/HOST[:PORT or :INSTANCE][/SERVICE][@REALM]")
        ->type_name("")
        ->required();
    auto* principal =
        app->add_flag("--principal", options->principal, "it is a Kerberos principal, quoted so");
    app->add_flag("--value", options->value,
                  "it is a directory's value, in which '@' means nothing")
        ->excludes(principal);
    add_json(*app, *options);
    app->footer(
        "Example:\n"
        "  mutauth spn parse ldap/dc1.example.test:3268/example.test");
    app->callback([options, &action] {
        action = [options] {
            return parse(*options);
        };
    });
}

void add_expand(CLI::App& spn, Action& action) {
    auto* app =
        spn.add_subcommand("expand", "put a host for _HOST, as configuration files have it");
    const auto options = std::make_shared<Options>();
    app->add_option("PATTERN", options->service, "CLASS/_HOST[:PORT][/SERVICE][@REALM]")
        ->type_name("")
        ->required();
    options->host_given =
        app->add_option("HOST", options->host, "the host's DNS name (default: this machine's)")
            ->type_name("");
    add_json(*app, *options);
    app->footer(
        "Example:\n"
        "  mutauth spn expand HTTP/_HOST@EXAMPLE.TEST web.example.test");
    app->callback([options, &action] {
        action = [options] {
            return expand(*options);
        };
    });
}

}  // namespace

void add_spn(CLI::App& app, Action& action) {
    auto* spn = app.add_subcommand("spn", "compose, parse and judge service principal names");
    spn->require_subcommand(1);
    spn->footer("Nothing here asks a network or a directory. See each one's --help.");
    add_compose(*spn, action);
    add_target(*spn, action);
    add_parse(*spn, action);
    add_expand(*spn, action);
    add_compare(*spn, action);
    add_lint(*spn, action);
    add_candidates(*spn, action);
}

}  // namespace mutauth::command
