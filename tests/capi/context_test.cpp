#include <gmock/gmock.h>
#include <unistd.h>

#include <chrono>
#include <numeric>
#include <thread>

#include "capi/protectors.h"

namespace {

/// Octets that differ from one position to the next.
std::string message_of(size_t size) {
    std::string out(size, '\0');
    for (size_t i = 0; i < size; ++i) {
        out[i] = static_cast<char>(i * 131 + i / 256);
    }
    return out;
}

std::string sign(const realm::Context& context, const std::string& message) {
    std::string out(mutauth_context_signature_size(context.get()), '\0');
    size_t written = 0;
    EXPECT_EQ(mutauth_context_sign(context.get(), message.data(), message.size(), out.data(),
                                   out.size(), &written),
              MUTAUTH_OK)
        << realm::why();
    EXPECT_EQ(written, out.size());
    return out;
}

mutauth_status verify(const realm::Context& context,
                      const std::string& message,
                      const std::string& signature) {
    return mutauth_context_verify(context.get(), message.data(), message.size(), signature.data(),
                                  signature.size());
}

using realm::pair_of;
using realm::Protectors;

class CapiContext : public testing::TestWithParam<Protectors> {};

INSTANTIATE_TEST_SUITE_P(Protectors, CapiContext, realm::all_protectors());

TEST_P(CapiContext, TellsWhoProtectsItsMessages) {
    const realm::Pair pair = pair_of(GetParam());
    EXPECT_EQ(mutauth_context_protector(pair.client.get()), GetParam().first);
    EXPECT_EQ(mutauth_context_protector(pair.service.get()), GetParam().second);
    EXPECT_EQ(mutauth_context_protector(nullptr), 0);
}

TEST_P(CapiContext, SealsWhatOnlyThePeerOpens) {
    const realm::Pair pair = pair_of(GetParam());
    ASSERT_TRUE(pair.client && pair.service);
    std::vector<size_t> sizes(301);
    std::iota(sizes.begin(), sizes.end(), 0);
    sizes.insert(sizes.end(), {4095, 4096, 65535, 65536, 1048577});
    for (const size_t size : sizes) {
        const std::string message = message_of(size);
        const std::string sealed = realm::seal(pair.client, message);
        EXPECT_EQ(sealed.size(), mutauth_context_sealed_size(pair.client.get(), size));
        EXPECT_TRUE(size < 8 || sealed.find(message) == std::string::npos);
        const realm::Opened opened = realm::open(pair.service, sealed);
        ASSERT_EQ(opened.status, MUTAUTH_OK) << realm::why();
        ASSERT_EQ(opened.message, message) << size;
        ASSERT_EQ(realm::open(pair.client, realm::seal(pair.service, message)).message, message);
    }
}

TEST_P(CapiContext, SealsUpToItsBoundAndNoFurther) {
    const realm::Pair pair = pair_of(GetParam());
    const std::string longest = message_of(MUTAUTH_MESSAGE_MAX);
    const realm::Opened opened = realm::open(pair.service, realm::seal(pair.client, longest));
    ASSERT_EQ(opened.status, MUTAUTH_OK);
    EXPECT_TRUE(opened.message == longest);

    const std::string longer = longest + 'x';
    EXPECT_EQ(mutauth_context_sealed_size(pair.client.get(), longer.size()), 0U);
    EXPECT_EQ(mutauth_context_sealed_size(pair.client.get(), SIZE_MAX), 0U);
    std::string out(longer.size() + 1000, '\0');
    size_t written = 7;
    EXPECT_EQ(mutauth_context_seal(pair.client.get(), longer.data(), longer.size(), out.data(),
                                   out.size(), &written),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(written, 0U);
    EXPECT_EQ(mutauth_context_sign(pair.client.get(), longer.data(), longer.size(), out.data(),
                                   out.size(), &written),
              MUTAUTH_INVALID_ARGUMENT);
    // Nothing was used up.
    EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "next")).message, "next");
}

TEST_P(CapiContext, NamesBothSides) {
    const realm::Pair pair = pair_of(GetParam());
    const mutauth_identity* seen_by_service = mutauth_context_identity(pair.service.get());
    EXPECT_STREQ(mutauth_identity_client(seen_by_service), realm::principal("alice").c_str());
    EXPECT_STREQ(mutauth_identity_asked_service(seen_by_service),
                 realm::principal(realm::host_spn()).c_str());
    const mutauth_identity* seen_by_client = mutauth_context_identity(pair.client.get());
    EXPECT_STREQ(mutauth_identity_asked_service(seen_by_client),
                 realm::principal(realm::host_spn()).c_str());
    EXPECT_EQ(mutauth_identity_level(seen_by_client), MUTAUTH_LEVEL_PRIVACY);
    EXPECT_EQ(mutauth_identity_mechanism(seen_by_client), MUTAUTH_MECHANISM_KRB5);
}

