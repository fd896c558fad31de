// Our RFC 4121 tokens against libkrb5's own encryption and checksums, which share no code with
// them.
#include "context/cfx_protection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "unit/context/krb5_oracle.h"
#include "unit/context/ways.h"

namespace mutauth::context::cfx {
namespace {

class CfxProtectionOf : public testing::TestWithParam<Way> {
  protected:
    Session session(bool initiator) const {
        Session out;
        out.enctype = GetParam().enctype();
        out.key = octets(out.enctype.key_size, 7);
        out.initiator = initiator;
        out.acceptor_subkey = true;
        out.next_sent = initiator ? 0xfffffffeU : 41;
        out.next_received = initiator ? 41 : 0xfffffffeU;
        return out;
    }
    std::unique_ptr<CfxProtection> side(bool initiator) const {
        auto made = CfxProtection::make(session(initiator), GetParam().engine);
        EXPECT_TRUE(made);
        return std::move(*made);
    }
    Bytes sealed(CfxProtection& from, ByteView message) const {
        Bytes out(from.sealed_size(message.size()));
        auto written = from.seal(message, out);
        EXPECT_TRUE(written);
        EXPECT_EQ(*written, out.size());
        return out;
    }
    static Bytes signed_only(CfxProtection& from, ByteView message) {
        Bytes out(from.wrapped_size(message.size()));
        auto written = from.wrap(message, out);
        EXPECT_TRUE(written);
        EXPECT_EQ(*written, out.size());
        return out;
    }
    static Bytes unwrapped(CfxProtection& by, ByteView token) {
        Bytes out(token.size(), 0xee);
        auto size = by.unwrap(token, out);
        EXPECT_TRUE(size);
        out.resize(size ? *size : 0);
        return out;
    }
    static Result<Bytes> opened(CfxProtection& by, ByteView token) {
        Bytes out(token.size(), 0xee);
        auto size = by.open(token, out);
        if (!size) {
            return std::move(size).error();
        }
        out.resize(*size);
        return out;
    }

