// Byte sequences: a borrowed view and an owned buffer that is wiped when it goes.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <memory>
#include <new>
#include <span>
#include <string_view>
#include <vector>

namespace mutauth {

using ByteView = std::span<const std::uint8_t>;
using MutableByteView = std::span<std::uint8_t>;

/// The value of an octet that is written over at once: a pass of zeros over a long message before
/// that would cost as much as copying it.
struct Unfilled {
    operator std::uint8_t() const noexcept { return 0; }
};

/// Wipes memory before it goes back, whatever it held: tokens, plaintext, keys.
template <typename T>
struct WipingAllocator {
    using value_type = T;

    WipingAllocator() = default;
    template <typename U>
    WipingAllocator(const WipingAllocator<U>& /*other*/) noexcept {
    }  // NOLINT(google-explicit-constructor)

    T* allocate(std::size_t n) { return std::allocator<T>().allocate(n); }
    void deallocate(T* p, std::size_t n) noexcept {
        explicit_bzero(p, n * sizeof(T));
        std::allocator<T>().deallocate(p, n);
    }
    void construct(T* place, Unfilled /*value*/) noexcept { ::new (static_cast<void*>(place)) T; }
    bool operator==(const WipingAllocator& /*other*/) const noexcept { return true; }
};

using Bytes = std::vector<std::uint8_t, WipingAllocator<std::uint8_t>>;

inline ByteView bytes_of(std::string_view text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

inline std::string_view text_of(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// Network byte order, as the lengths of KDC, SASL and channel frames travel.
inline std::uint32_t read_u32(std::span<const std::uint8_t, 4> octets) noexcept {
    return std::uint32_t{octets[0]} << 24 | std::uint32_t{octets[1]} << 16 |
           std::uint32_t{octets[2]} << 8 | std::uint32_t{octets[3]};
}

inline std::array<std::uint8_t, 4> write_u32(std::uint32_t value) noexcept {
    return {static_cast<std::uint8_t>(value >> 24), static_cast<std::uint8_t>(value >> 16),
            static_cast<std::uint8_t>(value >> 8), static_cast<std::uint8_t>(value)};
}

/// As many unfilled octets as it counts, as std::vector takes them.
class UnfilledIterator {
  public:
    using iterator_category = std::random_access_iterator_tag;
    using value_type = Unfilled;
    using difference_type = std::ptrdiff_t;
    using pointer = const Unfilled*;
    using reference = Unfilled;

    explicit UnfilledIterator(std::size_t at) noexcept : at_(static_cast<difference_type>(at)) {}
    reference operator*() const noexcept { return {}; }
    UnfilledIterator& operator++() noexcept { return *this += 1; }
    UnfilledIterator& operator--() noexcept { return *this += -1; }
    UnfilledIterator& operator+=(difference_type by) noexcept {
        at_ += by;
        return *this;
    }
    difference_type operator-(const UnfilledIterator& other) const noexcept {
        return at_ - other.at_;
    }
    bool operator==(const UnfilledIterator& /*other*/) const noexcept = default;

  private:
    difference_type at_;
};

/// So many octets of no certain value, for who writes them all or cuts off the rest.
inline Bytes unfilled(std::size_t size) {
    return {UnfilledIterator(0), UnfilledIterator(size)};
}

/// Gives so many unfilled octets more, at the speed of memcpy. std::vector itself would move what
/// is there one octet after the other, as it inserts, where the allocator is not its own.
inline MutableByteView with_room(Bytes& out, std::size_t size) {
    const std::size_t before = out.size();
    const std::size_t after = before + size;
    if (out.capacity() < after) {
        Bytes grown;
        grown.reserve(std::max(2 * out.capacity(), after));
        grown.insert(grown.end(), UnfilledIterator(0), UnfilledIterator(before));
        if (before > 0) {
            std::memcpy(grown.data(), out.data(), before);
        }
        out.swap(grown);
    }
    out.insert(out.end(), UnfilledIterator(0), UnfilledIterator(size));
    return MutableByteView(out).subspan(before);
}

/// They are not out's own.
inline void append(Bytes& out, ByteView octets) {
    const MutableByteView place = with_room(out, octets.size());
    if (!octets.empty()) {
        std::memcpy(place.data(), octets.data(), octets.size());
    }
}

inline Bytes copy_of(ByteView view) {
    Bytes out;
    append(out, view);
    return out;
}

}  // namespace mutauth
