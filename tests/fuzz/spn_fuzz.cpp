// Every reader of names, and what is made of them: the Kerberos form, folding, lint, candidates.
#include "core/text.h"
#include "fuzz/require.h"
#include "spn/alias_map.h"
#include "spn/candidates.h"
#include "spn/compose_for_service.h"
#include "spn/domain_controller_names.h"
#include "spn/fold.h"
#include "spn/host_pattern.h"
#include "spn/kerberos_principal.h"
#include "spn/lint.h"
#include "spn/parse.h"
#include "spn/service_principal_name.h"

namespace spn = mutauth::spn;

namespace {

void check_refusal(const mutauth::Error& error) {
    REQUIRE(error.message()[0] != '\0');
    REQUIRE(mutauth::is_utf8(error.message()));
}

/// The principal is the same name in another spelling: nothing is lost or gained by quoting.
void check_principal(const spn::ServicePrincipalName& name) {
    const auto parts = spn::split_principal(name.principal());
    REQUIRE(parts.name() == name.text());
    REQUIRE(parts.realm == name.realm());
    REQUIRE(parts.components.size() == 2 || parts.components.size() == 3);
    const auto back = spn::from_principal(name.principal());
    REQUIRE(back);
    REQUIRE(spn::equal_to_kdc(name, *back));
    REQUIRE(back->principal() == name.principal());
}

void check_findings(const std::vector<spn::Finding>& findings) {
    for (const auto& one : findings) {
        REQUIRE(!one.text.empty() && !one.remedy.empty());
        REQUIRE(mutauth::is_utf8(one.text) && mutauth::is_utf8(one.remedy));
    }
}

void check_folding(const spn::ServicePrincipalName& name) {
    const std::string folded = spn::folded(name.text());
    REQUIRE(mutauth::is_utf8(folded));
    REQUIRE(spn::folded(folded) == folded);
    REQUIRE(spn::equal_when_folded(name.text(), folded));
    REQUIRE(spn::equal_to_directory(name, name));
}

void check_candidates(const spn::ServicePrincipalName& name, std::string_view domain) {
    static const spn::AliasMap kAliases({spn::kActiveDirectoryMapping});
    const auto found = spn::candidates(name, domain, kAliases);
    if (!found) {
        check_refusal(found.error());
        return;
    }
    REQUIRE(found->front().name.text() == name.text());
    for (const auto& one : *found) {
        REQUIRE(one.name.text().size() <= spn::kLongest);
    }
}

void check(const spn::ServicePrincipalName& name) {
    REQUIRE(mutauth::is_utf8(name.text()));
    REQUIRE(name.text().size() <= spn::kLongest);
    REQUIRE(name.text().c_str()[name.text().size()] == '\0');
    REQUIRE(name.principal().c_str()[name.principal().size()] == '\0');
    REQUIRE(spn::equal_to_kdc(name, name));
    REQUIRE(spn::lint_pair(name, name).empty());
    check_principal(name);
    check_folding(name);
    check_findings(spn::lint(name));
    check_candidates(name, name.realm());
    spn::controller_name(name);
}

void check_result(const mutauth::Result<spn::ServicePrincipalName>& made) {
    if (made) {
        check(*made);
    } else {
        check_refusal(made.error());
    }
}

void check_read(std::string_view text) {
    const auto parsed = spn::parse(text);
    check_result(parsed);
    if (parsed) {
        REQUIRE(parsed->text() == text || parsed->text() + '@' + parsed->realm() == text);
    }
    const auto value = spn::parse_value(text);
    check_result(value);
    REQUIRE(!value || value->text() == text);
    check_result(spn::from_principal(text));
    spn::split_principal(text);
    spn::folded(text);
}

void check_pair(std::string_view a, std::string_view b) {
    REQUIRE(spn::equal_when_folded(a, b) == (spn::folded(a) == spn::folded(b)));
    const auto x = spn::parse_value(a);
    const auto y = spn::parse_value(b);
    if (x && y) {
        check_findings(spn::lint_pair(*x, *y));
        REQUIRE(spn::equal_to_directory(*x, *y) == spn::equal_to_directory(*y, *x));
        REQUIRE(!spn::equal_to_kdc(*x, *y) || spn::equal_to_directory(*x, *y));
    }
}

/// A directory's mapping may be anything; what it maps keeps all but the class.
void check_aliases(std::string_view value, std::string_view name) {
    const spn::AliasMap aliases({std::string(value)});
    const auto parsed = spn::parse_value(name);
    if (!parsed) {
        return;
    }
    if (const auto mapped = aliases.mapped(*parsed); mapped) {
        REQUIRE(mapped->parts().host == parsed->parts().host);
        REQUIRE(mapped->parts().service == parsed->parts().service);
    }
    aliases.aliases_of(*parsed);
}

void check_composed(std::string_view first, std::string_view rest, std::uint16_t port) {
    check_result(spn::compose({first, rest, port, ""}));
    check_result(spn::compose({"class", first, port, rest}));
    check_result(spn::compose_for_target({"class", first, rest, port, rest}));
    check_result(spn::compose_for_target({"class", first, "", port, rest}));
    check_result(spn::expand_host(first, rest));
    const spn::LocalNames local{std::string(first), spn::netbios_name_of(first)};
    if (const auto pair = spn::compose_host_pair("class", port, local); pair) {
        REQUIRE(pair->size() == 1 || pair->size() == 2);
    }
    spn::full_name_in(rest, first);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = text_of_input(data, size);
    check_read(text);
    const auto cut = text.find('\n');
    const std::string_view first = text.substr(0, cut);
    const std::string_view rest = cut == std::string_view::npos ? "" : text.substr(cut + 1);
    check_pair(first, rest);
    check_aliases(first, rest);
    check_composed(first, rest, static_cast<std::uint16_t>(size * 257));
    return 0;
}
