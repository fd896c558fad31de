// Says which library it runs with, and one name that the library composed.
#include <iostream>
#include <mutauth/mutauth.hpp>

int main() {
    const auto spn = mutauth::v1::Spn::compose("ldap", "dc1.example.test", 3268, "example.test");
    std::cout << mutauth_version() << ' ' << spn.text()
              << " directory=" << mutauth_has_feature("directory") << '\n';
}
