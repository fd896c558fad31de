// What kinds of characters a text holds, in one pass, so that plain names need no second look.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace mutauth::spn {

enum CharacterClass : std::uint8_t {
    kControl = 1,
    kSlash = 2,
    kColon = 4,
    kAt = 8,
    kNotAscii = 16,
    kBackslash = 32,
    kBlank = 64,
};

constexpr std::uint8_t class_of(unsigned char c) noexcept {
    if (c >= 0x80) {
        return kNotAscii;
    }
    if (c < 0x20 || c == 0x7f) {
        return kControl;
    }
    switch (c) {
        case '/':
            return kSlash;
        case ':':
            return kColon;
        case '@':
            return kAt;
        case '\\':
            return kBackslash;
        case ' ':
            return kBlank;
        default:
            return 0;
    }
}

inline constexpr std::array<std::uint8_t, 256> kClassOf = [] {
    std::array<std::uint8_t, 256> table{};
    for (std::size_t c = 0; c < table.size(); ++c) {
        table[c] = class_of(static_cast<unsigned char>(c));
    }
    return table;
}();

inline std::uint8_t classes_in(std::string_view text) noexcept {
    std::uint8_t found = 0;
    for (const char c : text) {
        found |= kClassOf[static_cast<unsigned char>(c)];
    }
    return found;
}

}  // namespace mutauth::spn
