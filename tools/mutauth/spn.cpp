// mutauth spn: names made and taken apart. Asks nobody.
#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "command.h"
#include "output.h"

namespace mutauth::command {
namespace {

struct Options {
    std::string service_class;
    std::string host;
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

int compose(const Options& options) {
    return print_spn(
        auth::Spn::compose(options.service_class, text_if(options.host_given, options.host),
                           options.port, text_if(options.service_given, options.service)),
        options.json);
}

int target(const Options& options) {
    return print_spn(
        auth::Spn::compose_for_target(options.service_class, options.service,
                                      text_if(options.host_given, options.host), options.port,
                                      text_if(options.referrer_given, options.referrer)),
        options.json);
}

int parse(const Options& options) {
    const auto parts = parts_of(auth::Spn::parse(options.service));
    if (options.json) {
        print(parts);
        return 0;
    }
    for (const auto& [name, value] : parts.items()) {
        const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
        if (!text.empty() && text != "0") {
            print_line(name + ": " + text);
        }
    }
    return 0;
}

void add_json(CLI::App& app, Options& options) {
    app.add_flag("--json", options.json, "print all parts as JSON");
}

void add_class(CLI::App& app, Options& options) {
    app.add_option("CLASS", options.service_class, "a protocol's name or a GUID: http, ldap")
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
    options->host_given =
        app->add_option("HOST", options->host, "the host's DNS name (default: this machine's)")
            ->type_name("");
    add_port(*app, *options);
    options->service_given =
        app->add_option("--service", options->service,
                        "the DN, GUID or DNS name of a service that several hosts offer")
            ->type_name("NAME");
    add_json(*app, *options);
    app->footer(
        "Examples:\n"
        "  mutauth spn compose http web.example.test\n"
        "  mutauth spn compose ldap dc1.example.test --port 3268 --service example.test");
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
        "  mutauth spn target http web.example.test\n"
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

}  // namespace

void add_spn(CLI::App& app, Action& action) {
    auto* spn = app.add_subcommand("spn", "compose and parse service principal names");
    spn->require_subcommand(1);
    spn->footer("Nothing here asks a network or a directory. See each one's --help.");
    add_compose(*spn, action);
    add_target(*spn, action);
    add_parse(*spn, action);
}

}  // namespace mutauth::command
