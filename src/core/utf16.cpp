#include "core/utf16.h"

namespace mutauth {
namespace {

std::uint32_t unit_at(ByteView octets, std::size_t at) {
    return octets[at] | std::uint32_t{octets[at + 1]} << 8;
}

bool is_high(std::uint32_t unit) {
    return unit >= 0xD800 && unit < 0xDC00;
}

bool is_low(std::uint32_t unit) {
    return unit >= 0xDC00 && unit < 0xE000;
}

void append_utf8(std::string& out, std::uint32_t point) {
    if (point < 0x80) {
        out += static_cast<char>(point);
        return;
    }
    const int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    constexpr unsigned kLead[] = {0, 0xC0, 0xE0, 0xF0};
    out += static_cast<char>(kLead[more] | point >> 6 * more);
    for (int i = more - 1; i >= 0; --i) {
        out += static_cast<char>(0x80U | (point >> 6 * i & 0x3FU));
    }
}

}  // namespace

std::optional<std::string> utf8_of_utf16(ByteView octets) {
    if (octets.size() % 2 != 0) {
        return std::nullopt;
    }
    std::string out;
    out.reserve(octets.size() / 2);
    for (std::size_t at = 0; at < octets.size(); at += 2) {
        std::uint32_t point = unit_at(octets, at);
        if (is_high(point)) {
            at += 2;
            if (at == octets.size() || !is_low(unit_at(octets, at))) {
                return std::nullopt;
            }
            point = 0x10000 + ((point - 0xD800) << 10) + (unit_at(octets, at) - 0xDC00);
        } else if (point == 0 || is_low(point)) {
            return std::nullopt;
        }
        append_utf8(out, point);
    }
    return out;
}

}  // namespace mutauth
