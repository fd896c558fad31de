// What must hold for every input; a fuzzer that sees it broken ends with the input kept.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "core/bytes.h"

#define REQUIRE(condition)  \
    do {                    \
        if (!(condition)) { \
            std::abort();   \
        }                   \
    } while (false)

inline std::string_view text_of_input(const std::uint8_t* data, std::size_t size) {
    return mutauth::text_of({data, size});
}
