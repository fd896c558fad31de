// What an engine reads: whatever stands between a proven peer's frames, what is received is a
// beginning of what was sent, however the octets come.
#include <algorithm>

#include "channel/halves.h"
#include "context/cfx_protection.h"
#include "fuzz/require.h"

namespace channel = mutauth::channel;
namespace context = mutauth::context;

using channel::Framing;
using mutauth::Bytes;
using mutauth::ByteView;

namespace {

constexpr std::size_t kMessages = 3;

context::SecurityContext side(bool initiator) {
    context::cfx::Session session;
    session.enctype = *context::cfx::enctype_of(18);
    session.key = Bytes(session.enctype.key_size, 7);
    session.initiator = initiator;
    auto made = context::cfx::CfxProtection::make(std::move(session));
    REQUIRE(made);
    context::Proof proof;
    proof.expires = INT64_MAX;
    return {std::move(proof), mutauth::Log(), std::move(*made)};
}

Bytes message(std::size_t nth) {
    return Bytes(nth * 5, static_cast<std::uint8_t>(nth));
}

Bytes sealed_stream(Framing framing) {
    context::SecurityContext sender = side(true);
    channel::SendingHalf half(sender, framing);
    Bytes out;
    for (std::size_t i = 0; i < kMessages; ++i) {
        REQUIRE(half.send(message(i), out));
    }
    REQUIRE(half.close(out));
    return out;
}

/// How many messages came.
std::size_t received(ByteView bytes, Framing framing, std::size_t piece) {
    context::SecurityContext receiver = side(false);
    channel::ReceivingHalf half(receiver, framing);
    channel::FrameReader reader(channel::longest_token(framing), framing);
    reader.allow_sealed(channel::longest_sealed(receiver, framing));
    std::size_t count = 0;
    while (!bytes.empty() && half.usable()) {
        const std::size_t size = std::min(piece, bytes.size());
        reader.feed(bytes.first(size));
        bytes = bytes.subspan(size);
        for (auto frame = reader.next(); half.usable() && !half.end_seen(); frame = reader.next()) {
            if (!frame) {
                half.break_off();
            } else if (!*frame) {
                break;
            } else if (auto got = half.take(**frame); got && *got) {
                REQUIRE(count < kMessages && **got == message(count));
                ++count;
            }
        }
    }
    REQUIRE(!half.end_seen() || count == kMessages);
    return count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const ByteView input(data + 2, size - 2);
    const std::size_t piece = 1 + data[0] % 9;
    for (const Framing framing : {Framing::own, Framing::windows_sample}) {
        REQUIRE(received(input, framing, piece) == 0 || size > 60);
        // The input in place of some octets of a true stream, at a place that it chooses.
        Bytes stream = sealed_stream(framing);
        REQUIRE(received(stream, framing, piece) == kMessages);
        const std::size_t place = data[1] % stream.size();
        const std::size_t length = std::min(input.size(), stream.size() - place);
        std::copy_n(input.begin(), length, stream.begin() + static_cast<std::ptrdiff_t>(place));
        const std::size_t spoiled = received(stream, framing, piece);
        REQUIRE(spoiled == received(stream, framing, stream.size()));
        // And between two of them.
        stream = sealed_stream(framing);
        stream.insert(stream.begin() + static_cast<std::ptrdiff_t>(place), input.begin(),
                      input.end());
        received(stream, framing, piece);
    }
    return 0;
}
