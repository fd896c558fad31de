#include "identity/ndr_reader.h"

namespace mutauth::identity {
namespace {

/// [MS-RPCE] 2.2.6.1 and 2.2.6.2: the common header and the private one.
constexpr std::size_t kHeaders = 16;

}  // namespace

NdrReader::NdrReader(ByteView serialized) noexcept
    : all_(serialized.first(std::min(serialized.size(), kHeaders))) {
    const ByteView version = octets(2);
    const std::uint16_t common_size = u16();
    octets(4);
    const std::uint32_t size = u32();
    octets(4);
    require(wrong_.empty() && version[0] == 1 && version[1] == 0x10 && common_size == 8,
            "the head of a structure is not that of NDR version 1, little-endian");
    require(size <= serialized.size() - at_, "a structure is cut off");
    if (wrong_.empty()) {
        all_ = serialized.subspan(at_, size);
        at_ = 0;
    }
}

std::uint64_t NdrReader::u64() noexcept {
    const std::uint64_t low = u32();
    return low | std::uint64_t{u32()} << 32;
}

ByteView NdrReader::octets(std::size_t size) noexcept {
    require(size <= all_.size() - at_, "a structure is cut off");
    if (!wrong_.empty()) {
        return {};
    }
    const ByteView out = all_.subspan(at_, size);
    at_ += size;
    return out;
}

void NdrReader::align(std::size_t size) noexcept {
    octets((size - at_ % size) % size);
}

std::uint64_t NdrReader::number(std::size_t size) noexcept {
    align(size);
    std::uint64_t out = 0;
    int shift = 0;
    for (const std::uint8_t octet : octets(size)) {
        out |= std::uint64_t{octet} << shift;
        shift += 8;
    }
    return out;
}

std::uint32_t NdrReader::array(std::uint32_t announced, std::size_t element_size) noexcept {
    const std::uint32_t count = u32();
    require(count == announced, "an array has not as many elements as it should");
    require(count <= (all_.size() - at_) / element_size, "an array is cut off");
    return wrong_.empty() ? count : 0;
}

void NdrReader::require(bool condition, std::string_view otherwise) noexcept {
    if (!condition && wrong_.empty()) {
        wrong_ = otherwise;
    }
}

}  // namespace mutauth::identity
