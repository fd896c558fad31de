// String-to-key by the vectors of RFC 8009, appendix A: "password" of raeburn@ATHENA.MIT.EDU.
// (Those of RFC 3962 iterate less often than libkrb5 allows.)
#include "credential/password_key.h"

#include <gtest/gtest.h>
#include <krb5.h>

#include <map>

namespace mutauth::credential {
namespace {

constexpr const char* kPrincipal = "raeburn@ATHENA.MIT.EDU";
const Bytes k32768{0, 0, 0x80, 0};
const std::map<std::int32_t, std::string> kVectors{
    {ENCTYPE_AES128_CTS_HMAC_SHA256_128, "089bca48b105ea6ea77ca5d2f39dc5e7"},
    {ENCTYPE_AES256_CTS_HMAC_SHA384_192,
     "45bd806dbf6a833a9cffc1c94589a222367a79bc21c413718906e9f578a78467"},
};
/// By Python's hashlib and the formulas of RFC 8009 4, which gave the vectors too.
const std::map<std::int32_t, std::string> kOfDefaultSalt{
    {ENCTYPE_AES128_CTS_HMAC_SHA256_128, "07167b48b9efb5b5ef6184275e0234bb"},
    {ENCTYPE_AES256_CTS_HMAC_SHA384_192,
     "af5c070697df902d6fe24582e5c47a91286cfc6b7bd29f52abfc412aafa37361"},
};

std::string key_of(const KeyHints& hints,
                   std::int32_t enctype,
                   const std::string& principal = kPrincipal) {
    const auto library = KerberosLibrary::open();
    EXPECT_TRUE(library);
    const auto key = password_key(*library, principal, SecretText("password"), enctype, hints);
    EXPECT_TRUE(key) << key.error().message();
    std::string out;
    for (const auto byte : key ? *key : Bytes()) {
        constexpr const char* kDigits = "0123456789abcdef";
        out += {kDigits[byte >> 4], kDigits[byte & 15]};
    }
    return out;
}

KeyHints hints_with(std::int32_t enctype, std::optional<std::string> salt, Bytes parameters) {
    KeyHints out;
    out.salts.push_back({enctype, std::move(salt), std::move(parameters)});
    return out;
}

/// The vectors' salt: 16 random bytes in front of the default one.
std::string salt_of_vectors() {
    const std::string random("\x10\xDF\x9D\xD7\x83\xE5\xBC\x8A\xCE\xA1\x73\x0E\x74\x35\x5F\x61",
                             16);
    return random + "ATHENA.MIT.EDUraeburn";
}

TEST(PasswordKey, IsThatOfTheVectors) {
    for (const auto& [enctype, key] : kVectors) {
        const auto hints = hints_with(enctype, salt_of_vectors(), k32768);
        EXPECT_EQ(key_of(hints, enctype), key);
        EXPECT_EQ(key_of(hints, enctype, "renamed@ATHENA.MIT.EDU"), key)
            << "the KDC's salt, whatever the name";
        EXPECT_EQ(key_of(hints_with(enctype, salt_of_vectors(), {}), enctype), key)
            << "RFC 8009 4: 32768 times by default";
    }
}

/// RFC 4120 4: the realm and the name's components.
TEST(PasswordKey, WithoutASaltTakesTheDefaultOne) {
    for (const auto& [enctype, key] : kOfDefaultSalt) {
        EXPECT_EQ(key_of({}, enctype), key);
        EXPECT_EQ(key_of(hints_with(enctype, std::nullopt, k32768), enctype), key);
        EXPECT_NE(key_of({}, enctype, "other@ATHENA.MIT.EDU"), key);
    }
}

/// A salt belongs to the password, the count to the type.
TEST(PasswordKey, TakesTheSaltOfAnotherTypesHint) {
    const KeyHints hints =
        hints_with(ENCTYPE_AES256_CTS_HMAC_SHA1_96, salt_of_vectors(), {0, 0, 0x20, 0});
    for (const auto& [enctype, key] : kVectors) {
        EXPECT_EQ(key_of(hints, enctype), key);
    }
}

TEST(PasswordKey, OfAnUnknownTypeOrNameIsRefused) {
    const auto library = KerberosLibrary::open();
    ASSERT_TRUE(library);
    const auto unknown = password_key(*library, kPrincipal, SecretText("password"), 999, {});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().status(), Status::encryption_unsupported);
    const auto nobody = password_key(*library, "a@b@c", SecretText("password"),
                                     ENCTYPE_AES256_CTS_HMAC_SHA1_96, {});
    ASSERT_FALSE(nobody);
    EXPECT_EQ(nobody.error().status(), Status::invalid_argument);
}

}  // namespace
}  // namespace mutauth::credential
