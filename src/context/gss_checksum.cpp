#include "context/gss_checksum.h"

#include <gssapi/gssapi.h>

#include <algorithm>

namespace mutauth::context {
namespace {

/// RFC 4121 4.1.1: Lgth, Bnd and Flags; what follows is optional.
constexpr std::size_t kSize = 24;
constexpr std::size_t kBindings = 16;
/// RFC 4121 4.1.1.1: then DlgOpt and Dlgth, two octets each, and Deleg.
constexpr std::size_t kDelegatedAt = kSize + 4;
constexpr std::size_t kDelegates = 1;

std::size_t read_short(ByteView octets) noexcept {
    return std::size_t{octets[0]} | std::size_t{octets[1]} << 8;
}

void append_short(Bytes& to, std::size_t number) {
    to.push_back(static_cast<std::uint8_t>(number));
    to.push_back(static_cast<std::uint8_t>(number >> 8));
}

/// RFC 6542 2: each a type and a length of 4 octets in network order, and its data.
bool are_extensions(ByteView octets) noexcept {
    constexpr std::size_t kHead = 8;
    while (!octets.empty()) {
        if (octets.size() < kHead) {
            return false;
        }
        const std::size_t size = read_u32(octets.subspan(4).first<4>());
        if (size > octets.size() - kHead) {
            return false;
        }
        octets = octets.subspan(kHead + size);
    }
    return true;
}

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
    out.reserve(kDelegatedAt + checksum.delegated.size());
    append_number(out, kBindings);
    append(out, checksum.bindings);
    append_number(out, checksum.flags);
    if (!checksum.delegated.empty()) {
        append_short(out, kDelegates);
        append_short(out, checksum.delegated.size());
        append(out, checksum.delegated);
    }
    return out;
}

std::optional<GssChecksum> read_checksum(ByteView octets) noexcept {
    if (octets.size() < kSize || read_number(octets) != kBindings) {
        return std::nullopt;
    }
    GssChecksum out;
    std::copy_n(octets.begin() + 4, kBindings, out.bindings.begin());
    out.flags = read_number(octets.subspan(4 + kBindings));
    if ((out.flags & GSS_C_DELEG_FLAG) == 0) {
        return are_extensions(octets.subspan(kSize)) ? std::optional(out) : std::nullopt;
    }
    if (octets.size() < kDelegatedAt || read_short(octets.subspan(kSize)) != kDelegates) {
        return std::nullopt;
    }
    const std::size_t size = read_short(octets.subspan(kSize + 2));
    if (size == 0 || size > octets.size() - kDelegatedAt) {
        return std::nullopt;
    }
    out.delegated = octets.subspan(kDelegatedAt, size);
    return are_extensions(octets.subspan(kDelegatedAt + size)) ? std::optional(out) : std::nullopt;
}

}  // namespace mutauth::context
