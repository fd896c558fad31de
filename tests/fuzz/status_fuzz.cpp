// Any number as a status, and any text in an error, told to people.
#include <cstring>
#include <string>

#include "core/error.h"
#include "core/text.h"
#include "explain/error_text.h"
#include "fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::int32_t number = 0;
    if (size < sizeof number) {
        return 0;
    }
    std::memcpy(&number, data, sizeof number);
    const auto status = static_cast<mutauth::Status>(number);
    REQUIRE(mutauth::status_symbol(number)[0] != '\0');
    REQUIRE(mutauth::status_says(status)[0] != '\0');
    REQUIRE(mutauth::status_kind(status) >= 0);
    const std::string_view text = text_of_input(data + sizeof number, size - sizeof number);
    const std::string shown = mutauth::displayed(text, 200);
    REQUIRE(mutauth::is_utf8(shown));
    REQUIRE(shown.size() <= 200 + 3);
    for (const char c : shown) {
        REQUIRE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
    }
    const auto error = mutauth::Error(status, "message")
                           .with(text, text)
                           .with_native(mutauth::NativeSystem::gss_major, number);
    REQUIRE(mutauth::is_utf8(mutauth::explain::text_of_error(error)));
    return 0;
}
