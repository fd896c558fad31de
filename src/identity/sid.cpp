#include "identity/sid.h"

#include <fmt/format.h>

#include <charconv>

namespace mutauth::identity {
namespace {

constexpr std::string_view kHead = "S-1-";
constexpr std::string_view kHexadecimal = "0x";
/// Of an authority of 2^32 and more.
constexpr std::size_t kHexadecimalDigits = 12;
constexpr std::size_t kFixedSize = 8;

/// Takes a decimal number off the front of the text.
std::optional<std::uint64_t> take_number(std::string_view& text, std::uint64_t most) noexcept {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const auto size = static_cast<std::size_t>(end - text.data());
    if (error != std::errc() || value > most || (text[0] == '0' && size > 1)) {
        return std::nullopt;
    }
    text.remove_prefix(size);
    return value;
}

/// [MS-DTYP] 2.4.2.1: decimal below 2^32, else twelve hexadecimal digits, of which Samba leaves
/// leading zeros away.
std::optional<std::uint64_t> take_authority(std::string_view& text) noexcept {
    if (!text.starts_with(kHexadecimal)) {
        return take_number(text, UINT32_MAX);
    }
    text.remove_prefix(kHexadecimal.size());
    const std::string_view digits = text.substr(0, kHexadecimalDigits);
    std::uint64_t value = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    if (error != std::errc() || value <= UINT32_MAX) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - digits.data()));
    return value;
}

}  // namespace

std::optional<Sid> Sid::from_text(std::string_view text) noexcept {
    if (!text.starts_with(kHead)) {
        return std::nullopt;
    }
    text.remove_prefix(kHead.size());
    const auto authority = take_authority(text);
    if (!authority) {
        return std::nullopt;
    }
    Sid out;
    out.authority_ = *authority;
    while (out.count_ < kMostSubauthorities && text.starts_with('-')) {
        text.remove_prefix(1);
        const auto number = take_number(text, UINT32_MAX);
        if (!number) {
            return std::nullopt;
        }
        out.subauthorities_[out.count_++] = static_cast<std::uint32_t>(*number);
    }
    return text.empty() ? std::optional(out) : std::nullopt;
}

std::optional<Sid> Sid::from_octets(ByteView octets) noexcept {
    if (octets.size() < kFixedSize || octets[0] != 1 || octets[1] > kMostSubauthorities ||
        octets.size() != kFixedSize + 4 * std::size_t{octets[1]}) {
        return std::nullopt;
    }
    Sid out;
    for (const std::uint8_t octet : octets.subspan(2, 6)) {
        out.authority_ = out.authority_ << 8 | octet;
    }
    out.count_ = octets[1];
    for (std::size_t i = 0; i < 4 * std::size_t{out.count_}; ++i) {
        out.subauthorities_[i / 4] |= std::uint32_t{octets[kFixedSize + i]} << 8 * (i % 4);
    }
    return out;
}

std::string Sid::text() const {
    std::string out = authority_ <= UINT32_MAX ? fmt::format("S-1-{}", authority_)
                                               : fmt::format("S-1-{:#014x}", authority_);
    for (std::size_t i = 0; i < count_; ++i) {
        fmt::format_to(std::back_inserter(out), "-{}", subauthorities_[i]);
    }
    return out;
}

Bytes Sid::octets() const {
    Bytes out{1, static_cast<std::uint8_t>(count_)};
    for (int shift = 40; shift >= 0; shift -= 8) {
        out.push_back(static_cast<std::uint8_t>(authority_ >> shift));
    }
    for (std::size_t i = 0; i < 4 * std::size_t{count_}; ++i) {
        out.push_back(static_cast<std::uint8_t>(subauthorities_[i / 4] >> 8 * (i % 4)));
    }
    return out;
}

Sid Sid::domain() const noexcept {
    Sid out = *this;
    if (out.count_ > 0) {
        out.subauthorities_[--out.count_] = 0;
    }
    return out;
}

std::optional<Sid> Sid::with_relative(std::uint32_t number) const noexcept {
    if (count_ == kMostSubauthorities) {
        return std::nullopt;
    }
    Sid out = *this;
    out.subauthorities_[out.count_++] = number;
    return out;
}

}  // namespace mutauth::identity
