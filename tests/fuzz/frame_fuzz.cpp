// The channel's frames and records, fed in pieces of all sizes.
#include <algorithm>

#include "channel/frame.h"
#include "channel/record.h"
#include "fuzz/require.h"

namespace channel = mutauth::channel;

namespace {

constexpr std::size_t kLongest = 300;

/// What comes out when the octets come in pieces of a size: the frames, one after the other.
mutauth::Bytes frames_of(mutauth::ByteView bytes, std::size_t piece, bool& failed) {
    channel::FrameReader reader(kLongest);
    mutauth::Bytes out;
    failed = false;
    while (!bytes.empty() && !failed) {
        const std::size_t size = std::min(piece, bytes.size());
        reader.feed(bytes.first(size));
        bytes = bytes.subspan(size);
        for (;;) {
            auto frame = reader.next();
            failed = !frame;
            if (!frame || !*frame) {
                break;
            }
            REQUIRE((*frame)->payload.size() <= kLongest);
            out.push_back(static_cast<std::uint8_t>((*frame)->kind));
            out.insert(out.end(), (*frame)->payload.begin(), (*frame)->payload.end());
        }
    }
    return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    bool whole_failed = false;
    bool pieces_failed = false;
    const auto whole = frames_of({data, size}, size, whole_failed);
    const auto pieces = frames_of({data, size}, 1 + size % 7, pieces_failed);
    REQUIRE(whole == pieces && whole_failed == pieces_failed);
    auto record = channel::decode(mutauth::Bytes(data, data + size));
    if (record) {
        mutauth::Bytes again(channel::kRecordHead + record->content.size());
        channel::encode(record->kind, record->content, again);
        REQUIRE(std::equal(again.begin(), again.end(), data, data + size));
    }
    return 0;
}
