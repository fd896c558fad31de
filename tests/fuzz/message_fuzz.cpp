// Protected messages: what was not made with the keys is refused, and what was is read back.
#include "context/cfx_protection.h"

#include "fuzz/require.h"

namespace {

using mutauth::Bytes;
using mutauth::ByteView;
using mutauth::context::cfx::CfxProtection;
using mutauth::context::cfx::Engine;

constexpr std::uint8_t kKey = 7;
/// Seals nothing: the fuzzer sees what is compared, and would learn true messages of the other.
constexpr std::uint8_t kStrangersKey = 9;

std::unique_ptr<CfxProtection> side(std::int32_t enctype,
                                    bool initiator,
                                    Engine engine,
                                    std::uint8_t key = kKey) {
    mutauth::context::cfx::Session session;
    session.enctype = *mutauth::context::cfx::enctype_of(enctype);
    session.key = Bytes(session.enctype.key_size, key);
    session.initiator = initiator;
    auto made = CfxProtection::make(std::move(session), engine);
    REQUIRE(made);
    return std::move(*made);
}

void refuses(CfxProtection& by, ByteView token) {
    Bytes out(token.size());
    REQUIRE(!by.open(token, out));
    REQUIRE(!by.unwrap(token, out));
    REQUIRE(!by.open_segments({}, token));
    REQUIRE(!by.verify_segments({}, token));
    REQUIRE(!by.verify(token, token));
    REQUIRE(!by.verify({}, token));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::int32_t enctype = 17 + data[0] % 4;
    // What one seals the other opens.
    const bool crossed = (data[0] & 4) != 0;
    const Engine seals = crossed ? Engine::openssl : Engine::best;
    const Engine opens = crossed ? Engine::best : Engine::openssl;
    const ByteView input(data + 1, size - 1);
    refuses(*side(enctype, false, opens, kStrangersKey), input);
    const auto acceptor = side(enctype, false, opens);
    // A true message with the input in place of some of its octets is refused too.
    const auto initiator = side(enctype, true, seals);
    Bytes token(initiator->sealed_size(input.size()));
    REQUIRE(initiator->seal(input, token));
    Bytes changed = token;
    for (std::size_t i = 0; i < input.size() && i < changed.size(); ++i) {
        // All but the rotation, which may be said in several ways.
        if (i != 6 && i != 7) {
            changed[i] ^= input[i];
        }
    }
    if (changed != token) {
        refuses(*acceptor, changed);
    }
    Bytes out(token.size());
    const auto opened = acceptor->open(token, out);
    REQUIRE(opened && *opened == input.size() &&
            std::equal(input.begin(), input.end(), out.begin()));
    return 0;
}
