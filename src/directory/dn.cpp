#include "directory/dn.h"

#include <algorithm>

#include "core/text.h"

namespace mutauth::directory::dn {
namespace {

constexpr std::string_view kMustEscape = "\"+,;<>\\";
constexpr std::string_view kDigits = "0123456789abcdef";

bool is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

int hex_value(char c) {
    const char low = c >= 'A' && c <= 'F' ? static_cast<char>(c - 'A' + 'a') : c;
    const auto at = kDigits.find(low);
    return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

/// Reads a DN from its left end and writes the normal spelling.
class Parser {
  public:
    explicit Parser(std::string_view text) : left_(text) {}

    std::optional<std::string> run() {
        if (left_.empty()) {
            return std::string();
        }
        for (;;) {
            if (!pair()) {
                return std::nullopt;
            }
            if (left_.empty()) {
                return std::move(out_);
            }
            // RFC 4514 2.1 and 2.2: commas between RDNs, plus signs inside one. RFC 2253's
            // semicolons are refused: they only ever were an old reader's duty.
            if (left_[0] != ',' && left_[0] != '+') {
                return std::nullopt;
            }
            out_ += left_[0];
            left_.remove_prefix(1);
        }
    }

  private:
    bool pair() {
        skip_spaces();
        if (!type()) {
            return false;
        }
        skip_spaces();
        if (left_.empty() || left_[0] != '=') {
            return false;
        }
        left_.remove_prefix(1);
        out_ += '=';
        skip_spaces();
        return !left_.empty() && left_[0] == '#' ? hex_string() : string();
    }

    void skip_spaces() {
        left_.remove_prefix(std::min(left_.find_first_not_of(' '), left_.size()));
    }

    /// RFC 4512 1.4: descr = ALPHA *(ALPHA / DIGIT / HYPHEN), or numericoid = number 1*( DOT number
    /// ).
    bool type() {
        std::size_t size = 0;
        while (size < left_.size() && (is_alpha(left_[size]) || is_digit(left_[size]) ||
                                       left_[size] == '-' || left_[size] == '.')) {
            ++size;
        }
        const std::string_view name = left_.substr(0, size);
        left_.remove_prefix(size);
        out_ += to_lower_ascii(name);
        return !name.empty() && (is_digit(name[0]) ? is_oid(name) : is_descriptor(name));
    }

    static bool is_descriptor(std::string_view name) {
        return is_alpha(name[0]) && name.find('.') == std::string_view::npos;
    }

    static bool is_oid(std::string_view name) {
        bool dotted = false;
        for (std::size_t at = 0; at <= name.size();) {
            const std::size_t end = std::min(name.find('.', at), name.size());
            const std::string_view number = name.substr(at, end - at);
            const bool digits = std::all_of(number.begin(), number.end(), is_digit);
            if (number.empty() || !digits || (number.size() > 1 && number[0] == '0')) {
                return false;
            }
            dotted = dotted || end < name.size();
            at = end + 1;
        }
        return dotted;
    }

    /// RFC 4514 3: hexstring = SHARP 1*hexpair.
    bool hex_string() {
        out_ += '#';
        left_.remove_prefix(1);
        std::size_t pairs = 0;
        while (left_.size() >= 2 && hex_value(left_[0]) >= 0 && hex_value(left_[1]) >= 0) {
            out_ += to_lower_ascii(left_.substr(0, 2));
            left_.remove_prefix(2);
            ++pairs;
        }
        skip_spaces();
        return pairs > 0;
    }

    bool string() {
        std::string value;
        std::size_t kept = 0;  // up to here spaces were escaped or stand inside
        while (!left_.empty() && left_[0] != ',' && left_[0] != '+') {
            const bool escape = left_[0] == '\\';
            const auto c = escape ? unescaped() : plain();
            if (!c) {
                return false;
            }
            value += *c;
            if (escape || *c != ' ') {
                kept = value.size();
            }
        }
        value.resize(kept);
        out_ += escaped(to_lower_ascii(value));
        return is_utf8(value);
    }

    std::optional<char> plain() {
        const char c = left_[0];
        left_.remove_prefix(1);
        // RFC 4514 3: NUL and these stand only escaped.
        return c == '\0' || kMustEscape.find(c) != std::string_view::npos ? std::nullopt
                                                                          : std::optional(c);
    }

    /// RFC 4514 3: pair = ESC ( ESC / special / hexpair ), special including '=', '#' and space.
    std::optional<char> unescaped() {
        left_.remove_prefix(1);
        if (left_.empty()) {
            return std::nullopt;
        }
        const char c = left_[0];
        if (kMustEscape.find(c) != std::string_view::npos || c == ' ' || c == '#' || c == '=') {
            left_.remove_prefix(1);
            return c;
        }
        if (left_.size() < 2 || hex_value(c) < 0 || hex_value(left_[1]) < 0) {
            return std::nullopt;
        }
        const int byte = hex_value(c) * 16 + hex_value(left_[1]);
        left_.remove_prefix(2);
        return static_cast<char>(byte);
    }

    std::string_view left_;
    std::string out_;
};

}  // namespace

std::string escaped(std::string_view value) {
    std::string out;
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        const bool first = i == 0;
        const bool last = i + 1 == value.size();
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
            const auto byte = static_cast<unsigned char>(c);
            out += {'\\', kDigits[byte >> 4], kDigits[byte & 15]};
            continue;
        }
        if (kMustEscape.find(c) != std::string_view::npos || (c == '#' && first) ||
            (c == ' ' && (first || last))) {
            out += '\\';
        }
        out += c;
    }
    return out;
}

std::optional<std::string> normalized(std::string_view dn) {
    return dn.size() > kLongest ? std::nullopt : Parser(dn).run();
}

bool is_dn(std::string_view text) {
    return normalized(text).has_value();
}

bool same(std::string_view a, std::string_view b) {
    const auto x = normalized(a);
    const auto y = normalized(b);
    return x && y ? *x == *y : a == b;
}

std::string domain_of(std::string_view dn) {
    constexpr std::string_view kComponent = "dc=";
    const std::string text = normalized(dn).value_or("");
    std::string_view left = text;
    std::string out;
    while (!left.empty()) {
        const auto comma = left.rfind(',');
        const bool first = comma == std::string_view::npos;
        const std::string_view component = first ? left : left.substr(comma + 1);
        const bool escaped_comma = !first && comma > 0 && left[comma - 1] == '\\';
        if (!component.starts_with(kComponent) || escaped_comma) {
            break;
        }
        out.insert(0, std::string(component.substr(kComponent.size())) + (out.empty() ? "" : "."));
        left = first ? std::string_view() : left.substr(0, comma);
    }
    return out;
}

}  // namespace mutauth::directory::dn
