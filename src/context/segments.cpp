#include "context/segments.h"

#include <algorithm>

namespace mutauth::context {

std::size_t size_of(Segments segments) noexcept {
    std::size_t out = 0;
    for (const Segment& one : segments) {
        out += one.octets.size();
    }
    return out;
}

void wipe_sealed(Segments segments) noexcept {
    for (const Segment& one : segments) {
        if (one.sealed) {
            explicit_bzero(one.octets.data(), one.octets.size());
        }
    }
}

std::size_t Position::left() const noexcept {
    std::size_t out = here_.size() + back_.size();
    for (const Segment& one : segments_) {
        out += one.sealed ? one.octets.size() : 0;
    }
    return out;
}

MutableByteView Position::here() noexcept {
    while (here_.empty() && !segments_.empty()) {
        here_ = segments_.front().sealed ? segments_.front().octets : MutableByteView();
        segments_ = segments_.subspan(1);
    }
    if (here_.empty()) {
        std::swap(here_, back_);
    }
    return here_;
}

MutableByteView Position::take(std::size_t most) noexcept {
    const MutableByteView all = here();
    const std::size_t size = std::min(all.size(), most);
    here_ = all.subspan(size);
    return all.first(size);
}

MutableByteView Position::run(std::size_t block, std::size_t most) noexcept {
    return take(std::min(here().size(), most) / block * block);
}

void Position::read(MutableByteView out) noexcept {
    while (!out.empty()) {
        const ByteView part = take(out.size());
        std::copy(part.begin(), part.end(), out.begin());
        out = out.subspan(part.size());
    }
}

void Position::write(ByteView octets) noexcept {
    while (!octets.empty()) {
        const MutableByteView part = take(octets.size());
        std::copy_n(octets.begin(), part.size(), part.begin());
        octets = octets.subspan(part.size());
    }
}

}  // namespace mutauth::context
