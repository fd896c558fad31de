#include "spn/fold.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

namespace mutauth::spn {
namespace {

/// Every step-th code from first to last folds to the code as far behind `to` as it is behind
/// first.
struct Run {
    char32_t first;
    char32_t last;
    std::uint32_t step;
    char32_t to;
};

/// One code that folds to none or several of the pool.
struct Span {
    char32_t code;
    std::uint16_t at;
    std::uint16_t size;
};

#include "spn/fold_table.inc"

/// Above all code points: a byte that is no part of UTF-8, so that it equals itself alone.
constexpr char32_t kByte = 0x110000;
constexpr char32_t kEnd = 0x120000;

constexpr char lower(char c) noexcept {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

constexpr bool is_ascii(char c) noexcept {
    return static_cast<unsigned char>(c) < 0x80;
}

const Run* run_of(char32_t code) noexcept {
    const auto* after = std::upper_bound(std::begin(kRuns), std::end(kRuns), code,
                                         [](char32_t c, const Run& run) { return c < run.first; });
    if (after == std::begin(kRuns)) {
        return nullptr;
    }
    const Run* run = after - 1;
    return code <= run->last && (code - run->first) % run->step == 0 ? run : nullptr;
}

const Span* span_of(char32_t code) noexcept {
    const auto* found =
        std::lower_bound(std::begin(kSpans), std::end(kSpans), code,
                         [](const Span& span, char32_t c) { return span.code < c; });
    return found != std::end(kSpans) && found->code == code ? found : nullptr;
}

/// Gives a text's folded code points one by one.
class FoldedReader {
  public:
    explicit FoldedReader(std::string_view text) noexcept : rest_(text) {}

    char32_t next() noexcept {
        while (left_ == 0) {
            if (rest_.empty()) {
                return kEnd;
            }
            const char32_t code = decode();
            if (code < 0x80) {
                return code;
            }
            if (const Span* span = code < kByte ? span_of(code) : nullptr; span != nullptr) {
                pool_ = kPool + span->at;
                left_ = span->size;
                continue;
            }
            const Run* run = code < kByte ? run_of(code) : nullptr;
            return run == nullptr ? code : run->to + (code - run->first);
        }
        --left_;
        return *pool_++;
    }

  private:
    /// The text was checked to be UTF-8 where it came in; what is cut or stray is taken as bytes.
    char32_t decode() noexcept {
        const auto first = static_cast<unsigned char>(rest_[0]);
        const std::size_t size = first < 0xc2 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
        if (first < 0x80) {
            const char c = lower(rest_[0]);
            rest_.remove_prefix(1);
            return static_cast<char32_t>(c);
        }
        char32_t code = size == 1 ? 0 : first & (0x7fU >> size);
        bool good = size > 1 && first < 0xf5 && size <= rest_.size();
        for (std::size_t i = 1; good && i < size; ++i) {
            const auto byte = static_cast<unsigned char>(rest_[i]);
            good = (byte & 0xc0) == 0x80;
            code = code << 6 | (byte & 0x3f);
        }
        constexpr char32_t kLeast[]{0, 0, 0x80, 0x800, 0x10000};
        good = good && code >= kLeast[size] && code < kByte && (code < 0xd800 || code > 0xdfff);
        rest_.remove_prefix(good ? size : 1);
        return good ? code : kByte + first;
    }

    std::string_view rest_;
    const char32_t* pool_ = nullptr;
    std::size_t left_ = 0;
};

void append(std::string& out, char32_t code) {
    const auto put = [&](char32_t byte) {
        out += static_cast<char>(static_cast<unsigned char>(byte));
    };
    if (code >= kByte) {
        put(code - kByte);
    } else if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0 | code >> 6);
        put(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        put(0xe0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3f));
        put(0x80 | (code & 0x3f));
    } else {
        put(0xf0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3f));
        put(0x80 | (code >> 6 & 0x3f));
        put(0x80 | (code & 0x3f));
    }
}

}  // namespace

std::string folded(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    FoldedReader reader(text);
    for (char32_t code = reader.next(); code != kEnd; code = reader.next()) {
        append(out, code);
    }
    return out;
}

bool equal_when_folded(std::string_view a, std::string_view b) noexcept {
    std::size_t same = 0;
    const std::size_t common = std::min(a.size(), b.size());
    while (same < common && is_ascii(a[same]) && is_ascii(b[same]) &&
           lower(a[same]) == lower(b[same])) {
        ++same;
    }
    const auto plain_at = [&](std::string_view text) {
        return same == text.size() || is_ascii(text[same]);
    };
    if (same == a.size() && same == b.size()) {
        return true;
    }
    // A mark outside ASCII may follow, so where one text ends the other may still fold to nothing.
    if (same < common && plain_at(a) && plain_at(b)) {
        return false;
    }
    FoldedReader x(a.substr(same));
    FoldedReader y(b.substr(same));
    for (;;) {
        const char32_t one = x.next();
        if (one != y.next()) {
            return false;
        }
        if (one == kEnd) {
            return true;
        }
    }
}

bool equal_to_directory(const ServicePrincipalName& a, const ServicePrincipalName& b) noexcept {
    return equal_when_folded(a.text(), b.text());
}

}  // namespace mutauth::spn
