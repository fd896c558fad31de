#include "context/kerberos/sealed_part.h"

#include <gtest/gtest.h>
#include <krb5.h>

#include "core/text.h"

namespace mutauth::context::kerberos {
namespace {

std::string unhex(std::string_view text) {
    const auto digit = [](char c) {
        return c <= '9' ? c - '0' : c - 'A' + 10;
    };
    std::string out;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
        out += static_cast<char>(digit(text[i]) << 4 | digit(text[i + 1]));
    }
    return out;
}

std::optional<std::string> opened(
    int enctype, const std::string& key, const std::string& cipher, Usage usage, int key_enctype) {
    const auto out =
        open_sealed({enctype, std::nullopt, bytes_of(cipher)}, {key_enctype, bytes_of(key)}, usage);
    return out ? std::optional(std::string(text_of(*out))) : std::nullopt;
}

// RFC 8009 appendix A, "Sample encryptions", which are made with key usage 2.
TEST(SealedPart, OpensRfc8009sSamples) {
    const std::string key19 = unhex("3705D96080C17728A0E800EAB6E0D23C");
    const std::string key20 =
        unhex("6D404D37FAF79F9DF0D33568D320669800EB4836472EA8A026D16B7182460C52");
    const struct {
        int enctype;
        const std::string& key;
        const char* plain;
        const char* cipher;
    } samples[] = {
        {19, key19, "000102030405",
         "84D7F30754ED987BAB0BF3506BEB09CFB55402CEF7E6"
         "877CE99E247E52D16ED4421DFDF8976C"},
        {19, key19, "000102030405060708090A0B0C0D0E0F",
         "3517D640F50DDC8AD3628722B3569D2AE07493FA8263254080EA65C1008E8FC2"
         "95FB4852E7D83E1E7C48C37EEBE6B0D3"},
        {19, key19, "000102030405060708090A0B0C0D0E0F1011121314",
         "720F73B18D9859CD6CCB4346115CD336C70F58EDC0C4437C5573544C31C813BCE1E6D072C1"
         "86B39A413C2F92CA9B8334A287FFCBFC"},
        {20, key20, "000102030405",
         "4ED7B37C2BCAC8F74F23C1CF07E62BC7B75FB3F637B9"
         "F559C7F664F69EAB7B6092237526EA0D1F61CB20D69D10F2"},
    };
    for (const auto& one : samples) {
        EXPECT_EQ(opened(one.enctype, one.key, unhex(one.cipher), Usage::ticket, one.enctype),
                  unhex(one.plain));
        EXPECT_EQ(
            opened(one.enctype, one.key, unhex(one.cipher), Usage::authenticator, one.enctype),
            std::nullopt);
    }
}

class SealedByLibkrb5 : public testing::TestWithParam<int> {
  protected:
    std::string sealed(Usage usage, const std::string& plain) const {
        krb5_keyblock block{};
        block.enctype = GetParam();
        block.length = static_cast<unsigned>(key_.size());
        block.contents = reinterpret_cast<krb5_octet*>(const_cast<char*>(key_.data()));
        std::size_t size = 0;
        EXPECT_EQ(::krb5_c_encrypt_length(nullptr, GetParam(), plain.size(), &size), 0);
        std::string out(size, '\0');
        krb5_data in{0, static_cast<unsigned>(plain.size()), const_cast<char*>(plain.data())};
        krb5_enc_data made{};
        made.ciphertext = {0, static_cast<unsigned>(size), out.data()};
        EXPECT_EQ(::krb5_c_encrypt(nullptr, &block, static_cast<krb5_keyusage>(usage), nullptr, &in,
                                   &made),
                  0);
        out.resize(made.ciphertext.length);
        return out;
    }

    std::string made_key() const {
        std::size_t size = 0;
        EXPECT_EQ(::krb5_c_keylengths(nullptr, GetParam(), nullptr, &size), 0);
        std::string out;
        for (std::size_t i = 0; i < size; ++i) {
            out += static_cast<char>(i * 37 + 11);
        }
        return out;
    }
    const std::string key_ = made_key();
};

TEST_P(SealedByLibkrb5, OpensForItsKeyAndUsageAlone) {
    constexpr Usage kUsages[] = {Usage::ticket, Usage::authenticator, Usage::ap_answer,
                                 Usage::forwarded};
    for (const Usage usage : kUsages) {
        for (std::size_t size = 1; size <= 80; ++size) {
            const std::string plain(size, static_cast<char>(size));
            const std::string cipher = sealed(usage, plain);
            const auto open = opened(GetParam(), key_, cipher, usage, GetParam());
            ASSERT_TRUE(open) << size;
            // The old ciphers pad.
            EXPECT_EQ(open->substr(0, size), plain);
            for (const Usage other : kUsages) {
                EXPECT_EQ(opened(GetParam(), key_, cipher, other, GetParam()).has_value(),
                          other == usage);
            }
        }
    }
}

TEST_P(SealedByLibkrb5, OpensForNoOtherBytes) {
    const std::string cipher = sealed(Usage::ticket, "what nobody else may say");
    for (std::size_t at = 0; at < cipher.size(); ++at) {
        std::string bent = cipher;
        bent[at] = static_cast<char>(bent[at] ^ 4);
        EXPECT_FALSE(opened(GetParam(), key_, bent, Usage::ticket, GetParam())) << at;
        EXPECT_FALSE(opened(GetParam(), key_, cipher.substr(0, at), Usage::ticket, GetParam()))
            << at;
    }
    EXPECT_FALSE(opened(GetParam(), key_, cipher + "x", Usage::ticket, GetParam()));
}

TEST_P(SealedByLibkrb5, OpensForNoKeyOfAnotherTypeOrSize) {
    const std::string cipher = sealed(Usage::ticket, "plain");
    EXPECT_TRUE(opened(GetParam(), key_, cipher, Usage::ticket, GetParam()));
    EXPECT_FALSE(opened(GetParam(), key_, cipher, Usage::ticket, GetParam() ^ 1));
    EXPECT_FALSE(opened(GetParam() ^ 1, key_, cipher, Usage::ticket, GetParam()));
    for (const std::string& other : {std::string(), key_.substr(1), key_ + "x"}) {
        EXPECT_FALSE(opened(GetParam(), other, cipher, Usage::ticket, GetParam()));
    }
    EXPECT_FALSE(opened(0, key_, cipher, Usage::ticket, 0));
    EXPECT_FALSE(opened(9999, key_, cipher, Usage::ticket, 9999));
}

INSTANTIATE_TEST_SUITE_P(Enctypes, SealedByLibkrb5, testing::Values(17, 18, 19, 20, 23));

}  // namespace
}  // namespace mutauth::context::kerberos
