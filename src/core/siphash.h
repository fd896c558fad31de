// SipHash-2-4: short fingerprints that nobody can aim at without the key.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/result.h"

namespace mutauth {

using SipKey = std::array<std::uint64_t, 2>;

/// From the system's random source.
Result<SipKey> random_sip_key();

std::uint64_t siphash(const SipKey& key, std::string_view text) noexcept;

}  // namespace mutauth
