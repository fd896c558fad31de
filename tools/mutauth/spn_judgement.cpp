// mutauth spn compare, lint and candidates: how directories and KDCs will see names.
#include "spn_judgement.h"

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

#include "exit_code.h"
#include "output.h"

namespace mutauth::command {
namespace {

struct Options {
    std::vector<std::string> names;
    std::string domain;
    std::vector<std::string> mappings;
    bool no_aliases = false;
    bool json = false;
};

using Json = nlohmann::ordered_json;

const char* level_text(std::int32_t level) {
    switch (level) {
        case MUTAUTH_FINDING_LEVEL_NOTE:
            return "note";
        case MUTAUTH_FINDING_LEVEL_WARNING:
            return "warning";
        default:
            return "breaks";
    }
}

std::string code_text(std::int32_t code) {
    static const std::map<std::int32_t, const char*> kNames{
        {MUTAUTH_FINDING_EMPTY_PART, "empty_part"},
        {MUTAUTH_FINDING_CONTROL_CHARACTER, "control_character"},
        {MUTAUTH_FINDING_BLANK, "blank"},
        {MUTAUTH_FINDING_NOT_ASCII, "not_ascii"},
        {MUTAUTH_FINDING_WIDTH, "width"},
        {MUTAUTH_FINDING_CLASS_SPELLING, "class_spelling"},
        {MUTAUTH_FINDING_HOST_CASE, "host_case"},
        {MUTAUTH_FINDING_TRAILING_DOT, "trailing_dot"},
        {MUTAUTH_FINDING_ADDRESS, "address"},
        {MUTAUTH_FINDING_SHORT_HOST, "short_host"},
        {MUTAUTH_FINDING_LONG_HOST, "long_host"},
        {MUTAUTH_FINDING_HOST_CHARACTERS, "host_characters"},
        {MUTAUTH_FINDING_PORT, "port"},
        {MUTAUTH_FINDING_INSTANCE, "instance"},
        {MUTAUTH_FINDING_DISTINGUISHED_NAME, "distinguished_name"},
        {MUTAUTH_FINDING_AT_SIGN, "at_sign"},
        {MUTAUTH_FINDING_REALM, "realm"},
        {MUTAUTH_FINDING_HOST_PATTERN, "host_pattern"},
        {MUTAUTH_FINDING_HOST_TWICE, "host_twice"},
        {MUTAUTH_FINDING_CONTROLLER_NAME, "controller_name"},
        {MUTAUTH_FINDING_BRACES, "braces"},
        {MUTAUTH_FINDING_LENGTH, "length"},
        {MUTAUTH_FINDING_SAME_TO_DIRECTORIES, "same_to_directories"},
        {MUTAUTH_FINDING_NEARLY_SAME, "nearly_same"},
        {MUTAUTH_FINDING_REALMS_DIFFER, "realms_differ"}};
    const auto found = kNames.find(code);
    return found == kNames.end() ? std::to_string(code) : found->second;
}

Json json_of(const std::vector<auth::Finding>& findings) {
    Json out = Json::array();
    for (const auto& one : findings) {
        out.push_back({{"code", code_text(one.code)},
                       {"level", level_text(one.level)},
                       {"part", one.part},
                       {"text", one.text},
                       {"remedy", one.remedy}});
    }
    return out;
}

void print_findings(const std::vector<auth::Finding>& findings) {
    for (const auto& one : findings) {
        print_line(std::string(level_text(one.level)) + ": " + one.text + " (" +
                   code_text(one.code) + ")");
        print_line("  remedy: " + one.remedy);
    }
}

bool any_breaks(const std::vector<auth::Finding>& findings) {
    return std::any_of(findings.begin(), findings.end(),
                       [](const auto& one) { return one.level >= MUTAUTH_FINDING_LEVEL_BREAKS; });
}

int compare(const Options& options) {
    const auto a = auth::Spn::parse(options.names[0]);
    const auto b = auth::Spn::parse(options.names[1]);
    const bool directory = a.equal_to_directory(b);
    const bool kdc = a.equal_to_kdc(b);
    const auto findings = auth::lint(a, b);
    if (options.json) {
        print({{"directory", directory}, {"kdc", kdc}, {"findings", json_of(findings)}});
    } else {
        print_line(directory ? "directory: one name" : "directory: two names");
        print_line(kdc ? "kdc: one name" : "kdc: two names");
        print_findings(findings);
    }
    return directory && kdc ? 0 : number(ExitCode::not_done);
}

int lint(const Options& options) {
    bool breaks = false;
    Json all = Json::array();
    for (const auto& text : options.names) {
        const auto spn = auth::Spn::parse(text);
        const auto findings = auth::lint(spn);
        breaks = breaks || any_breaks(findings);
        if (options.json) {
            all.push_back({{"spn", spn.text()}, {"findings", json_of(findings)}});
            continue;
        }
        print_line(one_word(spn.text()) + (findings.empty() ? ": nothing found" : ":"));
        print_findings(findings);
    }
    if (options.json) {
        print(all);
    }
    return breaks ? number(ExitCode::not_done) : 0;
}

auth::AliasMap aliases_of(const Options& options) {
    auth::AliasMap map;
    for (const auto& value : options.mappings) {
        map.add(value);
    }
    if (options.mappings.empty() && !options.no_aliases) {
        map.add(mutauth_alias_map_active_directory());
    }
    return map;
}

int candidates(const Options& options) {
    const auto wanted = auth::Spn::parse(options.names[0]);
    const auto domain = options.domain.empty() ? auth::Text(nullptr) : auth::Text(options.domain);
    Json all = Json::array();
    for (const auto& one : auth::candidates(wanted, domain, aliases_of(options))) {
        if (options.json) {
            all.push_back({{"spn", one.name.text()}, {"reason", one.words}});
        } else {
            print_line(std::string(one.name.text()) + "  (" + one.words + ")");
        }
    }
    if (options.json) {
        print(all);
    }
    return 0;
}

std::shared_ptr<Options> options_of(CLI::App& app, int (*run)(const Options&), Action& action) {
    auto options = std::make_shared<Options>();
    app.add_flag("--json", options->json, "print JSON");
    app.callback([options, run, &action] {
        action = [options, run] {
            return run(*options);
        };
    });
    return options;
}

}  // namespace

void add_compare(CLI::App& spn, Action& action) {
    auto* app = spn.add_subcommand("compare", "whether two names are one to directories and KDCs");
    const auto options = options_of(*app, compare, action);
    app->add_option("SPN", options->names, "two names")->type_name("")->required()->expected(2);
    app->footer(
        "Ends with 0 only if both are one name to Active Directory and to an MIT KDC, and with 1\n"
        "otherwise.\n"
        "\nExample:\n"
        "  mutauth spn compare HTTP/web.example.test http/WEB.example.test");
}

void add_lint(CLI::App& spn, Action& action) {
    auto* app = spn.add_subcommand("lint", "tell what of a name will hurt");
    const auto options = options_of(*app, lint, action);
    app->add_option("SPN", options->names, "names to judge")->type_name("")->required();
    app->footer(
        "Ends with 1 if something will not work, and with 0 if there are but warnings and notes.\n"
        "\nExample:\n"
        "  mutauth spn lint http/Web.example.test. HTTP/192.0.2.7");
}

void add_candidates(CLI::App& spn, Action& action) {
    auto* app =
        spn.add_subcommand("candidates", "names that a wanted service may be registered as");
    const auto options = options_of(*app, candidates, action);
    app->add_option("SPN", options->names, "the wanted name")
        ->type_name("")
        ->required()
        ->expected(1);
    app->add_option("--domain", options->domain, "the DNS domain that completes a short host")
        ->type_name("NAME");
    auto* mapping = app->add_option("--mapping", options->mappings,
                                    "a value of sPNMappings, instead of Active Directory's own");
    mapping->type_name("CLASS=CLASS,...");
    app->add_flag("--no-aliases", options->no_aliases, "as of a KDC that knows no aliases")
        ->excludes(mapping);
    app->footer(
        "Best first, each with its reason. Nothing is asked: mutauth find tells which is held.\n"
        "\nExample:\n"
        "  mutauth spn candidates cifs/FILES --domain example.test");
}

}  // namespace mutauth::command
