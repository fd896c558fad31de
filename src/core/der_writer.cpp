#include "core/der_writer.h"

namespace mutauth::der {

Bytes element(std::uint8_t tag, ByteView content) {
    constexpr std::size_t kLongestHead = 6;
    Bytes out;
    out.reserve(kLongestHead + content.size());
    out.push_back(tag);
    const std::size_t length = content.size();
    if (length < 0x80) {
        out.push_back(static_cast<std::uint8_t>(length));
    } else {
        unsigned count = 1;
        while (length >> (8 * count) != 0) {
            ++count;
        }
        out.push_back(static_cast<std::uint8_t>(0x80 | count));
        while (count-- > 0) {
            out.push_back(static_cast<std::uint8_t>(length >> (8 * count)));
        }
    }
    append(out, content);
    return out;
}

}  // namespace mutauth::der
