// A security identifier, [MS-DTYP] 2.4.2: who an account or group of Active Directory is, whatever
// its name.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>

#include "core/bytes.h"

namespace mutauth::identity {

class Sid {
  public:
    static constexpr std::size_t kMostSubauthorities = 15;

    Sid() = default;

    /// [MS-DTYP] 2.4.2.1: "S-1-", then numbers without leading zeros, so that one SID has one text.
    /// They are decimal, but for an authority of 2^32 and more.
    static std::optional<Sid> from_text(std::string_view text) noexcept;
    /// [MS-DTYP] 2.4.2.2; nothing if there are more or fewer octets than it says.
    static std::optional<Sid> from_octets(ByteView octets) noexcept;

    std::string text() const;
    Bytes octets() const;

    /// The last number, which tells the domain's accounts apart; 0 if there is none.
    std::uint32_t relative() const noexcept {
        return count_ == 0 ? 0 : subauthorities_[count_ - 1];
    }
    /// Without the last number. Of one that has none: itself.
    Sid domain() const noexcept;
    /// Nothing if no number more may follow.
    std::optional<Sid> with_relative(std::uint32_t number) const noexcept;

    bool operator==(const Sid&) const noexcept = default;
    /// Some order, for looking up.
    bool operator<(const Sid& other) const noexcept {
        return std::tie(authority_, count_, subauthorities_) <
               std::tie(other.authority_, other.count_, other.subauthorities_);
    }

  private:
    std::uint64_t authority_ = 0;
    std::uint32_t count_ = 0;
    /// Those behind count_ are 0, so that equal SIDs are equal.
    std::array<std::uint32_t, kMostSubauthorities> subauthorities_{};
};

}  // namespace mutauth::identity
