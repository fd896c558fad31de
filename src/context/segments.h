// A message in segments, each where the caller keeps it: encrypted where it lies, or only signed.
#pragma once

#include <span>

#include "core/bytes.h"

namespace mutauth::context {

struct Segment {
    MutableByteView octets;
    /// Encrypted and signed; else only signed, and never written to.
    bool sealed = true;
};

using Segments = std::span<const Segment>;

std::size_t size_of(Segments segments) noexcept;
void wipe_sealed(Segments segments) noexcept;

/// A position among the places of encrypted octets, which are treated as if they were one: a
/// place in front, the sealed segments, a place behind. Copied to come back to where it was.
class Position {
  public:
    Position(MutableByteView front, Segments segments, MutableByteView back) noexcept
        : here_(front), segments_(segments), back_(back) {}

    /// How many octets follow.
    std::size_t left() const noexcept;
    /// The next octets that lie together and are a multiple of the block's size, at most so many;
    /// none if the next block does not lie together.
    MutableByteView run(std::size_t block, std::size_t most) noexcept;
    void read(MutableByteView out) noexcept;
    void write(ByteView octets) noexcept;

  private:
    /// Not empty, as long as anything is left.
    MutableByteView here() noexcept;
    MutableByteView take(std::size_t most) noexcept;

    MutableByteView here_;
    Segments segments_;
    MutableByteView back_;
};

}  // namespace mutauth::context
