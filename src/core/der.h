// A bounds-checked reader for the DER that Kerberos and SPNEGO tokens are made of. It never
// allocates and never reads past what it was given: whatever does not fit is simply not there.
#pragma once

#include <cstdint>
#include <optional>

#include "core/bytes.h"

namespace mutauth::der {

inline constexpr std::uint8_t kInteger = 0x02;
inline constexpr std::uint8_t kOid = 0x06;
inline constexpr std::uint8_t kSequence = 0x30;

constexpr std::uint8_t application(unsigned number) {
    return static_cast<std::uint8_t>(0x60 + number);
}
constexpr std::uint8_t context(unsigned number) {
    return static_cast<std::uint8_t>(0xa0 + number);
}

struct Element {
    std::uint8_t tag;
    ByteView content;
};

/// Walks the elements of one level. Tags above 30 and indefinite lengths are not DER here.
class Reader {
  public:
    explicit Reader(ByteView bytes) noexcept : left_(bytes) {}

    bool at_end() const noexcept { return left_.empty(); }
    ByteView left() const noexcept { return left_; }
    /// The next element, whatever its tag.
    std::optional<Element> next() noexcept;
    /// The next element if it has the tag; stays where it is otherwise.
    std::optional<ByteView> next(std::uint8_t tag) noexcept;
    /// Skips elements until one has the tag; for the optional fields of a SEQUENCE.
    std::optional<ByteView> find(std::uint8_t tag) noexcept;

  private:
    ByteView left_;
};

/// The only element of the bytes, which must have the tag and fill them.
std::optional<ByteView> unwrap(ByteView bytes, std::uint8_t tag) noexcept;

/// An INTEGER that fits 32 bits; RFC 4120's UInt32 and Int32 both do.
std::optional<std::int64_t> integer(ByteView bytes) noexcept;

/// A KerberosTime, "YYYYMMDDHHMMSSZ", in seconds since 1970 UTC.
std::optional<std::int64_t> time(ByteView content) noexcept;

}  // namespace mutauth::der
