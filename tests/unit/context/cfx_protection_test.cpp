// Our RFC 4121 tokens against libkrb5's own encryption and checksums, which share no code with
// them.
#include "context/cfx_protection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <krb5.h>

#include <numeric>

namespace mutauth::context::cfx {
namespace {

constexpr krb5_keyusage kInitiatorSeal = 24;
constexpr krb5_keyusage kInitiatorSign = 25;

Bytes octets(std::size_t size, std::uint8_t first) {
    Bytes out(size);
    std::iota(out.begin(), out.end(), first);
    return out;
}

/// RFC 3961's names and numbers: the checksum that goes with each encryption type.
krb5_cksumtype checksum_type(std::int32_t enctype) {
    switch (enctype) {
        case 17:
            return CKSUMTYPE_HMAC_SHA1_96_AES128;
        case 18:
            return CKSUMTYPE_HMAC_SHA1_96_AES256;
        case 19:
            return CKSUMTYPE_HMAC_SHA256_128_AES128;
        default:
            return CKSUMTYPE_HMAC_SHA384_192_AES256;
    }
}

class Oracle {
  public:
    Oracle(std::int32_t enctype, ByteView key) : key_octets_(copy_of(key)) {
        EXPECT_EQ(::krb5_init_context(&context_), 0);
        key_.enctype = enctype;
        key_.length = static_cast<unsigned>(key_octets_.size());
        key_.contents = key_octets_.data();
    }
    ~Oracle() { ::krb5_free_context(context_); }
    Oracle(const Oracle&) = delete;
    Oracle& operator=(const Oracle&) = delete;

    Bytes encrypt(krb5_keyusage usage, const Bytes& plain) {
        const krb5_data in = data_of(plain);
        std::size_t size = 0;
        EXPECT_EQ(::krb5_c_encrypt_length(context_, key_.enctype, plain.size(), &size), 0);
        Bytes out(size);
        krb5_enc_data sealed{};
        sealed.ciphertext = data_of(out);
        EXPECT_EQ(::krb5_c_encrypt(context_, &key_, usage, nullptr, &in, &sealed), 0);
        return out;
    }

    Bytes decrypt(krb5_keyusage usage, ByteView sealed) {
        Bytes in = copy_of(sealed);
        krb5_enc_data described{};
        described.enctype = key_.enctype;
        described.ciphertext = data_of(in);
        Bytes out(in.size());
        krb5_data plain = data_of(out);
        EXPECT_EQ(::krb5_c_decrypt(context_, &key_, usage, nullptr, &described, &plain), 0);
        out.resize(plain.length);
        return out;
    }

    Bytes checksum(krb5_keyusage usage, const Bytes& over) {
        const krb5_data in = data_of(over);
        krb5_checksum made{};
        EXPECT_EQ(
            ::krb5_c_make_checksum(context_, checksum_type(key_.enctype), &key_, usage, &in, &made),
            0);
        Bytes out(made.contents, made.contents + made.length);
        ::krb5_free_checksum_contents(context_, &made);
        return out;
    }

  private:
    static krb5_data data_of(const Bytes& bytes) {
        krb5_data out{};
        out.length = static_cast<unsigned>(bytes.size());
        out.data = reinterpret_cast<char*>(const_cast<std::uint8_t*>(bytes.data()));
        return out;
    }

    krb5_context context_ = nullptr;
    Bytes key_octets_;
    krb5_keyblock key_{};
};

Bytes joined(std::initializer_list<ByteView> parts) {
    Bytes out;
    for (const auto part : parts) {
        out.insert(out.end(), part.begin(), part.end());
    }
    return out;
}

class CfxProtectionOf : public testing::TestWithParam<std::int32_t> {
  protected:
    Session session(bool initiator) const {
        Session out;
        out.enctype = *enctype_of(GetParam());
        out.key = octets(out.enctype.key_size, 7);
        out.initiator = initiator;
        out.acceptor_subkey = true;
        out.next_sent = initiator ? 0xfffffffeU : 41;
        out.next_received = initiator ? 41 : 0xfffffffeU;
        return out;
    }
    std::unique_ptr<CfxProtection> side(bool initiator) const {
        auto made = CfxProtection::make(session(initiator));
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
    static Result<Bytes> opened(CfxProtection& by, ByteView token) {
        Bytes out(token.size(), 0xee);
        auto size = by.open(token, out);
        if (!size) {
            return std::move(size).error();
        }
        out.resize(*size);
        return out;
    }

    Oracle oracle_{GetParam(), octets(enctype_of(GetParam())->key_size, 7)};
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
    auto wrapped = initiator_->wrap_integrity_only(message);
    ASSERT_TRUE(wrapped);
    Header header;
    header.acceptor_subkey = true;
    header.sequence = 0xfffffffeU;
    EXPECT_EQ(copy_of(ByteView(*wrapped).subspan(kHeaderSize + message.size())),
              oracle_.checksum(kInitiatorSeal, joined({message, write_header(header)})));
    auto got = acceptor_->unwrap_integrity_only(*wrapped);
    ASSERT_TRUE(got);
    EXPECT_EQ(*got, message);
    const Bytes token = sealed(*initiator_, message);
    auto more = acceptor_->unwrap_integrity_only(token);
    ASSERT_TRUE(more);
    EXPECT_EQ(*more, message);
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

TEST_P(CfxProtectionOf, refusesWhatIsOnlySignedWhereSealedIsAsked) {
    auto wrapped = initiator_->wrap_integrity_only(octets(10, 1));
    ASSERT_TRUE(wrapped);
    EXPECT_EQ(opened(*acceptor_, *wrapped).error().status(), Status::not_sealed);
}

INSTANTIATE_TEST_SUITE_P(Aes, CfxProtectionOf, testing::Values(17, 18, 19, 20));

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
