#include "context/gss_checksum.h"

#include <algorithm>

namespace mutauth::context {
namespace {

/// RFC 4121 4.1.1: Lgth, Bnd and Flags; what follows, delegation among it, is optional.
constexpr std::size_t kSize = 24;
constexpr std::size_t kBindings = 16;

std::uint32_t read_number(ByteView octets) noexcept {
    return std::uint32_t{octets[0]} | std::uint32_t{octets[1]} << 8 |
           std::uint32_t{octets[2]} << 16 | std::uint32_t{octets[3]} << 24;
}

void append_number(Bytes& to, std::uint32_t number) {
    for (unsigned shift = 0; shift < 32; shift += 8) {
        to.push_back(static_cast<std::uint8_t>(number >> shift));
    }
}

}  // namespace

Bytes write_checksum(const GssChecksum& checksum) {
    Bytes out;
    out.reserve(kSize);
    append_number(out, kBindings);
    append(out, checksum.bindings);
    append_number(out, checksum.flags);
    return out;
}

std::optional<GssChecksum> read_checksum(ByteView octets) noexcept {
    if (octets.size() < kSize || read_number(octets) != kBindings) {
        return std::nullopt;
    }
    GssChecksum out;
    std::copy_n(octets.begin() + 4, kBindings, out.bindings.begin());
    out.flags = read_number(octets.subspan(4 + kBindings));
    return out;
}

}  // namespace mutauth::context
