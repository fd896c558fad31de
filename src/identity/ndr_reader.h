// Reads NDR as [MS-RPCE] 2.2.6.1 serializes types: little-endian, pointers of 32 bits.
#pragma once

#include <string_view>

#include "core/bytes.h"

namespace mutauth::identity {

/// What lies outside reads as 0 or nothing, and the first thing wrong is remembered: so that a
/// structure is read in one go and asked once.
class NdrReader {
  public:
    /// The octets of one serialized type: its headers (version 1) are read, and nothing behind the
    /// length that they tell.
    explicit NdrReader(ByteView serialized) noexcept;

    std::uint16_t u16() noexcept { return static_cast<std::uint16_t>(number(2)); }
    std::uint32_t u32() noexcept { return static_cast<std::uint32_t>(number(4)); }
    /// Two numbers of 32 bits, the lower first: FILETIME is no hyper, so it is aligned to 4.
    std::uint64_t u64() noexcept;
    /// Whether the pointee follows. All are unique pointers: none stands for another's pointee.
    bool pointer() noexcept { return u32() != 0; }
    /// Octets, which have no order and no alignment.
    ByteView octets(std::size_t size) noexcept;
    void align(std::size_t size) noexcept;

    /// A conformant array's size, in front of its elements of at least so many octets each.
    std::uint32_t array(std::uint32_t announced, std::size_t element_size) noexcept;

    void require(bool condition, std::string_view otherwise) noexcept;
    /// Empty if nothing was wrong. Has static storage.
    std::string_view wrong() const noexcept { return wrong_; }

  private:
    std::uint64_t number(std::size_t size) noexcept;

    ByteView all_;
    std::size_t at_ = 0;
    std::string_view wrong_;
};

}  // namespace mutauth::identity
