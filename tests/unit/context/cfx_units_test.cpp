#include "context/cfx_units.h"

#include <gtest/gtest.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include "context/cfx_one_pass.h"
#include "unit/context/krb5_oracle.h"

namespace mutauth::context::cfx {
namespace {

TEST(CfxUnits, AreForTheEncryptionTypesOfSha1Alone) {
    for (const std::int32_t number : {17, 18}) {
        EXPECT_EQ(units_for(*enctype_of(number), Engine::best) != nullptr, has_units()) << number;
        EXPECT_EQ(units_for(*enctype_of(number), Engine::openssl), nullptr) << number;
    }
    for (const std::int32_t number : {19, 20}) {
        EXPECT_EQ(units_for(*enctype_of(number), Engine::best), nullptr) << number;
    }
}

/// Of what this program asks OpenSSL for, for as long as it lives.
class DefaultProperties {
  public:
    explicit DefaultProperties(const char* wanted) {
        EXPECT_EQ(::EVP_set_default_properties(nullptr, wanted), 1) << wanted;
    }
    ~DefaultProperties() { EXPECT_EQ(::EVP_set_default_properties(nullptr, ""), 1); }
    DefaultProperties(const DefaultProperties&) = delete;
    DefaultProperties& operator=(const DefaultProperties&) = delete;
};

TEST(CfxUnits, AreNotUsedWhereOpensslIsBoundToAnotherProvider) {
    const bool usually = has_units();
    for (const char* wanted : {"fips=yes", "provider=fips", "fips=yes,provider=fips"}) {
        const DefaultProperties set(wanted);
        EXPECT_FALSE(has_units()) << wanted;
        EXPECT_EQ(units_for(*enctype_of(18), Engine::best), nullptr) << wanted;
        // Nobody finds a failure that is none of his.
        EXPECT_EQ(::ERR_peek_error(), 0U) << wanted;
    }
    EXPECT_EQ(has_units(), usually);
}

#if defined(__x86_64__)
using Registers = std::array<Block, 16>;

/// Inlined, so that nothing is between what is looked at and the look.
[[gnu::always_inline]] inline void read_registers(Registers& out) {
    asm volatile(
        "movups %%xmm0, 0(%0)\n\tmovups %%xmm1, 16(%0)\n\tmovups %%xmm2, 32(%0)\n\t"
        "movups %%xmm3, 48(%0)\n\tmovups %%xmm4, 64(%0)\n\tmovups %%xmm5, 80(%0)\n\t"
        "movups %%xmm6, 96(%0)\n\tmovups %%xmm7, 112(%0)\n\tmovups %%xmm8, 128(%0)\n\t"
        "movups %%xmm9, 144(%0)\n\tmovups %%xmm10, 160(%0)\n\tmovups %%xmm11, 176(%0)\n\t"
        "movups %%xmm12, 192(%0)\n\tmovups %%xmm13, 208(%0)\n\tmovups %%xmm14, 224(%0)\n\t"
        "movups %%xmm15, 240(%0)" ::"r"(out.data())
        : "memory");
}

TEST(CfxUnits, LeaveNoKeyInTheRegisters) {
    for (const std::int32_t number : {17, 18}) {
        const Units* units = units_for(*enctype_of(number), Engine::best);
        if (units == nullptr) {
            GTEST_SKIP() << "this processor has no AES and SHA units";
        }
        const Bytes key = octets(enctype_of(number)->key_size, 7);
        RoundKeys sealing;
        RoundKeys opening;
        units->expand_encryption(key.data(), sealing);
        units->expand_decryption(key.data(), opening);
        const OnePassEncryptor encryptor(*units, key, key);
        const OnePassDecryptor decryptor(*units, key, key);
        Registers left{};
        const auto expect_none = [&](std::size_t size) {
            for (const Block& one : left) {
                for (const RoundKeys* keys : {&sealing, &opening}) {
                    for (const Block& round : keys->each) {
                        EXPECT_FALSE(one == round && one != Block{}) << number << ' ' << size;
                    }
                }
            }
        };
        for (const std::size_t size : {0U, 40U, 48U, 64U, 100U, 1000U, 20000U}) {
            const Bytes message = octets(size, 1);
            Bytes body(size + 44);
            HeaderBytes header{};
            encryptor.encrypt(Block{}, message, header, body);
            read_registers(left);
            expect_none(size);
            body.back() ^= 1;
            Bytes out(body.size());
            const auto refused = decryptor.decrypt(body, out, header);
            read_registers(left);
            expect_none(size);
            EXPECT_FALSE(refused);
        }
    }
}
#endif

}  // namespace
}  // namespace mutauth::context::cfx
