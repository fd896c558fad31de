#include "core/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

namespace mutauth {
namespace {

char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

char upper(char c) noexcept {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

/// The length of the valid UTF-8 sequence at the head of text, 0 if there is none.
std::size_t sequence_length(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) {
        return static_cast<std::uint8_t>(text[i]);
    };
    const auto first = byte(0);
    if (first < 0x80) {
        return 1;
    }
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || text.size() < length) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xc0) != 0x80) {
            return 0;
        }
    }
    // RFC 3629 section 4: the second byte's range rules out overlong forms and surrogates.
    const auto second = byte(1);
    const bool bad = (first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) ||
                     (first == 0xf0 && second < 0x90) || (first == 0xf4 && second > 0x8f);
    return bad ? 0 : length;
}

/// Terminals obey C1 controls as they do ESC; the others change the order or the lines of what is
/// shown. `sequence` is one valid sequence.
bool steers_display(std::string_view sequence) noexcept {
    const auto byte = [&](std::size_t i) {
        return static_cast<std::uint8_t>(sequence[i]);
    };
    if (sequence.size() == 1) {
        return byte(0) < 0x20 || byte(0) == 0x7f;
    }
    if (sequence.size() == 2) {
        // U+0080 to U+009F, and U+061C: Arabic letter mark.
        return (byte(0) == 0xc2 && byte(1) < 0xa0) || sequence == "\xd8\x9c";
    }
    if (sequence.size() != 3 || byte(0) != 0xe2) {
        return false;
    }
    // Unicode UAX #9 2: U+200E, U+200F, U+202A to U+202E, U+2066 to U+2069; and the separators of
    // lines and paragraphs, U+2028 and U+2029.
    return (byte(1) == 0x80 && (byte(2) == 0x8e || byte(2) == 0x8f)) ||
           (byte(1) == 0x80 && byte(2) >= 0xa8 && byte(2) <= 0xae) ||
           (byte(1) == 0x81 && byte(2) >= 0xa6 && byte(2) <= 0xa9);
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        const std::size_t length = sequence_length(text);
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

bool is_ascii(std::string_view text) noexcept {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::string to_lower_ascii(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

std::string to_upper_ascii(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), upper);
    return out;
}

bool equal_ignoring_ascii_case(std::string_view a, std::string_view b) noexcept {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](char x, char y) { return lower(x) == lower(y); });
}

std::string displayed(std::string_view text, std::size_t most) {
    std::string out;
    while (!text.empty()) {
        const std::size_t length = sequence_length(text);
        const auto next = text.substr(0, std::max<std::size_t>(length, 1));
        const bool plain = length != 0 && !steers_display(next);
        if (out.size() + next.size() * (plain ? 1 : 4) > most) {
            return out + "...";
        }
        if (plain) {
            out += next;
        } else {
            for (const char byte : next) {
                out += fmt::format("\\x{:02x}", static_cast<unsigned char>(byte));
            }
        }
        text.remove_prefix(next.size());
    }
    return out;
}

}  // namespace mutauth