TEST_P(CapiContext, RefusesEveryFlippedBitAndIsBrokenThen) {
    for (size_t bit = 0;; ++bit) {
        const realm::Pair pair = pair_of(GetParam());
        std::string sealed = realm::seal(pair.client, message_of(40));
        if (bit / 8 >= sealed.size()) {
            EXPECT_GT(bit, 40U * 8);
            break;
        }
        sealed[bit / 8] = static_cast<char>(sealed[bit / 8] ^ 1 << bit % 8);
        const realm::Opened opened = realm::open(pair.service, sealed);
        EXPECT_EQ(opened.status, MUTAUTH_MESSAGE_TAMPERED) << "bit " << bit;
        EXPECT_EQ(opened.message, "");
        const std::string next = realm::seal(pair.client, "next");
        EXPECT_EQ(realm::open(pair.service, next).status, MUTAUTH_CONTEXT_BROKEN);
        EXPECT_EQ(verify(pair.service, "m", "s"), MUTAUTH_CONTEXT_BROKEN);
    }
}

TEST_P(CapiContext, RefusesEveryFlippedBitOfASignatureAndItsMessage) {
    for (size_t bit = 0;; ++bit) {
        const realm::Pair pair = pair_of(GetParam());
        std::string both = sign(pair.client, "message") + "message";
        if (bit / 8 >= both.size()) {
            break;
        }
        both[bit / 8] = static_cast<char>(both[bit / 8] ^ 1 << bit % 8);
        const size_t size = both.size() - 7;
        EXPECT_EQ(verify(pair.service, both.substr(size), both.substr(0, size)),
                  MUTAUTH_MESSAGE_TAMPERED)
            << "bit " << bit;
        EXPECT_EQ(verify(pair.service, "message", sign(pair.client, "message")),
                  MUTAUTH_CONTEXT_BROKEN);
    }
}

TEST_P(CapiContext, RefusesWhatIsCut) {
    const size_t whole = realm::seal(pair_of(GetParam()).client, "message").size();
    for (size_t size = 0; size < whole; ++size) {
        const realm::Pair pair = pair_of(GetParam());
        const std::string sealed = realm::seal(pair.client, "message");
        EXPECT_EQ(realm::open(pair.service, sealed.substr(0, size)).status,
                  MUTAUTH_MESSAGE_TAMPERED)
            << size;
    }
    const realm::Pair pair = pair_of(GetParam());
    EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "message") + '\0').status,
              MUTAUTH_MESSAGE_TAMPERED);
}

TEST_P(CapiContext, TellsAReplayFromAGapAndADisorder) {
    {
        const realm::Pair pair = pair_of(GetParam());
        const std::string first = realm::seal(pair.client, "1");
        EXPECT_EQ(realm::open(pair.service, first).status, MUTAUTH_OK);
        EXPECT_EQ(realm::open(pair.service, first).status, MUTAUTH_MESSAGE_REPLAYED);
        EXPECT_EQ(realm::open(pair.service, realm::seal(pair.client, "2")).status,
                  MUTAUTH_CONTEXT_BROKEN);
    }
    const realm::Pair gap = pair_of(GetParam());
    realm::seal(gap.client, "lost");
    const realm::Opened after_gap = realm::open(gap.service, realm::seal(gap.client, "2"));
    EXPECT_EQ(after_gap.status, MUTAUTH_MESSAGE_OUT_OF_ORDER);
    EXPECT_EQ(after_gap.message, "");

    const realm::Pair signed_pair = pair_of(GetParam());
    const std::string signature = sign(signed_pair.client, "m");
    EXPECT_EQ(verify(signed_pair.service, "m", signature), MUTAUTH_OK) << realm::why();
    EXPECT_EQ(verify(signed_pair.service, "m", signature), MUTAUTH_MESSAGE_REPLAYED);
    EXPECT_EQ(verify(signed_pair.service, "m", sign(signed_pair.client, "m")),
              MUTAUTH_CONTEXT_BROKEN);
}

TEST_P(CapiContext, ABrokenContextSealsNothingEither) {
    const realm::Pair pair = pair_of(GetParam());
    EXPECT_EQ(realm::open(pair.service, "junk").status, MUTAUTH_MESSAGE_TAMPERED);
    std::string out(1000, '\0');
    size_t written = 7;
    EXPECT_EQ(mutauth_context_seal(pair.service.get(), "m", 1, out.data(), out.size(), &written),
              MUTAUTH_CONTEXT_BROKEN);
    EXPECT_EQ(written, 0U);
    EXPECT_EQ(mutauth_context_sign(pair.service.get(), "m", 1, out.data(), out.size(), &written),
              MUTAUTH_CONTEXT_BROKEN);
}

