// DNs as a directory or a caller may give them, and SASL buffers as a server may send them.
#include <algorithm>
#include <cstdlib>

#include "directory/dn.h"
#include "directory/filter.h"
#include "directory/sasl_frames.h"

namespace {

void check_frames(mutauth::ByteView bytes) {
    mutauth::directory::FrameReader reader(4096);
    while (!bytes.empty()) {
        const auto space = reader.space();
        if (space.empty()) {
            std::abort();
        }
        const std::size_t size = std::min(space.size(), bytes.size());
        std::copy_n(bytes.begin(), size, space.begin());
        bytes = bytes.subspan(size);
        if (!reader.filled(size)) {
            return;
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const mutauth::ByteView bytes(data, size);
    [[maybe_unused]] const bool dn = mutauth::directory::dn::is_dn(mutauth::text_of(bytes));
    check_frames(bytes);
    return 0;
}
