// Reads PACs in hexadecimal, one a line, and prints what the library reads there: JSON, or the
// refusal in its own words.
#include <charconv>
#include <iostream>
#include <string>

#include "identity/description.h"
#include "identity/pac.h"

namespace {

mutauth::Bytes octets_of(const std::string& hexadecimal) {
    mutauth::Bytes out(hexadecimal.size() / 2);
    for (std::size_t i = 0; i < out.size(); ++i) {
        const char* digits = hexadecimal.data() + 2 * i;
        std::from_chars(digits, digits + 2, out[i], 16);
    }
    return out;
}

}  // namespace

int main() {
    for (std::string line; std::getline(std::cin, line);) {
        const auto pac = mutauth::identity::read_pac(octets_of(line));
        std::cout << (pac ? mutauth::identity::json_of(*pac) : pac.error().message()) << '\n';
    }
}
