// A small DER writer and rewriter, apart from the library's own reader, to make forged tokens.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace support::der {

inline constexpr uint8_t kSequence = 0x30;
/// RFC 4120 5.10: Ticket, AP-REQ, AP-REP, KRB-ERROR.
inline constexpr uint8_t kTicket = 0x61;
inline constexpr uint8_t kApReq = 0x6e;
inline constexpr uint8_t kApRep = 0x6f;
inline constexpr uint8_t kKrbError = 0x7e;

constexpr uint8_t context(unsigned number) {
    return static_cast<uint8_t>(0xa0 + number);
}

inline std::string element(uint8_t tag, const std::string& content) {
    std::string out(1, static_cast<char>(tag));
    const size_t size = content.size();
    if (size < 0x80) {
        out += static_cast<char>(size);
    } else if (size < 0x100) {
        out += "\x81";
        out += static_cast<char>(size);
    } else {
        out += "\x82";
        out += static_cast<char>(size >> 8);
        out += static_cast<char>(size & 0xff);
    }
    return out + content;
}

inline std::string integer(int value) {
    std::string content;
    for (int shift = 24; shift >= 0; shift -= 8) {
        content += static_cast<char>(value >> shift & 0xff);
    }
    while (content.size() > 1 && ((content[0] == 0 && (content[1] & 0x80) == 0) ||
                                  (content[0] == -1 && (content[1] & 0x80) != 0))) {
        content.erase(0, 1);
    }
    return element(0x02, content);
}

struct Span {
    size_t begin;  ///< of the tag
    size_t content;
    size_t end;
};

/// The element at an offset of well-formed DER.
inline Span span_at(const std::string& bytes, size_t at) {
    const auto octet = [&](size_t i) {
        return static_cast<uint8_t>(bytes.at(i));
    };
    size_t size = octet(at + 1);
    size_t head = 2;
    if (size >= 0x80) {
        const size_t octets = size & 0x7f;
        size = 0;
        for (size_t i = 0; i < octets; ++i) {
            size = size << 8 | octet(at + 2 + i);
        }
        head += octets;
    }
    return {at, at + head, at + head + size};
}

using Change = std::function<std::string(const std::string& content)>;

/// Changes the content of the first element on the path of tags; all lengths follow.
inline std::string changed(const std::string& bytes,
                           const std::vector<uint8_t>& path,
                           const Change& change) {
    std::string out;
    bool found = false;
    for (size_t at = 0; at < bytes.size();) {
        const Span here = span_at(bytes, at);
        const auto tag = static_cast<uint8_t>(bytes[at]);
        if (found || tag != path.front()) {
            out += bytes.substr(at, here.end - at);
        } else {
            found = true;
            const std::string content = bytes.substr(here.content, here.end - here.content);
            out += element(tag, path.size() == 1
                                    ? change(content)
                                    : changed(content, {path.begin() + 1, path.end()}, change));
        }
        at = here.end;
    }
    EXPECT_TRUE(found) << "no element with tag " << int{path.front()};
    return out;
}

/// RFC 4121 4.1: the GSS-API framing of a Kerberos message, with its token id.
inline std::string framed(const std::string& id, const std::string& message) {
    return element(0x60, element(0x06, "\x2a\x86\x48\x86\xf7\x12\x01\x02\x02") + id + message);
}

/// The Kerberos message inside that framing.
inline std::string unframed(const std::string& token) {
    const Span whole = span_at(token, 0);
    const Span oid = span_at(token, whole.content);
    return token.substr(oid.end + 2);
}

inline const std::string kApReqId("\x01\x00", 2);
inline const std::string kApRepId("\x02\x00", 2);
inline const std::string kErrorId("\x03\x00", 2);

/// RFC 4120 5.2.2, name type NT-PRINCIPAL.
inline std::string principal_name(const std::vector<std::string>& components) {
    std::string list;
    for (const auto& component : components) {
        list += element(0x1b, component);
    }
    return element(kSequence,
                   element(context(0), integer(1)) + element(context(1), element(kSequence, list)));
}

/// RFC 4120 5.9.1.
inline std::string krb_error(int code, const std::string& server_time) {
    return element(
        kKrbError,
        element(kSequence, element(context(0), integer(5)) + element(context(1), integer(30)) +
                               element(context(4), element(0x18, server_time)) +
                               element(context(5), integer(0)) +
                               element(context(6), integer(code)) +
                               element(context(9), element(0x1b, "EXAMPLE.TEST")) +
                               element(context(10), principal_name({"krbtgt", "EXAMPLE.TEST"}))));
}

}  // namespace support::der