    Oracle oracle_{GetParam().number, octets(GetParam().enctype().key_size, 7)};
    std::unique_ptr<CfxProtection> initiator_ = side(true);
    std::unique_ptr<CfxProtection> acceptor_ = side(false);
};

std::vector<std::size_t> sizes() {
    std::vector<std::size_t> out(200);
    std::iota(out.begin(), out.end(), 0);
    for (const std::size_t around : {8192U, 16384U, 65536U}) {
        for (std::size_t near = around - 33; near < around + 34; ++near) {
            out.push_back(near);
        }
    }
    return out;
}

TEST_P(CfxProtectionOf, sealsWhatLibkrb5Decrypts) {
    std::uint64_t sequence = 0xfffffffeU;
    for (const auto size : sizes()) {
        const Bytes message = octets(size, 1);
        const Bytes token = sealed(*initiator_, message);
        Header header;
        header.sealed = true;
        header.acceptor_subkey = true;
        header.sequence = sequence++;
        const HeaderBytes expected = write_header(header);
        ASSERT_EQ(copy_of(ByteView(token).first(kHeaderSize)), copy_of(expected)) << size;
        ASSERT_EQ(oracle_.decrypt(kInitiatorSeal, ByteView(token).subspan(kHeaderSize)),
                  joined({message, expected}))
            << size;
    }
}

TEST_P(CfxProtectionOf, opensWhatLibkrb5Encrypts) {
    Header header;
    header.sealed = true;
    header.acceptor_subkey = true;
    header.sequence = 0xfffffffeU;
    for (const auto size : sizes()) {
        for (const std::uint16_t filler : {std::uint16_t{0}, std::uint16_t{16}}) {
            for (const std::uint16_t rotation :
                 {std::uint16_t{0}, std::uint16_t{28}, std::uint16_t{60000}}) {
                // RFC 4121 4.2.4: what is encrypted has the count of filler, but no rotation yet.
                header.extra_count = filler;
                header.right_rotation = 0;
                const Bytes message = octets(size, 3);
                Bytes body = oracle_.encrypt(
                    kInitiatorSeal, joined({message, Bytes(filler, 0xaa), write_header(header)}));
                header.right_rotation = rotation;
                std::rotate(body.rbegin(),
                            body.rbegin() + static_cast<std::ptrdiff_t>(rotation % body.size()),
                            body.rend());
                const auto got = opened(*acceptor_, joined({write_header(header), body}));
                ASSERT_TRUE(got) << size << ' ' << filler << ' ' << rotation;
                ASSERT_EQ(*got, message) << size << ' ' << filler << ' ' << rotation;
                ++header.sequence;
            }
        }
    }
}

// Finding M3. RFC 4121 4.2.4: the filler is a part of what is sealed, so that an authentic peer
// that counts more than there is has made no message.
TEST_P(CfxProtectionOf, refusesMoreFillerThanWasSealed) {
    for (const std::size_t content : {0U, 5U, 100U}) {
        for (const std::uint16_t filler :
             {static_cast<std::uint16_t>(content + 1), std::uint16_t{65535}}) {
            for (const std::uint16_t rotation : {std::uint16_t{0}, std::uint16_t{28}}) {
                Header header;
                header.sealed = true;
                header.acceptor_subkey = true;
                header.sequence = 0xfffffffeU;
                header.extra_count = filler;
                Bytes body = oracle_.encrypt(kInitiatorSeal,
                                             joined({octets(content, 3), write_header(header)}));
                header.right_rotation = rotation;
                std::rotate(body.rbegin(),
                            body.rbegin() + static_cast<std::ptrdiff_t>(rotation % body.size()),
                            body.rend());
                const auto to = side(false);
                const auto got = opened(*to, joined({write_header(header), body}));
                ASSERT_FALSE(got) << content << ' ' << filler << ' ' << rotation;
                EXPECT_EQ(got.error().status(), Status::message_tampered);
            }
        }
    }
}

TEST_P(CfxProtectionOf, signsAndVerifiesAsLibkrb5Does) {
    for (const std::size_t size : {0U, 1U, 16U, 1000U, 70000U}) {
        const Bytes message = octets(size, 5);
        Bytes signature(initiator_->signature_size());
        ASSERT_TRUE(initiator_->sign(message, signature));
        const ByteView header = ByteView(signature).first(kHeaderSize);
        EXPECT_EQ(copy_of(ByteView(signature).subspan(kHeaderSize)),
                  oracle_.checksum(kInitiatorSign, joined({message, header})));
        EXPECT_TRUE(acceptor_->verify(message, signature)) << size;
    }
}

TEST_P(CfxProtectionOf, wrapsWithoutEncryptionAsLibkrb5Does) {
    const Bytes message = octets(100, 9);
    const Bytes wrapped = signed_only(*initiator_, message);
    Header header;
    header.acceptor_subkey = true;
    header.sequence = 0xfffffffeU;
    EXPECT_EQ(copy_of(ByteView(wrapped).subspan(kHeaderSize + message.size())),
              oracle_.checksum(kInitiatorSeal, joined({message, write_header(header)})));
    EXPECT_EQ(unwrapped(*acceptor_, wrapped), message);
    EXPECT_EQ(unwrapped(*acceptor_, sealed(*initiator_, message)), message);
}

TEST_P(CfxProtectionOf, refusesEveryFlippedBit) {
    for (const std::size_t size : {0U, 5U, 64U}) {
        const Bytes message = octets(size, 2);
        const auto from = side(true);
        const auto to = side(false);
        const Bytes token = sealed(*from, message);
        int refused = 0;
        for (std::size_t bit = 0; bit < token.size() * 8; ++bit) {
            Bytes changed = token;
            changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
            const bool turns_whole_rounds =
                (bit / 8 == 6 || bit / 8 == 7) &&
                (changed[6] << 8 | changed[7]) % static_cast<int>(token.size() - 16) == 0;
            if (turns_whole_rounds) {
                // RFC 4121 4.2.5: the same message, said in another way.
                continue;
            }
            Bytes out(changed.size(), 0xee);
            const auto size_or = to->open(changed, out);
            ASSERT_FALSE(size_or) << "bit " << bit;
            for (std::size_t at = 0; size > 0 && at + size <= out.size(); ++at) {
                ASSERT_FALSE(std::equal(message.begin(), message.end(),
                                        out.begin() + static_cast<std::ptrdiff_t>(at)))
                    << "the message stays in the buffer, bit " << bit;
            }
            ++refused;
        }
        EXPECT_GT(refused, static_cast<int>(token.size() * 8) - 16);
        EXPECT_TRUE(opened(*to, token));
    }
}

TEST_P(CfxProtectionOf, refusesEveryFlippedBitOfASignature) {
    const Bytes message = octets(30, 2);
    Bytes signature(initiator_->signature_size());
    ASSERT_TRUE(initiator_->sign(message, signature));
    for (std::size_t bit = 0; bit < signature.size() * 8; ++bit) {
        Bytes changed = signature;
        changed[bit / 8] ^= static_cast<std::uint8_t>(1U << bit % 8);
        ASSERT_FALSE(acceptor_->verify(message, changed)) << "bit " << bit;
    }
    EXPECT_FALSE(acceptor_->verify(octets(30, 3), signature));
    EXPECT_TRUE(acceptor_->verify(message, signature));
}

TEST_P(CfxProtectionOf, refusesEveryTruncation) {
    const Bytes token = sealed(*initiator_, octets(40, 2));
    for (std::size_t size = 0; size < token.size(); ++size) {
        EXPECT_FALSE(opened(*acceptor_, ByteView(token).first(size))) << size;
    }
    EXPECT_FALSE(opened(*acceptor_, joined({token, octets(1, 0)})));
    EXPECT_TRUE(opened(*acceptor_, token));
}

TEST_P(CfxProtectionOf, tellsReplayedFromMissing) {
    const Bytes first = sealed(*initiator_, octets(4, 1));
    const Bytes second = sealed(*initiator_, octets(4, 2));
    const Bytes third = sealed(*initiator_, octets(4, 3));
    EXPECT_TRUE(opened(*acceptor_, first));
    EXPECT_EQ(opened(*acceptor_, first).error().status(), Status::message_replayed);
    EXPECT_EQ(opened(*acceptor_, third).error().status(), Status::message_out_of_order);
    EXPECT_TRUE(opened(*acceptor_, second));
    // Our own message, sent back to us.
    EXPECT_EQ(opened(*initiator_, second).error().status(), Status::message_tampered);
}

TEST_P(CfxProtectionOf, countsSignedAndSealedMessagesInOneOrder) {
    Bytes signature(initiator_->signature_size());
    ASSERT_TRUE(initiator_->sign(octets(3, 1), signature));
    const Bytes token = sealed(*initiator_, octets(3, 1));
    EXPECT_EQ(opened(*acceptor_, token).error().status(), Status::message_out_of_order);
    EXPECT_TRUE(acceptor_->verify(octets(3, 1), signature));
    EXPECT_TRUE(opened(*acceptor_, token));
}

TEST_P(CfxProtectionOf, opensAndSealsInPlace) {
    const Bytes message = octets(1000, 4);
    Bytes memory(initiator_->sealed_size(message.size()));
    std::copy(message.begin(), message.end(), memory.begin());
    ASSERT_TRUE(initiator_->seal(ByteView(memory).first(message.size()), memory));
    auto size = acceptor_->open(memory, memory);
    ASSERT_TRUE(size);
    memory.resize(*size);
    EXPECT_EQ(memory, message);
}

TEST_P(CfxProtectionOf, sealsAndOpensHoweverTheBuffersOverlap) {
    for (const std::size_t size : {0U, 1U, 15U, 16U, 17U, 31U, 32U, 33U, 500U}) {
        const Bytes message = octets(size, 4);
        for (std::size_t at = 0; at <= initiator_->sealed_size(0); ++at) {
            Bytes memory(initiator_->sealed_size(size) * 2, 0xee);
            const MutableByteView out = MutableByteView(memory).subspan(at % 7);
            std::copy(message.begin(), message.end(), out.begin() + static_cast<long>(at));
            auto written = initiator_->seal(out.subspan(at, size), out);
            ASSERT_TRUE(written);
            const MutableByteView token = out.first(*written);
            // Where the message stands behind the header, before it, and across it.
            const MutableByteView to = MutableByteView(memory).subspan(at % 11);
            auto opened = acceptor_->open(token, to);
            ASSERT_TRUE(opened) << size << ' ' << at;
            ASSERT_EQ(copy_of(to.first(*opened)), message) << size << ' ' << at;
        }
    }
}

TEST_P(CfxProtectionOf, sealsAndOpensAtAnyAddress) {
    const Bytes message = octets(300, 4);
    for (std::size_t at = 0; at < 2 * kBlock; ++at) {
        Bytes from(message.size() + at);
        std::copy(message.begin(), message.end(), from.begin() + static_cast<long>(at));
        Bytes memory(initiator_->sealed_size(message.size()) + 2 * kBlock, 0xee);
        const MutableByteView out = MutableByteView(memory).subspan(2 * kBlock - at);
        const auto written = initiator_->seal(ByteView(from).subspan(at), out);
        ASSERT_TRUE(written);
        const ByteView token = out.first(*written);
        ASSERT_EQ(oracle_.decrypt(kInitiatorSeal, token.subspan(kHeaderSize)),
                  joined({message, token.first(kHeaderSize)}));
        Bytes to(token.size() + at);
        const auto opened = acceptor_->open(token, MutableByteView(to).subspan(at));
        ASSERT_TRUE(opened);
        ASSERT_EQ(copy_of(ByteView(to).subspan(at, *opened)), message) << at;
    }
}

TEST_P(CfxProtectionOf, writesNothingBehindWhatTheSizesSay) {
    for (std::size_t size = 0; size < 200; ++size) {
        const Bytes message = octets(size, 4);
        const std::size_t sealed = initiator_->sealed_size(size);
        Bytes memory(sealed + 64, 0xee);
        ASSERT_TRUE(initiator_->seal(message, memory));
        Bytes out(sealed + 64, 0xee);
        const auto opened = acceptor_->open(ByteView(memory).first(sealed), out);
        ASSERT_TRUE(opened);
        ASSERT_EQ(copy_of(ByteView(memory).subspan(sealed)), Bytes(64, 0xee)) << size;
        ASSERT_EQ(copy_of(ByteView(out).subspan(sealed)), Bytes(64, 0xee)) << size;
    }
}

TEST_P(CfxProtectionOf, refusesWhatIsOnlySignedWhereSealedIsAsked) {
    const Bytes wrapped = signed_only(*initiator_, octets(10, 1));
    EXPECT_EQ(opened(*acceptor_, wrapped).error().status(), Status::not_sealed);
}

INSTANTIATE_TEST_SUITE_P(Aes, CfxProtectionOf, ways());

Bytes from_hex(std::string_view text) {
    Bytes out;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        out.push_back(
            static_cast<std::uint8_t>(std::stoi(std::string(text.substr(i, 2)), nullptr, 16)));
    }
    return out;
}

TEST(CfxKeys, areThoseOfRfc8009) {
    // RFC 8009 appendix A: sample results for key derivation, usage 2.
    struct Sample {
        std::int32_t enctype;
        const char* base;
        const char* checksum;
        const char* encryption;
        const char* integrity;
    };
    constexpr Sample samples[] = {
        {19, "3705D96080C17728A0E800EAB6E0D23C", "B31A018A48F54776F403E9A396325DC3",
         "9B197DD1E8C5609D6E67C3E37C62C72E", "9FDA0E56AB2D85E1569A688696C26A6C"},
        {20, "6D404D37FAF79F9DF0D33568D320669800EB4836472EA8A026D16B7182460C52",
         "EF5718BE86CC84963D8BBB5031E9F5C4BA41F28FAF69E73D",
         "56AB22BEE63D82D7BC5227F6773F8EA7A5EB1C825160C38312980C442E5C7E49",
         "69B16514E3CD8E56B82010D5C73012B622C4D00FFC23ED1F"}};
    for (const auto& sample : samples) {
        const auto enctype = *enctype_of(sample.enctype);
        const auto derived = [&](Purpose purpose) {
            auto derivation = KeyDerivation::make(enctype, from_hex(sample.base));
            EXPECT_TRUE(derivation);
            auto key = derivation->key(static_cast<Usage>(2), purpose);
            EXPECT_TRUE(key);
            return *key;
        };
        EXPECT_EQ(derived(Purpose::checksum), from_hex(sample.checksum));
        EXPECT_EQ(derived(Purpose::encryption), from_hex(sample.encryption));
        EXPECT_EQ(derived(Purpose::integrity), from_hex(sample.integrity));
    }
}

TEST(CfxKeys, haveChecksumsOfTheSizeThatLibkrb5Says) {
    krb5_context context = nullptr;
    ASSERT_EQ(::krb5_init_context(&context), 0);
    for (const krb5_enctype enctype : {17, 18, 19, 20}) {
        unsigned trailer = 0;
        ASSERT_EQ(::krb5_c_crypto_length(context, enctype, KRB5_CRYPTO_TYPE_TRAILER, &trailer), 0);
        EXPECT_EQ(enctype_of(enctype)->mac_size, trailer) << enctype;
    }
    ::krb5_free_context(context);
}

TEST(CfxKeys, areOfAesAlone) {
    for (const std::int32_t enctype : {0, 1, 3, 16, 21, 23, 25, -1}) {
        EXPECT_FALSE(enctype_of(enctype)) << enctype;
    }
}

TEST(CfxProtection, refusesAKeyOfTheWrongSize) {
    Session session;
    session.enctype = *enctype_of(18);
    session.key = octets(16, 0);
    EXPECT_FALSE(CfxProtection::make(std::move(session)));
}

}  // namespace
}  // namespace mutauth::context::cfx
