// Messages in segments and messages that are wrapped, through the C ABI.
#include <gmock/gmock.h>

#include <array>
#include <numeric>

#include "capi/protectors.h"

namespace {

using realm::pair_of;
using realm::Protectors;

/// What is head, then what is encrypted.
struct Message {
    std::string head = "a head in the clear";
    std::string body = "a body that nobody else reads";

    std::array<mutauth_segment, 2> segments() {
        return {{{head.data(), head.size(), MUTAUTH_SEGMENT_SIGNED},
                 {body.data(), body.size(), MUTAUTH_SEGMENT_SEALED}}};
    }
};

std::string seal(const realm::Context& context, Message& message) {
    std::string token(mutauth_context_token_size(context.get()), '\0');
    size_t written = 0;
    EXPECT_EQ(mutauth_context_seal_segments(context.get(), message.segments().data(), 2,
                                            token.data(), token.size(), &written),
              MUTAUTH_OK)
        << realm::why();
    EXPECT_EQ(written, token.size());
    return token;
}

mutauth_status open(const realm::Context& context, Message& message, const std::string& token) {
    return mutauth_context_open_segments(context.get(), message.segments().data(), 2, token.data(),
                                         token.size());
}

class CapiSegments : public testing::TestWithParam<Protectors> {};

INSTANTIATE_TEST_SUITE_P(Protectors, CapiSegments, realm::all_protectors());

TEST_P(CapiSegments, AreSealedWhereTheyAre) {
    const realm::Pair pair = pair_of(GetParam());
    for (int i = 0; i < 3; ++i) {
        const Message original;
        Message message;
        const std::string token = seal(pair.client, message);
        EXPECT_EQ(message.head, original.head);
        EXPECT_NE(message.body, original.body);
        ASSERT_EQ(open(pair.service, message, token), MUTAUTH_OK) << realm::why();
        EXPECT_EQ(message.body, original.body);
    }
    // And the other way round, among messages of the other kinds.
    Message message;
    const std::string token = seal(pair.service, message);
    ASSERT_EQ(open(pair.client, message, token), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(realm::open(pair.client, realm::seal(pair.service, "whole")).message, "whole");
}

TEST_P(CapiSegments, AreWipedIfAnythingWasChanged) {
    const std::array<void (*)(Message&, std::string&), 3> changes{
        [](Message& message, std::string&) { message.head[3] ^= 1; },
        [](Message& message, std::string&) { message.body[3] ^= 1; },
        [](Message&, std::string& token) {
            token.back() ^= 1;
        }};
    for (const auto change : changes) {
        const realm::Pair pair = pair_of(GetParam());
        Message message;
        std::string token = seal(pair.client, message);
        change(message, token);
        EXPECT_EQ(open(pair.service, message, token), MUTAUTH_MESSAGE_TAMPERED);
        EXPECT_EQ(message.body, std::string(message.body.size(), '\0'));
        EXPECT_EQ(open(pair.service, message, token), MUTAUTH_CONTEXT_BROKEN);
    }
}

TEST_P(CapiSegments, AreTakenOnceAndInOrder) {
    const realm::Pair pair = pair_of(GetParam());
    Message message;
    const std::string token = seal(pair.client, message);
    Message again = message;
    EXPECT_EQ(open(pair.service, message, token), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(open(pair.service, again, token), MUTAUTH_MESSAGE_REPLAYED);
    EXPECT_EQ(again.body, std::string(again.body.size(), '\0'));

    const realm::Pair other = pair_of(GetParam());
    realm::seal(other.client, "lost");
    Message late;
    const std::string late_token = seal(other.client, late);
    EXPECT_EQ(open(other.service, late, late_token), MUTAUTH_MESSAGE_OUT_OF_ORDER);
}

TEST_P(CapiSegments, AreSignedAsTheirBytesInARow) {
    const realm::Pair pair = pair_of(GetParam());
    Message message;
    const Message original;
    std::string signature(mutauth_context_signature_size(pair.client.get()), '\0');
    size_t written = 0;
    ASSERT_EQ(mutauth_context_sign_segments(pair.client.get(), message.segments().data(), 2,
                                            signature.data(), signature.size(), &written),
              MUTAUTH_OK)
        << realm::why();
    const std::string row = message.head + message.body;
    EXPECT_EQ(mutauth_context_verify(pair.service.get(), row.data(), row.size(), signature.data(),
                                     written),
              MUTAUTH_OK)
        << realm::why();
    ASSERT_EQ(mutauth_context_sign(pair.client.get(), row.data(), row.size(), signature.data(),
                                   signature.size(), &written),
              MUTAUTH_OK);
    EXPECT_EQ(mutauth_context_verify_segments(pair.service.get(), message.segments().data(), 2,
                                              signature.data(), written),
              MUTAUTH_OK)
        << realm::why();
    EXPECT_EQ(message.body, original.body);
    EXPECT_EQ(mutauth_context_verify_segments(pair.service.get(), message.segments().data(), 1,
                                              signature.data(), written),
              MUTAUTH_MESSAGE_TAMPERED);
}

TEST_P(CapiSegments, MayBeManyOrNone) {
    const realm::Pair pair = pair_of(GetParam());
    std::string text(300, 'x');
    std::vector<mutauth_segment> each;
    for (char& c : text) {
        each.push_back({&c, 1, MUTAUTH_SEGMENT_SEALED});
    }
    std::string token(mutauth_context_token_size(pair.client.get()), '\0');
    size_t written = 0;
    ASSERT_EQ(mutauth_context_seal_segments(pair.client.get(), each.data(), each.size(),
                                            token.data(), token.size(), &written),
              MUTAUTH_OK);
    const mutauth_segment whole{text.data(), text.size(), MUTAUTH_SEGMENT_SEALED};
    ASSERT_EQ(mutauth_context_open_segments(pair.service.get(), &whole, 1, token.data(), written),
              MUTAUTH_OK)
        << realm::why();
    EXPECT_EQ(text, std::string(300, 'x'));
    ASSERT_EQ(mutauth_context_seal_segments(pair.client.get(), nullptr, 0, token.data(),
                                            token.size(), &written),
              MUTAUTH_OK);
    EXPECT_EQ(mutauth_context_open_segments(pair.service.get(), nullptr, 0, token.data(), written),
              MUTAUTH_OK)
        << realm::why();
}

TEST_P(CapiSegments, CheckTheirArgumentsAndUseNothingUp) {
    const realm::Pair pair = pair_of(GetParam());
    mutauth_context* context = pair.client.get();
    Message message;
    auto segments = message.segments();
    std::string token(200, '\0');
    size_t written = 7;
    const size_t needed = mutauth_context_token_size(context);
    EXPECT_EQ(mutauth_context_seal_segments(context, segments.data(), 2, token.data(), needed - 1,
                                            &written),
              MUTAUTH_BUFFER_TOO_SMALL);
    EXPECT_EQ(written, needed);
    EXPECT_EQ(mutauth_context_sign_segments(context, segments.data(), 2, nullptr, 0, &written),
              MUTAUTH_BUFFER_TOO_SMALL);
    EXPECT_EQ(written, mutauth_context_signature_size(context));
    segments[1].protection = 3;
    EXPECT_EQ(
        mutauth_context_seal_segments(context, segments.data(), 2, token.data(), 200, &written),
        MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_open_segments(context, segments.data(), 2, token.data(), 200),
              MUTAUTH_INVALID_ARGUMENT);
    segments[1] = {nullptr, 5, MUTAUTH_SEGMENT_SEALED};
    EXPECT_EQ(
        mutauth_context_sign_segments(context, segments.data(), 2, token.data(), 200, &written),
        MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_verify_segments(context, segments.data(), 2, token.data(), 200),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_seal_segments(context, nullptr, 1, token.data(), 200, &written),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_open_segments(context, nullptr, 0, nullptr, 1),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_seal_segments(nullptr, nullptr, 0, token.data(), 200, &written),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_context_open_segments(nullptr, nullptr, 0, "t", 1), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_context_sign_segments(nullptr, nullptr, 0, token.data(), 200, &written),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_context_verify_segments(nullptr, nullptr, 0, "t", 1), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_context_token_size(nullptr), 0U);
    const Message original;
    EXPECT_EQ(message.body, original.body) << "nothing was written to";
    const std::string good = seal(pair.client, message);
    EXPECT_EQ(open(pair.service, message, good), MUTAUTH_OK) << realm::why();
}

std::string wrap(const realm::Context& context, const std::string& message) {
    std::string out(mutauth_context_wrapped_size(context.get(), message.size()), '\0');
    size_t written = 0;
    EXPECT_EQ(mutauth_context_wrap(context.get(), message.data(), message.size(), out.data(),
                                   out.size(), &written),
              MUTAUTH_OK)
        << realm::why();
    EXPECT_EQ(written, out.size());
    return out;
}

realm::Opened unwrap(const realm::Context& context, const std::string& wrapped) {
    std::string out(wrapped.size(), '\0');
    size_t written = 0;
    const mutauth_status status = mutauth_context_unwrap(
        context.get(), wrapped.data(), wrapped.size(), out.data(), out.size(), &written);
    out.resize(written);
    return {status, out};
}

TEST_P(CapiSegments, WhatIsWrappedIsSignedAndReadable) {
    const realm::Pair pair = pair_of(GetParam());
    for (const size_t size : {0, 1, 16, 1000, 100000}) {
        const std::string message(size, 'm');
        const std::string wrapped = wrap(pair.client, message);
        EXPECT_NE(wrapped.find(message), std::string::npos);
        EXPECT_EQ(unwrap(pair.service, wrapped).message, message);
    }
    // Who asks for no encryption takes it all the same.
    EXPECT_EQ(unwrap(pair.service, realm::seal(pair.client, "sealed")).message, "sealed");
    // Who asks for encryption takes nothing else, although the signature is good.
    EXPECT_EQ(realm::open(pair.service, wrap(pair.client, "wrapped")).status, MUTAUTH_NOT_SEALED);
}

TEST_P(CapiSegments, WhatIsWrappedIsRefusedWithEachBitFlipped) {
    size_t refused = 0;
    for (size_t bit = 0;; ++bit) {
        const realm::Pair pair = pair_of(GetParam());
        std::string wrapped = wrap(pair.client, "12345678");
        if (bit / 8 >= wrapped.size()) {
            break;
        }
        wrapped[bit / 8] = static_cast<char>(wrapped[bit / 8] ^ 1 << bit % 8);
        const realm::Opened opened = unwrap(pair.service, wrapped);
        EXPECT_EQ(opened.status, MUTAUTH_MESSAGE_TAMPERED) << bit;
        EXPECT_EQ(opened.message, "");
        ++refused;
    }
    std::printf("%zu changes, 0 taken\n", refused);
    EXPECT_GT(refused, 36U * 8 - 1);
}

TEST_P(CapiSegments, WrappingChecksItsArguments) {
    const realm::Pair pair = pair_of(GetParam());
    std::string out(100, '\0');
    size_t written = 7;
    mutauth_context* context = pair.client.get();
    const size_t needed = mutauth_context_wrapped_size(context, 1);
    EXPECT_EQ(mutauth_context_wrap(context, "m", 1, out.data(), needed - 1, &written),
              MUTAUTH_BUFFER_TOO_SMALL);
    EXPECT_EQ(written, needed);
    EXPECT_EQ(mutauth_context_wrap(context, nullptr, 1, out.data(), 100, &written),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_wrap(nullptr, "m", 1, out.data(), 100, &written),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_context_unwrap(nullptr, "m", 1, out.data(), 100, &written),
              MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_context_wrapped_size(nullptr, 1), 0U);
    EXPECT_EQ(mutauth_context_wrapped_size(context, size_t{MUTAUTH_MESSAGE_MAX} + 1), 0U);
    const std::string wrapped = wrap(pair.client, "m");
    EXPECT_EQ(mutauth_context_unwrap(pair.service.get(), wrapped.data(), wrapped.size(), out.data(),
                                     wrapped.size() - 1, &written),
              MUTAUTH_BUFFER_TOO_SMALL);
    EXPECT_EQ(written, wrapped.size());
    EXPECT_EQ(unwrap(pair.service, wrapped).message, "m");
}

TEST_P(CapiSegments, SealingInPlaceNeedsNoOtherMemory) {
    const realm::Pair pair = pair_of(GetParam());
    const std::string message(1000, 'm');
    for (const size_t at : {0, 32, 16, 76}) {
        std::string memory(mutauth_context_sealed_size(pair.client.get(), 1000) + 100, '\0');
        memory.replace(at, message.size(), message);
        size_t sealed = 0;
        ASSERT_EQ(mutauth_context_seal(pair.client.get(), memory.data() + at, message.size(),
                                       memory.data(), memory.size(), &sealed),
                  MUTAUTH_OK);
        size_t opened = 0;
        ASSERT_EQ(mutauth_context_open(pair.service.get(), memory.data(), sealed, memory.data(),
                                       memory.size(), &opened),
                  MUTAUTH_OK)
            << realm::why();
        EXPECT_EQ(memory.substr(0, opened), message) << at;
    }
}

TEST(CapiSegmentsLevel, IsThatOfTheContext) {
    const auto at = [](int32_t level) {
        return realm::proven_pair(realm::with_level(realm::policy(), level),
                                  realm::with_level(realm::serving(realm::host_spn()), level));
    };
    for (const int32_t level :
         {MUTAUTH_LEVEL_CALL, MUTAUTH_LEVEL_PACKET, MUTAUTH_LEVEL_INTEGRITY}) {
        const realm::Pair pair = at(level);
        EXPECT_EQ(unwrap(pair.service, wrap(pair.client, "m")).message, "m") << level;
        std::string token(200, '\0');
        size_t written = 0;
        EXPECT_EQ(mutauth_context_seal_segments(pair.client.get(), nullptr, 0, token.data(), 200,
                                                &written),
                  MUTAUTH_LEVEL_TOO_LOW);
        ASSERT_EQ(mutauth_context_sign_segments(pair.client.get(), nullptr, 0, token.data(), 200,
                                                &written),
                  MUTAUTH_OK);
        EXPECT_EQ(
            mutauth_context_verify_segments(pair.service.get(), nullptr, 0, token.data(), written),
            MUTAUTH_OK)
            << realm::why();
    }
    const realm::Pair connect = at(MUTAUTH_LEVEL_CONNECT);
    std::string out(100, '\0');
    size_t written = 0;
    EXPECT_EQ(mutauth_context_wrap(connect.client.get(), "m", 1, out.data(), 100, &written),
              MUTAUTH_LEVEL_TOO_LOW);
    EXPECT_EQ(mutauth_context_open_segments(connect.client.get(), nullptr, 0, "t", 1),
              MUTAUTH_LEVEL_TOO_LOW);
}

}  // namespace
