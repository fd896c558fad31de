// Octets behind octets, at the speed of memcpy.
#pragma once

#include <algorithm>
#include <cstring>

#include "core/bytes.h"

namespace mutauth::channel {

/// Gives so many octets more. std::vector itself would move what is there one octet after the
/// other, as it inserts, where the allocator is not its own.
inline MutableByteView with_room(Bytes& out, std::size_t size) {
    const std::size_t before = out.size();
    const std::size_t after = before + size;
    if (out.capacity() < after) {
        Bytes grown;
        grown.reserve(std::max(2 * out.capacity(), after));
        grown.resize(before);
        if (before > 0) {
            std::memcpy(grown.data(), out.data(), before);
        }
        out.swap(grown);
    }
    out.resize(after);
    return MutableByteView(out).subspan(before);
}

/// They are not out's own.
inline void append(Bytes& out, ByteView octets) {
    const MutableByteView place = with_room(out, octets.size());
    if (!octets.empty()) {
        std::memcpy(place.data(), octets.data(), octets.size());
    }
}

}  // namespace mutauth::channel
