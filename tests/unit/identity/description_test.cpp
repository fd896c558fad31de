// What is said of an identity, in lines for people.
#include "identity/description.h"

#include <gtest/gtest.h>

#include "unit/identity/callers.h"

namespace mutauth::identity {
namespace {

using testing::caller;

/// The value of the line, "-" if there is none.
std::string line_of(const context::Proof& proof, const std::string& what) {
    const std::string text = '\n' + text_of(Identity(proof));
    const auto at = text.find('\n' + what + ':');
    if (at == std::string::npos) {
        return "-";
    }
    const auto begin = text.find_first_not_of(' ', at + what.size() + 2);
    return text.substr(begin, text.find('\n', begin) - begin);
}

// Finding C5: what a client gives proves nothing of the service.
TEST(DescriptionText, SaysWhetherTheChannelIsBound) {
    context::Proof proof = caller("alice@EXAMPLE.TEST");
    EXPECT_EQ(line_of(proof, "channel bound"), "no");
    proof.bindings_given = true;
    EXPECT_EQ(line_of(proof, "channel bound"), "no") << "an acceptor's, which were not compared";
    proof.initiator = true;
    EXPECT_EQ(line_of(proof, "channel bound"), "bindings given; the service proves nothing of it");
    proof.initiator = false;
    proof.channel_bound = true;
    EXPECT_EQ(line_of(proof, "channel bound"), "yes");
}

TEST(DescriptionText, LeavesOutWhatThereIsNot) {
    context::Proof proof = caller("alice@EXAMPLE.TEST");
    EXPECT_EQ(line_of(proof, "client"), "alice@EXAMPLE.TEST");
    EXPECT_EQ(line_of(proof, "asked service"), "http/claimed.example.test@EXAMPLE.TEST");
    EXPECT_EQ(line_of(proof, "PAC"), "none");
    for (const char* what : {"account", "UPN", "SID", "primary group", "asserted by"}) {
        EXPECT_EQ(line_of(proof, what), "-") << what;
    }
    proof.asked_service.clear();
    EXPECT_EQ(line_of(proof, "asked service"), "-");
}

}  // namespace
}  // namespace mutauth::identity
