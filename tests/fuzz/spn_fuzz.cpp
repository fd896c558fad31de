// Parsing, composing and the Kerberos form of names.
#include "core/text.h"
#include "fuzz/require.h"
#include "spn/kerberos_principal.h"
#include "spn/service_principal_name.h"

namespace spn = mutauth::spn;

namespace {

void check(const spn::ServicePrincipalName& name) {
    REQUIRE(mutauth::is_utf8(name.text()));
    REQUIRE(name.text().size() <= spn::kLongest);
    // The principal is the same name in another spelling: nothing is lost or gained by quoting.
    const auto parts = spn::split_principal(name.principal());
    REQUIRE(parts.name() == name.text());
    REQUIRE(parts.realm == name.parts().realm);
    REQUIRE(parts.components.size() == 2 || parts.components.size() == 3);
    REQUIRE(spn::equal_to_kdc(name, name));
}

void check_parsed(std::string_view text) {
    const auto parsed = spn::parse(text);
    if (!parsed) {
        REQUIRE(parsed.error().message()[0] != '\0');
        REQUIRE(mutauth::is_utf8(parsed.error().message()));
        return;
    }
    check(*parsed);
    REQUIRE(parsed->text() == text || parsed->text() + '@' + parsed->parts().realm == text);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text = text_of_input(data, size);
    check_parsed(text);
    spn::split_principal(text);
    const auto cut = text.find('\n');
    const std::string_view first = text.substr(0, cut);
    const std::string_view rest = cut == std::string_view::npos ? "" : text.substr(cut + 1);
    const auto port = static_cast<std::uint16_t>(size * 257);
    if (const auto made = spn::compose({first, rest, port, ""}); made) {
        check(*made);
    }
    if (const auto made = spn::compose({"class", first, port, rest}); made) {
        check(*made);
    }
    if (const auto made = spn::compose_for_target({"class", first, rest, port, rest}); made) {
        check(*made);
    }
    return 0;
}
