#include "core/error.h"

#include <gtest/gtest.h>

#include "core/result.h"

namespace {

using namespace mutauth;

TEST(Error, SaysItsStatusWhereItHasNoWordsOfItsOwn) {
    const Error error(Status::service_unknown);
    EXPECT_STREQ(error.message(), status_says(Status::service_unknown));
    EXPECT_STREQ(error.remedy(), status_remedy(Status::service_unknown));
    EXPECT_TRUE(error.evidence().empty());
}

TEST(Error, KeepsWhatItIsGiven) {
    const Error error = Error(Status::wrong_key, "no key fits")
                            .with("kvno", 3)
                            .with("spn", "http/web")
                            .with_native(NativeSystem::krb5, -1765328353)
                            .with_remedy("bring it in step")
                            .while_doing("accepting");
    EXPECT_STREQ(error.message(), "accepting: no key fits");
    EXPECT_STREQ(error.remedy(), "bring it in step");
    ASSERT_EQ(error.evidence().size(), 2U);
    EXPECT_EQ(error.evidence()[0].value, "3");
    EXPECT_EQ(error.native_codes()[0].code, -1765328353);
}

TEST(Error, KeepsItsWordsUnderAnotherStatus) {
    const Error error = Error(Status::deadline_passed).with("kdc", "k:88").as(Status::kdc_silent);
    EXPECT_EQ(error.status(), Status::kdc_silent);
    EXPECT_STREQ(error.message(), status_says(Status::deadline_passed));
    EXPECT_EQ(error.evidence()[0].key, "kdc");
}

TEST(Result, IsAValueOrAnError) {
    Result<int> value = 7;
    EXPECT_TRUE(value);
    EXPECT_EQ(*value, 7);
    const Result<int> failure = Error(Status::internal);
    EXPECT_FALSE(failure);
    EXPECT_EQ(failure.error().status(), Status::internal);
}

}  // namespace
