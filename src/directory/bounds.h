// How much of an answer is held, whatever a server sends.
#pragma once

#include <cstddef>
#include <string_view>

#include "core/error.h"
#include "directory/entry.h"

namespace mutauth::directory {

/// What a search that finds few, and one page, hold at most.
inline constexpr std::size_t kMostBytes = std::size_t{64} << 20;
/// Pages without an entry, one after the other, before a search is given up: some are usual where
/// a server looks through many entries for few.
inline constexpr int kMostEmptyPages = 1000;

/// In memory, about.
std::size_t size_of(const Entry& entry) noexcept;
Error flooded(std::string_view base);

}  // namespace mutauth::directory
