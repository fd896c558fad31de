// What a refusal of the mechanism's becomes: words, numbers and evidence, each once.
#include "context/exchange.h"

#include <gtest/gtest.h>

namespace mutauth::context {
namespace {

using Codes = std::vector<std::pair<NativeSystem, std::int64_t>>;

Codes codes_of(const Error& error) {
    Codes out;
    for (const auto& one : error.native_codes()) {
        out.emplace_back(one.system, one.code);
    }
    return out;
}

std::string malformed_of(const Error& error) {
    for (const auto& one : error.evidence()) {
        if (one.key == "malformed") {
            return one.value;
        }
    }
    return "";
}

TEST(Refusal, OfTheReaderNamesTheFieldInWordsAndEvidence) {
    Refusal refusal;
    refusal.fault.set("AP-REQ ticket", der::Rule::cut);
    const Error error = refusal.error(Status::token_malformed, "the client's token");
    EXPECT_EQ(error.status(), Status::token_malformed);
    EXPECT_NE(std::string(error.message())
                  .find("the client's token: AP-REQ ticket: missing or cut short"),
              std::string::npos)
        << error.message();
    EXPECT_EQ(malformed_of(error), "AP-REQ ticket: missing or cut short");
    EXPECT_EQ(codes_of(error), Codes());
}

TEST(Refusal, OfALibraryHasItsWordsAndNumbers) {
    Refusal refusal;
    refusal.code = -1765328347;
    refusal.words = "Clock skew too great";
    Error error = refusal.error(Status::clock_skew, "the client's token");
    EXPECT_NE(std::string(error.message()).find("the client's token: Clock skew too great"),
              std::string::npos)
        << error.message();
    EXPECT_EQ(codes_of(error), (Codes{{NativeSystem::krb5, -1765328347}}));
    EXPECT_EQ(malformed_of(error), "");
    refusal.major = 13 << 16;
    error = refusal.error(Status::negotiation_failed, "the client's token");
    EXPECT_EQ(codes_of(error),
              (Codes{{NativeSystem::gss_major, 13 << 16}, {NativeSystem::gss_minor, -1765328347}}));
}

TEST(Refusal, WithoutAReasonHasNone) {
    const Error error = Refusal().error(Status::token_replayed, "the client's token");
    EXPECT_EQ(codes_of(error), Codes());
    EXPECT_EQ(malformed_of(error), "");
    EXPECT_EQ(std::string(error.message()).find(':'), std::string::npos) << error.message();
}

}  // namespace
}  // namespace mutauth::context
