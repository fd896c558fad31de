// mutauth explain: the meaning of a status, for one who has only its number or a name.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <charconv>
#include <nlohmann/json.hpp>
#include <optional>

#include "command.h"
#include "exit_code.h"
#include "native_codes.h"
#include "output.h"

namespace mutauth::command {
namespace {

constexpr mutauth_status kLowest = -999;
constexpr mutauth_status kHighest = 99;

bool exists(mutauth_status status) {
    return std::string_view(mutauth_status_symbol(status)) != "MUTAUTH_UNKNOWN";
}

/// WRONG_KEY, wrong_key, and WrongKey as Python's class is called: what is left without writing.
std::string bare(std::string_view text) {
    for (const std::string_view before : {"mutauth::v1::", "mutauth.", "MUTAUTH_", "mutauth_"}) {
        if (text.substr(0, before.size()) == before) {
            text.remove_prefix(before.size());
        }
    }
    std::string out;
    for (const char c : text) {
        if (c != '_') {
            out += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        }
    }
    return out;
}

std::optional<mutauth_status> by_number(const std::string& text) {
    mutauth_status value = 0;
    const char* end = text.data() + text.size();
    const auto [read_to, fault] = std::from_chars(text.data(), end, value);
    if (fault != std::errc() || read_to != end || value < kLowest || value > -kLowest) {
        return std::nullopt;
    }
    // Failures are often written without their sign.
    const mutauth_status meant = exists(value) ? value : -value;
    return exists(meant) ? std::optional(meant) : std::nullopt;
}

std::optional<mutauth_status> by_symbol(const std::string& text) {
    const std::string wanted = bare(text);
    for (mutauth_status status = kLowest; status <= kHighest; ++status) {
        if (exists(status) && wanted == bare(mutauth_status_symbol(status))) {
            return status;
        }
    }
    return std::nullopt;
}

nlohmann::ordered_json about(mutauth_status status) {
    const std::int32_t kind = mutauth_status_kind(status);
    return {{"symbol", mutauth_status_symbol(status)},  {"number", status},
            {"says", mutauth_status_says(status)},      {"kind", kind},
            {"kind says", mutauth_kind_says(kind)},     {"remedy", mutauth_status_remedy(status)},
            {"exit code", number(exit_code_of(status))}};
}

void print_facts(const nlohmann::ordered_json& facts) {
    print_line(facts["symbol"].get<std::string>() + " (" + facts["number"].dump() + ")");
    print_line("  says: " + facts["says"].get<std::string>());
    print_line("  kind: " + facts["kind says"].get<std::string>() + " (" + facts["kind"].dump() +
               ")");
    if (!facts["remedy"].get_ref<const std::string&>().empty()) {
        print_line("  remedy: " + facts["remedy"].get<std::string>());
    }
    print_line("  exit code: " + facts["exit code"].dump());
}

int explain_native(const std::string& text, bool json) {
    const auto meanings = native_meanings(text);
    for (const auto& one : meanings) {
        if (json) {
            nlohmann::ordered_json facts{
                {"system", one.system}, {"name", one.name}, {"code", one.number}};
            facts.update(about(one.status));
            print_as_line(facts);
        } else {
            print_line(std::string(one.name) + " (" + std::string(one.system) + ", " +
                       std::to_string(one.number) + "), here as");
            print_facts(about(one.status));
        }
    }
    if (meanings.empty()) {
        say("there is no status " + in_quotes(text) +
            "; give a symbol or a number of mutauth's, or one of Kerberos, GSS-API, LDAP, Win32 "
            "or SSPI that says why something failed");
    }
    return number(meanings.empty() ? ExitCode::not_done : ExitCode::done);
}

int explain(const std::string& text, bool json) {
    auto status = by_number(text);
    if (!status) {
        status = by_symbol(text);
    }
    if (!status) {
        return explain_native(text, json);
    }
    if (json) {
        print(about(*status));
    } else {
        print_facts(about(*status));
    }
    return 0;
}

}  // namespace

void add_explain(CLI::App& app, Action& action) {
    auto* explained = app.add_subcommand("explain", "say what a status means and what to do");
    const auto text = std::make_shared<std::string>();
    const auto json = std::make_shared<bool>(false);
    explained
        ->add_option("STATUS", *text,
                     "a symbol, number or Python class (WRONG_KEY, -504, WrongKey), or a\n"
                     "name or number of Kerberos, GSS-API, LDAP, Win32 or SSPI")
        ->type_name("")
        ->required();
    explained->add_flag("--json", *json, "print JSON");
    explained->footer(
        "Examples:\n"
        "  mutauth explain MUTAUTH_SERVICE_UNKNOWN\n"
        "  mutauth explain -407\n"
        "  mutauth explain KRB5KRB_AP_ERR_SKEW\n"
        "  mutauth explain 8647");
    explained->callback([text, json, &action] {
        action = [text, json] {
            return explain(*text, *json);
        };
    });
}

}  // namespace mutauth::command
