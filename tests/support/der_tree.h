// DER as a tree: written element by element, and bent at any place. A writer that can write what no
// encoder would, and the reader of what this side gets back. Nothing of GoogleTest: fuzzers use it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tree {

inline constexpr std::uint8_t kInteger = 0x02;
inline constexpr std::uint8_t kBitString = 0x03;
inline constexpr std::uint8_t kOctetString = 0x04;
inline constexpr std::uint8_t kOid = 0x06;
inline constexpr std::uint8_t kEnumerated = 0x0a;
inline constexpr std::uint8_t kUtf8String = 0x0c;
inline constexpr std::uint8_t kGeneralizedTime = 0x18;
inline constexpr std::uint8_t kGeneralString = 0x1b;
inline constexpr std::uint8_t kSequence = 0x30;

constexpr std::uint8_t context(unsigned number) {
    return static_cast<std::uint8_t>(0xa0 + number);
}
constexpr std::uint8_t application(unsigned number) {
    return static_cast<std::uint8_t>(0x60 + number);
}

struct Element {
    std::uint8_t tag = 0;
    /// Of an element without children.
    std::string content;
    /// Also what an OCTET STRING holds.
    std::vector<Element> children;
    /// Neither tag nor length: bytes that are no DER between those that are.
    bool bare = false;

    // How it is bent.
    /// Bytes of the length beyond the shortest form.
    unsigned longer = 0;
    /// Added to the length that is written.
    int length_error = 0;
    /// After the content or the last child, and counted in the length.
    std::string tail;
};

inline std::string length_of(std::size_t size, unsigned longer) {
    if (size < 0x80 && longer == 0) {
        return std::string(1, static_cast<char>(size));
    }
    std::string bytes;
    for (std::size_t rest = size; rest != 0 || bytes.empty(); rest >>= 8) {
        bytes.insert(bytes.begin(), static_cast<char>(rest & 0xff));
    }
    bytes.insert(0, longer, '\0');
    return std::string(1, static_cast<char>(0x80 + bytes.size())) + bytes;
}

inline std::string written(const Element& element) {
    std::string content = element.children.empty() ? element.content : "";
    for (const Element& child : element.children) {
        content += written(child);
    }
    content += element.tail;
    if (element.bare) {
        return content;
    }
    const auto told = static_cast<std::ptrdiff_t>(content.size()) + element.length_error;
    return std::string(1, static_cast<char>(element.tag)) +
           length_of(told < 0 ? 0 : static_cast<std::size_t>(told), element.longer) + content;
}

inline Element leaf(std::uint8_t tag, std::string content) {
    Element out;
    out.tag = tag;
    out.content = std::move(content);
    return out;
}

inline Element node(std::uint8_t tag, std::vector<Element> children) {
    Element out;
    out.tag = tag;
    out.children = std::move(children);
    return out;
}

inline Element bare(std::string bytes) {
    Element out = leaf(0, std::move(bytes));
    out.bare = true;
    return out;
}

inline Element sequence(std::vector<Element> children) {
    return node(kSequence, std::move(children));
}
inline Element field(unsigned number, Element inside) {
    return node(context(number), {std::move(inside)});
}
inline Element octets(std::string content) {
    return leaf(kOctetString, std::move(content));
}
/// An OCTET STRING with DER inside.
inline Element octets_of(Element inside) {
    return node(kOctetString, {std::move(inside)});
}
inline Element general(std::string text) {
    return leaf(kGeneralString, std::move(text));
}

/// The shortest two's complement.
inline Element integer(std::int64_t value) {
    std::string content;
    for (int shift = 56; shift >= 0; shift -= 8) {
        content += static_cast<char>(value >> shift & 0xff);
    }
    while (content.size() > 1 && ((content[0] == 0 && (content[1] & 0x80) == 0) ||
                                  (content[0] == -1 && (content[1] & 0x80) != 0))) {
        content.erase(0, 1);
    }
    return leaf(kInteger, content);
}

/// RFC 4120 5.2.8: 32 bits, the first of them the highest.
inline Element flags(std::uint32_t bits) {
    std::string content(1, '\0');
    for (int shift = 24; shift >= 0; shift -= 8) {
        content += static_cast<char>(bits >> shift & 0xff);
    }
    return leaf(kBitString, content);
}

/// RFC 4120 5.2.3.
inline std::string time_text(std::int64_t at) {
    const auto seconds = static_cast<std::time_t>(at);
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    char text[32];
    std::strftime(text, sizeof text, "%Y%m%d%H%M%SZ", &parts);
    return text;
}
inline Element time(std::int64_t at) {
    return leaf(kGeneralizedTime, time_text(at));
}

struct Head {
    std::size_t size;
    std::size_t content;
};

/// Of the first element, if it is all there.
inline std::optional<Head> head_of(std::string_view bytes) {
    if (bytes.size() < 2) {
        return std::nullopt;
    }
    Head out{2, static_cast<std::uint8_t>(bytes[1])};
    if (out.content >= 0x80) {
        const std::size_t count = out.content & 0x7f;
        if (count == 0 || count > 3 || bytes.size() < 2 + count) {
            return std::nullopt;
        }
        out.content = 0;
        for (; out.size < 2 + count; ++out.size) {
            out.content = out.content << 8 | static_cast<std::uint8_t>(bytes[out.size]);
        }
    }
    return out.content <= bytes.size() - out.size ? std::optional(out) : std::nullopt;
}

/// Whole elements of definite length, down through what is constructed; nothing if they are not.
inline std::optional<std::vector<Element>> read(std::string_view bytes, int depth = 0) {
    constexpr int kDeepest = 24;
    constexpr std::uint8_t kConstructed = 0x20;
    std::vector<Element> out;
    while (!bytes.empty()) {
        const auto head = depth <= kDeepest ? head_of(bytes) : std::nullopt;
        if (!head) {
            return std::nullopt;
        }
        const std::string_view content = bytes.substr(head->size, head->content);
        Element one = leaf(static_cast<std::uint8_t>(bytes[0]), "");
        if ((one.tag & kConstructed) != 0 && !content.empty()) {
            auto inside = read(content, depth + 1);
            if (!inside) {
                return std::nullopt;
            }
            one.children = std::move(*inside);
        } else {
            one.content = content;
        }
        out.push_back(std::move(one));
        bytes.remove_prefix(head->size + head->content);
    }
    return out;
}

/// The first element on a path of tags.
inline const Element* found(const std::vector<Element>& among,
                            const std::vector<std::uint8_t>& path,
                            std::size_t at = 0) {
    for (const Element& one : among) {
        if (one.tag == path[at]) {
            return at + 1 == path.size() ? &one : found(one.children, path, at + 1);
        }
    }
    return nullptr;
}

inline std::int64_t number_of(const Element& integer) {
    std::int64_t out = !integer.content.empty() && (integer.content[0] & 0x80) != 0 ? -1 : 0;
    for (const char c : integer.content) {
        out = static_cast<std::int64_t>(static_cast<std::uint64_t>(out) << 8 |
                                        static_cast<std::uint8_t>(c));
    }
    return out;
}

inline std::int64_t seconds_of(const Element& time) {
    std::tm parts{};
    return ::strptime(time.content.c_str(), "%Y%m%d%H%M%SZ", &parts) != nullptr
               ? static_cast<std::int64_t>(::timegm(&parts))
               : 0;
}

}  // namespace tree
