// The messages inside Kerberos' AP exchange, in DER, written apart from the library's reader.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "support/der.h"

namespace parts {

namespace der = support::der;

inline std::string field(unsigned number, const std::string& content) {
    return der::element(der::context(number), content);
}
inline std::string octets(const std::string& content) {
    return der::element(0x04, content);
}
inline std::string general(const std::string& text) {
    return der::element(0x1b, text);
}
inline std::string time(const std::string& text) {
    return der::element(0x18, text);
}
inline std::string sequence(const std::string& content) {
    return der::element(der::kSequence, content);
}
inline std::string flags(const std::string& bytes) {
    return der::element(0x03, std::string(1, '\0') + bytes);
}
inline std::string key(int enctype, const std::string& bytes) {
    return sequence(field(0, der::integer(enctype)) + field(1, octets(bytes)));
}
inline std::string sealed(int enctype, const std::string& cipher, std::optional<int> kvno = {}) {
    return sequence(field(0, der::integer(enctype)) + (kvno ? field(1, der::integer(*kvno)) : "") +
                    field(2, octets(cipher)));
}
/// RFC 4120 5.2.6.
inline std::string authorization(int type, const std::string& data) {
    return sequence(field(0, der::integer(type)) + field(1, octets(data)));
}
inline std::string if_relevant(const std::string& elements) {
    return authorization(1, sequence(elements));
}

/// RFC 4120 5.3.
inline std::string ticket() {
    return der::element(
        der::kTicket,
        sequence(field(0, der::integer(5)) + field(1, general("EXAMPLE.TEST")) +
                 field(2, der::principal_name({"host", "h"})) + field(3, sealed(18, "secret", 3))));
}

/// The fields of EncTicketPart, each of which may be replaced.
inline std::vector<std::string> ticket_fields() {
    return {flags(std::string("\x40\x08\0\0", 4)),  // forwardable, transited-policy-checked
            key(18, std::string(32, 'k')),
            general("EXAMPLE.TEST"),
            der::principal_name({"alice"}),
            sequence(field(0, der::integer(1)) + field(1, octets(""))),
            time("20240102030405Z"),
            time("20240102030405Z"),
            time("20240102130405Z"),
            time("20240109030405Z"),
            sequence(sequence(field(0, der::integer(2)) + field(1, octets("\x7f\0\0\1")))),
            sequence(authorization(4, "issued"))};
}

/// An empty one is left out.
inline std::string message(uint8_t tag, const std::vector<std::string>& fields) {
    std::string content;
    for (unsigned number = 0; number < fields.size(); ++number) {
        content += fields[number].empty() ? "" : field(number, fields[number]);
    }
    return der::element(tag, sequence(content));
}

/// RFC 4120 5.10.
inline constexpr uint8_t kAuthenticator = 0x62;
inline constexpr uint8_t kTicketPart = 0x63;
inline constexpr uint8_t kForwarded = 0x76;
inline constexpr uint8_t kAnswerPart = 0x7b;
inline constexpr uint8_t kForwardedPart = 0x7d;

inline std::vector<std::string> authenticator_fields() {
    const std::string checksum =
        std::string("\x10\0\0\0", 4) + std::string(16, '\0') + std::string("\x3e\0\0\0", 4);
    return {der::integer(5),
            general("EXAMPLE.TEST"),
            der::principal_name({"alice"}),
            sequence(field(0, der::integer(0x8003)) + field(1, octets(checksum))),
            der::integer(123456),
            time("20240102030405Z"),
            key(18, std::string(32, 's')),
            der::integer(77),
            sequence(if_relevant(authorization(143, std::string("\0\x40\0\0", 4))))};
}

inline std::vector<std::string> request_fields() {
    return {der::integer(5), der::integer(14), flags(std::string("\x20\0\0\0", 4)), ticket(),
            sealed(18, "secret")};
}

inline std::vector<std::string> answer_part_fields() {
    return {time("20240102030405Z"), der::integer(123456), key(18, std::string(32, 'a')),
            der::integer(99)};
}

inline std::vector<std::string> info_fields() {
    return {key(18, std::string(32, 'f')),
            general("EXAMPLE.TEST"),
            der::principal_name({"alice"}),
            flags(std::string(4, '\0')),
            time("20240102030405Z"),
            time("20240102030405Z"),
            time("20240102130405Z"),
            time("20240109030405Z"),
            general("EXAMPLE.TEST"),
            der::principal_name({"krbtgt", "EXAMPLE.TEST"}),
            sequence("")};
}

/// One info's content, as it stands in the list.
inline std::string info(const std::vector<std::string>& fields = info_fields()) {
    std::string content;
    for (unsigned number = 0; number < fields.size(); ++number) {
        content += fields[number].empty() ? "" : field(number, fields[number]);
    }
    return sequence(content);
}

}  // namespace parts
