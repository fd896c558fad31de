#include "core/der.h"

#include <algorithm>
#include <ctime>
#include <limits>

namespace mutauth::der {

std::optional<Element> Reader::next() noexcept {
    if (left_.size() < 2 || (left_[0] & 0x1f) == 0x1f) {
        return std::nullopt;
    }
    std::size_t length = left_[1];
    std::size_t head = 2;
    if (length >= 0x80) {
        const std::size_t octets = length & 0x7f;
        // X.690 8.1.3.6: 0x80 alone is the indefinite form, which DER does not have.
        if (octets == 0 || octets > 4 || left_.size() < 2 + octets) {
            return std::nullopt;
        }
        length = 0;
        for (std::size_t i = 0; i < octets; ++i) {
            length = length << 8 | left_[2 + i];
        }
        head += octets;
    }
    if (length > left_.size() - head) {
        return std::nullopt;
    }
    const Element element{left_[0], left_.subspan(head, length)};
    left_ = left_.subspan(head + length);
    return element;
}

std::optional<ByteView> Reader::next(std::uint8_t tag) noexcept {
    Reader ahead = *this;
    const auto element = ahead.next();
    if (!element || element->tag != tag) {
        return std::nullopt;
    }
    *this = ahead;
    return element->content;
}

std::optional<ByteView> Reader::find(std::uint8_t tag) noexcept {
    Reader ahead = *this;
    while (auto element = ahead.next()) {
        if (element->tag == tag) {
            *this = ahead;
            return element->content;
        }
    }
    return std::nullopt;
}

std::optional<ByteView> unwrap(ByteView bytes, std::uint8_t tag) noexcept {
    Reader reader(bytes);
    const auto content = reader.next(tag);
    return content && reader.at_end() ? content : std::nullopt;
}

std::optional<std::int64_t> integer(ByteView bytes) noexcept {
    const auto content = unwrap(bytes, kInteger);
    if (!content || content->empty() || content->size() > 5) {
        return std::nullopt;
    }
    std::int64_t value = (*content)[0] & 0x80 ? -1 : 0;
    for (const std::uint8_t octet : *content) {
        value = static_cast<std::int64_t>(static_cast<std::uint64_t>(value) << 8 | octet);
    }
    if (value < std::numeric_limits<std::int32_t>::min() ||
        value > std::numeric_limits<std::uint32_t>::max()) {
        return std::nullopt;
    }
    return value;
}

std::optional<std::int64_t> time(ByteView content) noexcept {
    if (content.size() != 15 || content[14] != 'Z' ||
        !std::all_of(content.begin(), content.begin() + 14,
                     [](std::uint8_t c) { return c >= '0' && c <= '9'; })) {
        return std::nullopt;
    }
    const auto number = [&](std::size_t at, std::size_t digits) {
        int value = 0;
        for (std::size_t i = at; i < at + digits; ++i) {
            value = value * 10 + (content[i] - '0');
        }
        return value;
    };
    std::tm parts{};
    parts.tm_year = number(0, 4) - 1900;
    parts.tm_mon = number(4, 2) - 1;
    parts.tm_mday = number(6, 2);
    parts.tm_hour = number(8, 2);
    parts.tm_min = number(10, 2);
    parts.tm_sec = number(12, 2);
    return ::timegm(&parts);
}

}  // namespace mutauth::der
