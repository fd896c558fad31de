#include "directory/filter.h"

namespace mutauth::directory::filter {
namespace {

bool is_plain(char c) {
    const bool special = c == '*' || c == '(' || c == ')' || c == '\\';
    return c >= 0x20 && c < 0x7f && !special;
}

std::string joined(char with, const std::vector<std::string>& filters) {
    std::string out = std::string("(") + with;
    for (const auto& part : filters) {
        out += part;
    }
    return out + ")";
}

}  // namespace

std::string escaped(std::string_view value) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string out;
    out.reserve(value.size());
    for (const char c : value) {
        if (is_plain(c)) {
            out += c;
            continue;
        }
        const auto byte = static_cast<unsigned char>(c);
        out += {'\\', kDigits[byte >> 4], kDigits[byte & 15]};
    }
    return out;
}

std::string equal(std::string_view attribute, std::string_view value) {
    return "(" + std::string(attribute) + "=" + escaped(value) + ")";
}

std::string present(std::string_view attribute) {
    return "(" + std::string(attribute) + "=*)";
}

std::string substrings(std::string_view attribute, const std::vector<std::string>& texts) {
    std::string out = "(" + std::string(attribute) + "=" + escaped(texts.front());
    for (std::size_t i = 1; i < texts.size(); ++i) {
        // RFC 4515 3: between two asterisks stands something.
        const bool inner = i + 1 < texts.size();
        if (!inner || !texts[i].empty()) {
            out += "*" + escaped(texts[i]);
        }
    }
    return out + ")";
}

std::string all_of(std::initializer_list<std::string> filters) {
    return joined('&', filters);
}

std::string any_of(std::initializer_list<std::string> filters) {
    return joined('|', filters);
}

std::string any_of(const std::vector<std::string>& filters) {
    return joined('|', filters);
}

}  // namespace mutauth::directory::filter
