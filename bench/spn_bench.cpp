// What the C ABI adds to composing, reading and comparing a service principal name.
#include <mutauth/mutauth.h>

#include <cstdlib>

#include "rounds.h"
#include "spn/fold.h"
#include "spn/service_principal_name.h"

namespace {

using mutauth::bench::compare;
using mutauth::bench::keep;

constexpr const char* kText = "ldap/dc1.example.test:3268/example.test";
constexpr const char* kAgainst = "the C++ core directly";

/// A benchmark of calls that fail would measure the wrong thing.
void require(bool holds) {
    if (!holds) {
        std::abort();
    }
}

void compare_compose() {
    compare(
        {"compose an SPN", kAgainst},
        [] {
            mutauth_spn* spn = nullptr;
            require(mutauth_spn_compose("ldap", "dc1.example.test", 3268, "example.test", &spn) ==
                    MUTAUTH_OK);
            mutauth_spn_free(spn);
        },
        [] {
            const auto spn =
                mutauth::spn::compose({"ldap", "dc1.example.test", 3268, "example.test"});
            require(static_cast<bool>(spn));
            keep(spn);
        });
}

void compare_parse() {
    compare(
        {"parse an SPN", kAgainst},
        [] {
            mutauth_spn* spn = nullptr;
            require(mutauth_spn_parse(kText, &spn) == MUTAUTH_OK);
            mutauth_spn_free(spn);
        },
        [] {
            const auto spn = mutauth::spn::parse(kText);
            require(static_cast<bool>(spn));
            keep(spn);
        });
}

void compare_equal() {
    mutauth_spn* a = nullptr;
    mutauth_spn* b = nullptr;
    require(mutauth_spn_parse(kText, &a) == MUTAUTH_OK);
    require(mutauth_spn_parse(kText, &b) == MUTAUTH_OK);
    const auto core_a = mutauth::spn::parse(kText);
    const auto core_b = mutauth::spn::parse(kText);
    compare(
        {"compare two SPNs", kAgainst}, [&] { require(mutauth_spn_equal_to_kdc(a, b) == 1); },
        [&] { require(mutauth::spn::equal_to_kdc(*core_a, *core_b)); });
    mutauth_spn_free(a);
    mutauth_spn_free(b);
}

/// The slower of the two ways to compare, on names that differ in case and accents.
void compare_folded(const char* row, const char* text, const char* other) {
    mutauth_spn* a = nullptr;
    mutauth_spn* b = nullptr;
    require(mutauth_spn_parse(text, &a) == MUTAUTH_OK);
    require(mutauth_spn_parse(other, &b) == MUTAUTH_OK);
    const auto core_a = mutauth::spn::parse(text);
    const auto core_b = mutauth::spn::parse(other);
    compare(
        {row, kAgainst}, [&] { require(mutauth_spn_equal_to_directory(a, b) == 1); },
        [&] { require(mutauth::spn::equal_to_directory(*core_a, *core_b)); });
    mutauth_spn_free(a);
    mutauth_spn_free(b);
}

}  // namespace

int main() {
    compare_compose();
    compare_parse();
    compare_equal();
    compare_folded("compare two SPNs as directories do", kText,
                   "LDAP/DC1.example.test:3268/Example.Test");
    compare_folded("compare two SPNs with accents", "http/h\xc5\x8dst.example.test",
                   "HTTP/HOST.example.test");
}