TEST_P(CapiContext, OpensOnlyWhatItsOwnPeerSealed) {
    {
        // RFC 4121 4.2.2: the direction is in the flags and the key usage.
        const realm::Pair pair = pair_of(GetParam());
        const std::string own = realm::seal(pair.service, "m");
        EXPECT_EQ(realm::open(pair.service, own).status, MUTAUTH_MESSAGE_TAMPERED);
    }
    const realm::Pair one = pair_of(GetParam());
    const realm::Pair other = pair_of(GetParam());
    EXPECT_EQ(realm::open(other.service, realm::seal(one.client, "m")).status,
              MUTAUTH_MESSAGE_TAMPERED);
}

TEST_P(CapiContext, SealedAndSignedAreNotTakenForEachOther) {
    const realm::Pair pair = pair_of(GetParam());
    EXPECT_EQ(realm::open(pair.service, sign(pair.client, "m")).status, MUTAUTH_MESSAGE_TAMPERED);
    const realm::Pair other = pair_of(GetParam());
    EXPECT_EQ(verify(other.service, "m", realm::seal(other.client, "m")), MUTAUTH_MESSAGE_TAMPERED);
}

TEST_P(CapiContext, SaysWhatABufferLacksAndUsesNothingUp) {
    const realm::Pair pair = pair_of(GetParam());
    const size_t needed = mutauth_context_sealed_size(pair.client.get(), 5);
    std::string out(needed, '\0');
    size_t written = 0;
    for (const size_t capacity : {size_t{0}, size_t{1}, needed - 1}) {
        EXPECT_EQ(mutauth_context_seal(pair.client.get(), "12345", 5,
                                       capacity == 0 ? nullptr : out.data(), capacity, &written),
                  MUTAUTH_BUFFER_TOO_SMALL);
        EXPECT_EQ(written, needed);
    }
    const std::string sealed = realm::seal(pair.client, "12345");
    EXPECT_EQ(mutauth_context_open(pair.service.get(), sealed.data(), sealed.size(), out.data(),
                                   sealed.size() - 1, &written),
              MUTAUTH_BUFFER_TOO_SMALL);
    EXPECT_EQ(written, sealed.size());
    // The sequence goes on as if the calls had not been made.
    EXPECT_EQ(realm::open(pair.service, sealed).message, "12345");

    const size_t signature = mutauth_context_signature_size(pair.client.get());
    EXPECT_EQ(mutauth_context_sign(pair.client.get(), "m", 1, out.data(), signature - 1, &written),
              MUTAUTH_BUFFER_TOO_SMALL);
    EXPECT_EQ(written, signature);
    EXPECT_EQ(verify(pair.service, "m", sign(pair.client, "m")), MUTAUTH_OK) << realm::why();
}

