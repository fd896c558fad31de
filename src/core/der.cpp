#include "core/der.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>

namespace mutauth::der {
namespace {

/// What was found of an element's tag and length.
struct Head {
    std::size_t size = 0;
    std::size_t content = 0;
    Rule fault = Rule::none;
};

/// X.690 10.1: the definite form, and the shortest one. No message is longer than three bytes of
/// length can say.
Head read_head(ByteView bytes, std::uint8_t tag) noexcept {
    if (bytes.empty() || bytes[0] != tag) {
        return {0, 0, bytes.empty() ? Rule::cut : Rule::tag};
    }
    if (bytes.size() < 2) {
        return {0, 0, Rule::cut};
    }
    std::size_t content = bytes[1];
    std::size_t more = 0;
    if (content >= 0x80) {
        more = content & 0x7f;
        if (more == 0 || more > 3) {
            return {0, 0, Rule::length};
        }
        if (bytes.size() < 2 + more) {
            return {0, 0, Rule::cut};
        }
        content = 0;
        for (std::size_t i = 0; i < more; ++i) {
            content = content << 8 | bytes[2 + i];
        }
        if (content < 0x80 || content >> (8 * (more - 1)) == 0) {
            return {0, 0, Rule::length};
        }
    }
    const std::size_t head = 2 + more;
    return {head, content, content > bytes.size() - head ? Rule::cut : Rule::none};
}

bool has_nul(ByteView content) noexcept {
    return std::find(content.begin(), content.end(), 0) != content.end();
}

const char* words_for(Rule rule) noexcept {
    switch (rule) {
        case Rule::none:
            return "no fault";
        case Rule::cut:
            return "missing or cut short";
        case Rule::tag:
            return "another type, or another field in its place";
        case Rule::length:
            return "its length is not in the shortest form";
        case Rule::trailing:
            return "something follows that does not belong there";
        case Rule::integer:
            return "an integer not in the shortest form";
        case Rule::range:
            return "a number out of range";
        case Rule::time:
            return "a time that does not exist, or is before 1970 or after 2106";
        case Rule::bits:
            return "a malformed bit string";
        case Rule::text:
            return "a string with a NUL";
        case Rule::empty:
            return "empty";
        case Rule::count:
            return "too many or too few";
        case Rule::depth:
            return "nested too deep";
        case Rule::repeated:
            return "given twice";
        case Rule::key_size:
            return "a key of another size than its encryption type's";
        case Rule::content:
            return "malformed";
    }
    return "malformed";
}

}  // namespace

std::string Fault::text() const {
    return fmt::format("{}: {}", field == nullptr ? "message" : field, words_for(rule));
}

ByteView Reader::take(std::uint8_t tag, const char* name) noexcept {
    if (*fault_) {
        return {};
    }
    const Head head = read_head(left_, tag);
    if (head.fault != Rule::none) {
        fail(name, head.fault);
        return {};
    }
    const ByteView content = left_.subspan(head.size, head.content);
    left_ = left_.subspan(head.size + head.content);
    return content;
}

ByteView Reader::take_whole(std::uint8_t tag, const char* name) noexcept {
    const ByteView before = left_;
    take(tag, name);
    return *fault_ ? ByteView() : before.first(before.size() - left_.size());
}

ByteView Reader::field(unsigned number, std::uint8_t tag, const char* name) noexcept {
    return only(take(context(number), name), tag, name, *fault_);
}

ByteView Reader::whole_field(unsigned number, std::uint8_t tag, const char* name) noexcept {
    const ByteView whole = take(context(number), name);
    only(whole, tag, name, *fault_);
    return *fault_ ? ByteView() : whole;
}

std::int64_t Reader::integer(unsigned number,
                             const char* name,
                             std::int64_t lowest,
                             std::int64_t highest) noexcept {
    const ByteView content = field(number, kInteger, name);
    return der::integer(content, name, lowest, highest, *fault_);
}

std::int64_t Reader::time(unsigned number, const char* name) noexcept {
    const ByteView content = field(number, kGeneralizedTime, name);
    return der::time(content, name, *fault_);
}

std::uint32_t Reader::flags(unsigned number, const char* name) noexcept {
    const ByteView content = field(number, kBitString, name);
    return der::flags(content, name, *fault_);
}

ByteView Reader::string(unsigned number, const char* name) noexcept {
    const ByteView content = field(number, kGeneralString, name);
    if (has_nul(content)) {
        fail(name, Rule::text);
        return {};
    }
    return content;
}

void Reader::end(const char* name) noexcept {
    if (!at_end()) {
        fail(name, Rule::trailing);
    }
}

ByteView only(ByteView bytes, std::uint8_t tag, const char* name, Fault& fault) noexcept {
    Reader reader(bytes, fault);
    const ByteView content = reader.take(tag, name);
    reader.end(name);
    return fault ? ByteView() : content;
}

ByteView message(ByteView bytes, unsigned number, const char* name, Fault& fault) noexcept {
    return only(only(bytes, application(number), name, fault), kSequence, name, fault);
}

std::int64_t integer(ByteView content,
                     const char* name,
                     std::int64_t lowest,
                     std::int64_t highest,
                     Fault& fault) noexcept {
    if (fault) {
        return 0;
    }
    const auto repeats_sign = [&] {
        return (content[0] == 0 && content[1] < 0x80) || (content[0] == 0xff && content[1] >= 0x80);
    };
    if (content.empty() || content.size() > sizeof(std::int64_t) ||
        (content.size() > 1 && repeats_sign())) {
        fault.set(name, Rule::integer);
        return 0;
    }
    std::int64_t value = content[0] & 0x80 ? -1 : 0;
    for (const std::uint8_t octet : content) {
        value = static_cast<std::int64_t>(static_cast<std::uint64_t>(value) << 8 | octet);
    }
    if (value < lowest || value > highest) {
        fault.set(name, Rule::range);
        return 0;
    }
    return value;
}

std::int64_t time(ByteView content, const char* name, Fault& fault) noexcept {
    if (fault) {
        return 0;
    }
    const bool has_form = content.size() == 15 && content[14] == 'Z' &&
                          std::all_of(content.begin(), content.begin() + 14,
                                      [](std::uint8_t c) { return c >= '0' && c <= '9'; });
    const auto number = [&](std::size_t at, std::size_t digits) {
        int value = 0;
        for (std::size_t i = at; i < at + digits; ++i) {
            value = value * 10 + (content[i] - '0');
        }
        return value;
    };
    std::int64_t seconds = -1;
    if (has_form && number(8, 2) < 24 && number(10, 2) < 60 && number(12, 2) < 60) {
        const std::chrono::year_month_day day{
            std::chrono::year(number(0, 4)),
            std::chrono::month(static_cast<unsigned>(number(4, 2))),
            std::chrono::day(static_cast<unsigned>(number(6, 2)))};
        if (day.ok()) {
            const auto days = std::chrono::sys_days(day).time_since_epoch().count();
            const int clock = number(8, 2) * 3600 + number(10, 2) * 60 + number(12, 2);
            seconds = std::int64_t{days} * 86400 + clock;
        }
    }
    if (seconds < 0 || seconds > kHighestUnsigned32) {
        fault.set(name, Rule::time);
        return 0;
    }
    return seconds;
}

std::uint32_t flags(ByteView content, const char* name, Fault& fault) noexcept {
    if (fault) {
        return 0;
    }
    // X.690 8.6.2 and 11.2.1: the first byte counts the unused bits at the end, which are zero.
    constexpr std::size_t kLongest = 1 + 8;
    const bool good =
        !content.empty() && content.size() <= kLongest && content[0] <= 7 &&
        (content.size() > 1 ? (content.back() & ((1U << content[0]) - 1)) == 0 : content[0] == 0);
    if (!good) {
        fault.set(name, Rule::bits);
        return 0;
    }
    std::uint32_t bits = 0;
    for (std::size_t i = 1; i < content.size() && i < 5; ++i) {
        bits |= std::uint32_t{content[i]} << (8 * (4 - i));
    }
    return bits;
}

}  // namespace mutauth::der
