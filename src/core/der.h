// A strict reader for the DER of Kerberos' and SPNEGO's messages (X.690, RFC 4120 5.1): one form
// for each value, fields in order, nothing unknown and nothing after the last one. It never
// allocates.
//
//     der::Fault fault;
//     der::Reader fields(der::only(message, der::kSequence, "AP-REP", fault), fault);
//     fields.integer(0, "pvno", 5, 5);
//     const ByteView cipher = fields.field(2, der::kOctetString, "cipher");
//     fields.end("AP-REP");
//     if (fault) ...
#pragma once

#include <cstdint>
#include <limits>
#include <string>

#include "core/bytes.h"

namespace mutauth::der {

inline constexpr std::uint8_t kInteger = 0x02;
inline constexpr std::uint8_t kBitString = 0x03;
inline constexpr std::uint8_t kOctetString = 0x04;
inline constexpr std::uint8_t kOid = 0x06;
inline constexpr std::uint8_t kEnumerated = 0x0a;
inline constexpr std::uint8_t kUtf8String = 0x0c;
inline constexpr std::uint8_t kGeneralizedTime = 0x18;
inline constexpr std::uint8_t kGeneralString = 0x1b;
inline constexpr std::uint8_t kSequence = 0x30;

constexpr std::uint8_t application(unsigned number) {
    return static_cast<std::uint8_t>(0x60 + number);
}
constexpr std::uint8_t context(unsigned number) {
    return static_cast<std::uint8_t>(0xa0 + number);
}

/// RFC 4120 5.2.4 and 5.2.5: Int32 and UInt32.
inline constexpr std::int64_t kLowest32 = std::numeric_limits<std::int32_t>::min();
inline constexpr std::int64_t kHighest32 = std::numeric_limits<std::int32_t>::max();
inline constexpr std::int64_t kHighestUnsigned32 = std::numeric_limits<std::uint32_t>::max();

enum class Rule : std::uint8_t {
    none,
    cut,
    tag,
    length,
    trailing,
    integer,
    range,
    time,
    bits,
    text,
    empty,
    count,
    depth,
    repeated,
    key_size,
    content,
};

/// Why a message was refused: the field, and the rule that it breaks.
struct Fault {
    /// A literal; null without a fault.
    const char* field = nullptr;
    Rule rule = Rule::none;

    explicit operator bool() const noexcept { return rule != Rule::none; }
    /// Keeps the first one.
    void set(const char* where, Rule what) noexcept {
        if (rule == Rule::none) {
            field = where;
            rule = what;
        }
    }
    /// "authenticator subkey: another type than expected"
    std::string text() const;
};

/// Walks the elements of one level. After the first fault nothing more is there, and what is read
/// is empty or zero: who reads a message looks at the fault before anything else.
class Reader {
  public:
    Reader(ByteView bytes, Fault& fault) noexcept : left_(bytes), fault_(&fault) {}

    bool at_end() const noexcept { return left_.empty() || *fault_; }
    /// All that was not read yet.
    ByteView left() const noexcept { return *fault_ ? ByteView() : left_; }
    bool next_is(std::uint8_t tag) const noexcept { return !at_end() && left_[0] == tag; }
    /// Whether the optional field comes next.
    bool has(unsigned number) const noexcept { return next_is(context(number)); }

    /// The content of the next element, which must have the tag.
    ByteView take(std::uint8_t tag, const char* name) noexcept;
    /// The same, with tag and length.
    ByteView take_whole(std::uint8_t tag, const char* name) noexcept;
    /// The content of the one element in the explicit tag [number].
    ByteView field(unsigned number, std::uint8_t tag, const char* name) noexcept;
    /// The one element in [number], with its tag and length.
    ByteView whole_field(unsigned number, std::uint8_t tag, const char* name) noexcept;

    std::int64_t integer(unsigned number,
                         const char* name,
                         std::int64_t lowest = kLowest32,
                         std::int64_t highest = kHighest32) noexcept;
    /// A KerberosTime in seconds since 1970 UTC.
    std::int64_t time(unsigned number, const char* name) noexcept;
    /// KerberosFlags, bit 0 the highest of 32.
    std::uint32_t flags(unsigned number, const char* name) noexcept;
    /// A GeneralString without NUL.
    ByteView string(unsigned number, const char* name) noexcept;

    /// Nothing may follow.
    void end(const char* name) noexcept;
    void fail(const char* name, Rule rule) noexcept { fault_->set(name, rule); }
    /// For the readers of the levels below.
    Fault& fault() const noexcept { return *fault_; }

  private:
    ByteView left_;
    Fault* fault_;
};

/// The content of the one element that the bytes are.
ByteView only(ByteView bytes, std::uint8_t tag, const char* name, Fault& fault) noexcept;
/// The content of the SEQUENCE in [APPLICATION number].
ByteView message(ByteView bytes, unsigned number, const char* name, Fault& fault) noexcept;

/// An INTEGER's content: the shortest form (X.690 8.3.2), and in range.
std::int64_t integer(ByteView content,
                     const char* name,
                     std::int64_t lowest,
                     std::int64_t highest,
                     Fault& fault) noexcept;
/// A KerberosTime's content (RFC 4120 5.2.3), "YYYYMMDDHHMMSSZ": a second that exists, from 1970 to
/// 2106-02-07, where libkrb5's 32 bits end.
std::int64_t time(ByteView content, const char* name, Fault& fault) noexcept;
/// A BIT STRING's content (RFC 4120 5.2.8): 32 bits or more are written; fewer are taken, as old
/// Heimdal sends them.
std::uint32_t flags(ByteView content, const char* name, Fault& fault) noexcept;

}  // namespace mutauth::der