TEST_P(CapiContext, ChecksItsArguments) {
    const realm::Pair pair = pair_of(GetParam());
    const realm::Spn spn = realm::spn("a/b");
    auto* wrong = reinterpret_cast<mutauth_context*>(spn.get());
    std::string out(200, '\0');
    size_t written = 7;
    for (mutauth_context* context : {static_cast<mutauth_context*>(nullptr), wrong}) {
        EXPECT_EQ(mutauth_context_seal(context, "m", 1, out.data(), out.size(), &written),
                  MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(written, 0U);
        EXPECT_EQ(mutauth_context_open(context, "m", 1, out.data(), out.size(), &written),
                  MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_context_sign(context, "m", 1, out.data(), out.size(), &written),
                  MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_context_verify(context, "m", 1, "s", 1), MUTAUTH_WRONG_HANDLE);
        EXPECT_EQ(mutauth_context_identity(context), nullptr);
        EXPECT_EQ(mutauth_context_sealed_size(context, 1), 0U);
        EXPECT_EQ(mutauth_context_signature_size(context), 0U);
        mutauth_context_free(context);
    }
    mutauth_context* context = pair.client.get();
    EXPECT_EQ(mutauth_context_seal(context, nullptr, 1, out.data(), out.size(), &written),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_seal(context, "m", 1, nullptr, 5, &written),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_seal(context, "m", 1, out.data(), out.size(), nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_seal(context, "m", 1, out.data(), 1, nullptr),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_open(context, nullptr, 1, out.data(), out.size(), &written),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_sign(context, nullptr, 1, out.data(), out.size(), &written),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_verify(context, nullptr, 1, "s", 1), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_context_verify(context, "m", 1, nullptr, 1), MUTAUTH_INVALID_ARGUMENT);
    // NULL with no size is an empty message; and all the refused calls used nothing up.
    EXPECT_EQ(mutauth_context_seal(context, nullptr, 0, out.data(), out.size(), &written),
              MUTAUTH_OK);
    out.resize(written);
    EXPECT_EQ(realm::open(pair.service, out).status, MUTAUTH_OK) << realm::why();
}

TEST_P(CapiContext, ProtectsNoMoreThanItsLevel) {
    const auto at = [](int32_t level) {
        return realm::proven_pair(realm::with_level(realm::policy(), level),
                                  realm::with_level(realm::serving(realm::host_spn()), level));
    };
    std::string out(200, '\0');
    size_t written = 7;
    const realm::Pair integrity = at(MUTAUTH_LEVEL_INTEGRITY);
    EXPECT_EQ(mutauth_context_seal(integrity.client.get(), "m", 1, out.data(), 200, &written),
              MUTAUTH_LEVEL_TOO_LOW);
    EXPECT_EQ(mutauth_context_open(integrity.client.get(), "m", 1, out.data(), 200, &written),
              MUTAUTH_LEVEL_TOO_LOW);
    EXPECT_EQ(verify(integrity.service, "m", sign(integrity.client, "m")), MUTAUTH_OK);

    const realm::Pair connect = at(MUTAUTH_LEVEL_CONNECT);
    EXPECT_EQ(mutauth_context_seal(connect.client.get(), "m", 1, out.data(), 200, &written),
              MUTAUTH_LEVEL_TOO_LOW);
    EXPECT_EQ(mutauth_context_sign(connect.client.get(), "m", 1, out.data(), 200, &written),
              MUTAUTH_LEVEL_TOO_LOW);
    EXPECT_EQ(mutauth_context_verify(connect.client.get(), "m", 1, "s", 1), MUTAUTH_LEVEL_TOO_LOW);
}

TEST(CapiContextLife, EndsWithItsTicket) {
    const std::string name = "short/host.example.test";
    const std::string keytab = realm::service_keytab(name, "-maxlife \"3 seconds\"");
    const auto before = ::time(nullptr);
    const realm::Credential alice = realm::account("alice");
    const realm::Negotiation client = realm::initiate(alice, name);
    const realm::Negotiation service =
        realm::accept(realm::from_keytab(keytab, nullptr), realm::serving(name));
    const realm::Step answer = realm::step(service, realm::step(client, "").token);
    ASSERT_EQ(realm::step(client, answer.token).status, MUTAUTH_OK) << realm::why();
    const realm::Context at_client = realm::finish(client);
    const mutauth_identity* seen = mutauth_context_identity(at_client.get());
    EXPECT_GE(mutauth_identity_expires(seen), before + 1);
    EXPECT_LE(mutauth_identity_expires(seen), before + 5);
    realm::seal(at_client, "in time");
    std::this_thread::sleep_for(std::chrono::milliseconds(4100));
    std::string out(200, '\0');
    size_t written = 0;
    EXPECT_EQ(mutauth_context_seal(at_client.get(), "m", 1, out.data(), 200, &written),
              MUTAUTH_CONTEXT_EXPIRED);
    EXPECT_EQ(mutauth_context_open(at_client.get(), "m", 1, out.data(), 200, &written),
              MUTAUTH_CONTEXT_EXPIRED);
    EXPECT_EQ(mutauth_context_verify(at_client.get(), "m", 1, "s", 1), MUTAUTH_CONTEXT_EXPIRED);
    mutauth_requirements* made = nullptr;
    ASSERT_EQ(mutauth_requirements_new(&made), MUTAUTH_OK);
    const realm::Requirements requirements(made, mutauth_requirements_free);
    EXPECT_EQ(mutauth_requirements_check(made, seen), MUTAUTH_CONTEXT_EXPIRED);
}

TEST_P(CapiContext, OneThreadSealsWhileAnotherOpens) {
    const realm::Pair pair = pair_of(GetParam());
    constexpr int kMessages = 2000;
    std::vector<std::string> to_client;
    for (int i = 0; i < kMessages; ++i) {
        to_client.push_back(realm::seal(pair.service, std::to_string(i)));
    }
    std::vector<std::string> to_service(kMessages);
    std::thread sealing([&] {
        for (int i = 0; i < kMessages; ++i) {
            to_service[static_cast<size_t>(i)] = realm::seal(pair.client, std::to_string(i));
        }
    });
    for (int i = 0; i < kMessages; ++i) {
        const realm::Opened opened = realm::open(pair.client, to_client[static_cast<size_t>(i)]);
        ASSERT_EQ(opened.status, MUTAUTH_OK);
        EXPECT_EQ(opened.message, std::to_string(i));
    }
    sealing.join();
    for (int i = 0; i < kMessages; ++i) {
        EXPECT_EQ(realm::open(pair.service, to_service[static_cast<size_t>(i)]).message,
                  std::to_string(i));
    }
}

}  // namespace
