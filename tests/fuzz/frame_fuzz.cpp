// A peer's bytes, cut anywhere: frames come out whole or not at all, and the same however they
// came.
#include <cstdlib>

#include "channel/frame.h"
#include "channel/record.h"

namespace {

using namespace mutauth::channel;

/// Every frame's kind and payload, and how it ended.
mutauth::Bytes read_all(mutauth::ByteView bytes, std::size_t step) {
    FrameReader reader(4096);
    mutauth::Bytes seen;
    while (!bytes.empty()) {
        const std::size_t size = std::min(step, bytes.size());
        reader.feed(bytes.first(size));
        bytes = bytes.subspan(size);
        for (;;) {
            auto frame = reader.next();
            if (!frame) {
                seen.push_back(0xff);
                return seen;
            }
            if (!*frame) {
                break;
            }
            seen.push_back(static_cast<std::uint8_t>((*frame)->kind));
            seen.insert(seen.end(), (*frame)->payload.begin(), (*frame)->payload.end());
            [[maybe_unused]] const auto record = decode(std::move((*frame)->payload));
        }
    }
    return seen;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (read_all({data, size}, 1) != read_all({data, size}, 7)) {
        std::abort();
    }
    return 0;
}
