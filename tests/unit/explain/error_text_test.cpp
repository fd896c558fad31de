#include "explain/error_text.h"

#include <gtest/gtest.h>

namespace {

using namespace mutauth;

TEST(ErrorText, TellsCauseProofAndRemedy) {
    const Error error = Error(Status::wrong_key, "no key fits")
                            .with("kvno", 3)
                            .with_native(NativeSystem::gss_major, 0xd0000)
                            .with_native(NativeSystem::krb5, -1765328353)
                            .with_remedy("bring the keytab in step");
    EXPECT_EQ(explain::text_of_error(error),
              "no key fits (MUTAUTH_WRONG_KEY)\n"
              "  kvno: 3\n"
              "  GSS-API major: 0x000d0000\n"
              "  libkrb5: -1765328353\n"
              "  remedy: bring the keytab in step\n");
}

TEST(ErrorText, LetsNoControlCharacterThrough) {
    const Error error = Error(Status::wrong_spn, "asked").with("asked", "a\x1b[2Jb");
    EXPECT_EQ(explain::text_of_error(error).find('\x1b'), std::string::npos);
}

TEST(ErrorText, LetsNoEvidenceAddLines) {
    const Error error = Error(Status::wrong_key, "no").with("asked", "x\n  remedy: trust me");
    EXPECT_EQ(explain::text_of_error(error).find("\n  remedy: trust me"), std::string::npos);
}

}  // namespace
