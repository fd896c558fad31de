#include <mutauth/channel_bindings.h>

#include "capi/realm.h"
#include "support/environment.h"
#include "support/files.h"

namespace {

using Bindings = realm::Owner<mutauth_channel_bindings>;
using Make = mutauth_status (*)(const void*, size_t, mutauth_channel_bindings**);

Bindings made(Make make, const std::string& data) {
    mutauth_channel_bindings* out = nullptr;
    EXPECT_EQ(make(data.data(), data.size(), &out), MUTAUTH_OK) << realm::why();
    return {out, mutauth_channel_bindings_free};
}

Bindings of_data(const std::string& data) {
    return made(mutauth_channel_bindings_from_data, data);
}

std::string data_of(const Bindings& bindings) {
    return {static_cast<const char*>(mutauth_channel_bindings_data(bindings.get())),
            mutauth_channel_bindings_size(bindings.get())};
}

/// A self-signed certificate in DER, by openssl(1).
std::string certificate(const support::Folder& folder, const std::string& options) {
    const std::string file = folder / "certificate.der";
    support::must_run("openssl req -x509 -nodes -subj /CN=host1.example.test -keyout " +
                      (folder / "key.pem") + " -outform DER -out " + file + " " + options);
    return support::read_file(file);
}

std::string digest(const support::Folder& folder, const std::string& algorithm) {
    const support::Ran ran =
        support::run("openssl dgst -binary -" + algorithm + " " + (folder / "certificate.der"));
    EXPECT_EQ(ran.code, 0) << ran.output;
    return ran.output;
}

// RFC 5929 4.1: the hash is that of the signature; SHA-256 for MD5 and SHA-1.
TEST(CapiChannelBindings, HashACertificateAsItWasSigned) {
    const support::Folder folder;
    const std::pair<const char*, const char*> cases[] = {
        {"-newkey rsa:2048 -sha256", "sha256"},
        {"-newkey rsa:2048 -sha384", "sha384"},
        {"-newkey rsa:2048 -sha512", "sha512"},
        {"-newkey rsa:2048 -sha1", "sha256"},
        {"-newkey ec -pkeyopt ec_paramgen_curve:P-256 -sha384", "sha384"},
        {"-newkey rsa:2048 -sha384 -sigopt rsa_padding_mode:pss", "sha384"},
        {"-newkey ec -pkeyopt ec_paramgen_curve:P-256 -sha3-384", "sha3-384"},
    };
    for (const auto& [options, algorithm] : cases) {
        const std::string der = certificate(folder, options);
        EXPECT_EQ(data_of(made(mutauth_channel_bindings_from_certificate, der)),
                  "tls-server-end-point:" + digest(folder, algorithm))
            << options;
    }
}

TEST(CapiChannelBindings, RefuseWhatIsNoUsableCertificate) {
    const support::Folder folder;
    const std::string good = certificate(folder, "-newkey rsa:2048 -sha256");
    auto* out = reinterpret_cast<mutauth_channel_bindings*>(1);
    for (const std::string& bad : {std::string(), std::string("no certificate"),
                                   good.substr(0, good.size() - 1), good + '\0', good.substr(1)}) {
        EXPECT_EQ(mutauth_channel_bindings_from_certificate(bad.data(), bad.size(), &out),
                  MUTAUTH_CERTIFICATE_UNUSABLE);
        EXPECT_EQ(out, nullptr);
    }
    const std::string hashless = certificate(folder, "-newkey ed25519");
    EXPECT_EQ(mutauth_channel_bindings_from_certificate(hashless.data(), hashless.size(), &out),
              MUTAUTH_CERTIFICATE_UNUSABLE);
}

TEST(CapiChannelBindings, TakeAnExportersValueAndAnyData) {
    const std::string exported(32, '\x5a');
    EXPECT_EQ(data_of(made(mutauth_channel_bindings_from_exporter, exported)),
              "tls-exporter:" + exported);  // RFC 9266 2
    EXPECT_EQ(data_of(of_data("x")), "x");
    mutauth_channel_bindings* out = nullptr;
    for (const size_t size : {0U, 31U, 33U}) {
        EXPECT_EQ(mutauth_channel_bindings_from_exporter(exported.data(), size, &out),
                  MUTAUTH_INVALID_ARGUMENT);
    }
    const std::string much(65537, 'x');
    EXPECT_EQ(mutauth_channel_bindings_from_data(much.data(), 0, &out), MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(mutauth_channel_bindings_from_data(much.data(), 65537, &out),
              MUTAUTH_INVALID_ARGUMENT);
    EXPECT_EQ(data_of(of_data(much.substr(1))).size(), 65536U);
}

TEST(CapiChannelBindings, CheckTheirArguments) {
    for (const Make make :
         {mutauth_channel_bindings_from_certificate, mutauth_channel_bindings_from_exporter,
          mutauth_channel_bindings_from_data}) {
        auto* out = reinterpret_cast<mutauth_channel_bindings*>(1);
        EXPECT_EQ(make(nullptr, 32, &out), MUTAUTH_INVALID_ARGUMENT);
        EXPECT_EQ(out, nullptr);
        EXPECT_EQ(make("x", 1, nullptr), MUTAUTH_INVALID_ARGUMENT);
    }
    const realm::Spn spn = realm::spn("a/b");
    auto* wrong = reinterpret_cast<mutauth_channel_bindings*>(spn.get());
    EXPECT_EQ(mutauth_channel_bindings_data(wrong), nullptr);
    EXPECT_EQ(mutauth_channel_bindings_size(wrong), 0U);
    EXPECT_EQ(mutauth_channel_bindings_data(nullptr), nullptr);
    mutauth_channel_bindings_free(wrong);
    mutauth_channel_bindings_free(nullptr);
}

/// Which of the two ways of negotiating the sides go: mechanism and protector.
struct Way {
    int32_t mechanism;
    int32_t client_protector;
    int32_t service_protector;
};

/// Own against MIT's both ways shows that the hash is the one that others make.
constexpr Way kWays[] = {
    {MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_OWN, MUTAUTH_PROTECTOR_OWN},
    {MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_OWN, MUTAUTH_PROTECTOR_GSS},
    {MUTAUTH_MECHANISM_KRB5, MUTAUTH_PROTECTOR_GSS, MUTAUTH_PROTECTOR_OWN},
    {MUTAUTH_MECHANISM_NEGOTIATE, MUTAUTH_PROTECTOR_OWN, MUTAUTH_PROTECTOR_OWN},
};

struct Offer {
    const char* client;
    const char* service;
    int32_t rule;
};

/// What the service makes of the client's first token; bound tells what it then says of itself.
mutauth_status judged(const Way& way, const Offer& offer, bool& bound) {
    static const realm::Credential alice = realm::account("alice");
    static const realm::Credential host = realm::computer();
    realm::Policy asks = realm::with_mechanism(realm::policy(), way.mechanism);
    realm::Policy serves = realm::with_mechanism(realm::serving(realm::host_spn()), way.mechanism);
    EXPECT_EQ(mutauth_policy_set_protector(asks.get(), way.client_protector), MUTAUTH_OK);
    EXPECT_EQ(mutauth_policy_set_protector(serves.get(), way.service_protector), MUTAUTH_OK);
    EXPECT_EQ(mutauth_policy_set_channel_bindings(serves.get(), offer.rule), MUTAUTH_OK);
    const realm::Negotiation client = realm::initiate(alice, realm::host_spn(), asks);
    const realm::Negotiation service = realm::accept(host, serves);
    if (offer.client != nullptr) {
        EXPECT_EQ(mutauth_negotiation_bind(client.get(), of_data(offer.client).get()), MUTAUTH_OK);
    }
    if (offer.service != nullptr) {
        EXPECT_EQ(mutauth_negotiation_bind(service.get(), of_data(offer.service).get()),
                  MUTAUTH_OK);
    }
    const realm::Step answer = realm::step(service, realm::step(client, "").token);
    bound = false;
    if (answer.status == MUTAUTH_OK) {
        const realm::Context context = realm::finish(service);
        bound = mutauth_identity_channel_bound(mutauth_context_identity(context.get())) != 0;
        EXPECT_EQ(mutauth_identity_bindings_given(mutauth_context_identity(context.get())),
                  offer.service != nullptr ? 1 : 0);
        EXPECT_EQ(realm::step(client, answer.token).status, MUTAUTH_OK) << realm::why();
        // Finding C5: nothing proves to the client what the service gave, or that it looked.
        const realm::Context proven = realm::finish(client);
        const mutauth_identity* seen = mutauth_context_identity(proven.get());
        EXPECT_EQ(mutauth_identity_channel_bound(seen), 0);
        EXPECT_EQ(mutauth_identity_bindings_given(seen), offer.client != nullptr ? 1 : 0);
    }
    return answer.status;
}

TEST(CapiChannelBindings, AreTheSameOnBothSidesOrRefused) {
    const struct {
        Offer offer;
        mutauth_status status;
        bool bound;
    } cases[] = {
        {{"one", "one", MUTAUTH_BINDINGS_WHEN_GIVEN}, MUTAUTH_OK, true},
        {{"one", "two", MUTAUTH_BINDINGS_WHEN_GIVEN}, MUTAUTH_CHANNEL_BINDINGS_MISMATCH, false},
        {{nullptr, "one", MUTAUTH_BINDINGS_WHEN_GIVEN}, MUTAUTH_CHANNEL_BINDINGS_MISSING, false},
        {{nullptr, nullptr, MUTAUTH_BINDINGS_WHEN_GIVEN}, MUTAUTH_OK, false},
        {{"one", nullptr, MUTAUTH_BINDINGS_WHEN_GIVEN}, MUTAUTH_OK, false},
        {{nullptr, "one", MUTAUTH_BINDINGS_IF_PRESENT}, MUTAUTH_OK, false},
        {{"one", "one", MUTAUTH_BINDINGS_IF_PRESENT}, MUTAUTH_OK, true},
        {{"two", "one", MUTAUTH_BINDINGS_IF_PRESENT}, MUTAUTH_CHANNEL_BINDINGS_MISMATCH, false},
        {{nullptr, "one", MUTAUTH_BINDINGS_REQUIRE}, MUTAUTH_CHANNEL_BINDINGS_MISSING, false},
        {{"one", "one", MUTAUTH_BINDINGS_REQUIRE}, MUTAUTH_OK, true},
        {{"one", nullptr, MUTAUTH_BINDINGS_REQUIRE}, MUTAUTH_WRONG_STATE, false},
        {{"two", "one", MUTAUTH_BINDINGS_IGNORE}, MUTAUTH_OK, false},
    };
    for (const Way& way : kWays) {
        for (const auto& one : cases) {
            bool bound = false;
            EXPECT_EQ(judged(way, one.offer, bound), one.status)
                << way.mechanism << way.client_protector << way.service_protector << " rule "
                << one.offer.rule << ' ' << (one.offer.client ? one.offer.client : "-") << ' '
                << (one.offer.service ? one.offer.service : "-") << '\n'
                << realm::why();
            EXPECT_EQ(bound, one.bound);
        }
    }
}

// Finding C5: on a client the rule asks that it gives some, and that is all that it then knows.
TEST(CapiChannelBindings, RequiredOfAClientAreGivenAndProveNothing) {
    for (const Way& way : kWays) {
        const realm::Policy asks = realm::with_mechanism(realm::policy(), way.mechanism);
        ASSERT_EQ(mutauth_policy_set_protector(asks.get(), way.client_protector), MUTAUTH_OK);
        ASSERT_EQ(mutauth_policy_set_channel_bindings(asks.get(), MUTAUTH_BINDINGS_REQUIRE),
                  MUTAUTH_OK);
        const realm::Credential alice = realm::account("alice");
        const realm::Negotiation without = realm::initiate(alice, realm::host_spn(), asks);
        EXPECT_EQ(realm::step(without, "").status, MUTAUTH_WRONG_STATE);
        for (const bool on_another_channel : {false, true}) {
            const realm::Policy serves =
                realm::with_mechanism(realm::serving(realm::host_spn()), way.mechanism);
            ASSERT_EQ(mutauth_policy_set_channel_bindings(serves.get(), MUTAUTH_BINDINGS_IGNORE),
                      MUTAUTH_OK);
            const realm::Negotiation client = realm::initiate(alice, realm::host_spn(), asks);
            const realm::Negotiation service = realm::accept(realm::computer(), serves);
            ASSERT_EQ(mutauth_negotiation_bind(client.get(), of_data("mine").get()), MUTAUTH_OK);
            if (on_another_channel) {
                ASSERT_EQ(mutauth_negotiation_bind(service.get(), of_data("another").get()),
                          MUTAUTH_OK);
            }
            const realm::Step answer = realm::step(service, realm::step(client, "").token);
            ASSERT_EQ(realm::step(client, answer.token).status, MUTAUTH_OK) << realm::why();
            const realm::Context proven = realm::finish(client);
            const mutauth_identity* seen = mutauth_context_identity(proven.get());
            EXPECT_EQ(mutauth_identity_channel_bound(seen), 0);
            EXPECT_EQ(mutauth_identity_bindings_given(seen), 1);
            EXPECT_EQ(mutauth_identity_channel_bound(
                          mutauth_context_identity(realm::finish(service).get())),
                      0);
        }
    }
}

// [MS-KILE] 3.4.5: a client that knows of channel bindings and gives none has lost them on the way.
TEST(CapiChannelBindings, AreMissedOfAClientThatKnowsOfThem) {
    // What a client's libkrb5 puts into its tokens, by krb5.conf(5).
    const support::KerberosConfiguration aware(
        support::KerberosConfiguration::with_defaults(" client_aware_channel_bindings = true"));
    const realm::Credential alice = realm::account("alice");
    realm::Policy asks = realm::policy();
    ASSERT_EQ(mutauth_policy_set_protector(asks.get(), MUTAUTH_PROTECTOR_GSS), MUTAUTH_OK);
    realm::Policy serves = realm::serving(realm::host_spn());
    ASSERT_EQ(mutauth_policy_set_channel_bindings(serves.get(), MUTAUTH_BINDINGS_IF_PRESENT),
              MUTAUTH_OK);
    const realm::Negotiation client = realm::initiate(alice, realm::host_spn(), asks);
    const realm::Negotiation service = realm::accept(realm::computer(), serves);
    ASSERT_EQ(mutauth_negotiation_bind(service.get(), of_data("one").get()), MUTAUTH_OK);
    EXPECT_EQ(realm::step(service, realm::step(client, "").token).status,
              MUTAUTH_CHANNEL_BINDINGS_MISSING);
}

TEST(CapiChannelBindings, AreGivenOnceBeforeTheFirstStep) {
    const realm::Credential alice = realm::account("alice");
    const realm::Negotiation client = realm::initiate(alice, realm::host_spn());
    const Bindings bindings = of_data("one");
    EXPECT_EQ(mutauth_negotiation_bind(nullptr, bindings.get()), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_negotiation_bind(client.get(), nullptr), MUTAUTH_WRONG_HANDLE);
    EXPECT_EQ(mutauth_negotiation_bind(client.get(), bindings.get()), MUTAUTH_OK);
    EXPECT_EQ(mutauth_negotiation_bind(client.get(), bindings.get()), MUTAUTH_WRONG_STATE);
    const realm::Negotiation begun = realm::initiate(alice, realm::host_spn());
    EXPECT_EQ(realm::step(begun, "").status, MUTAUTH_CONTINUE);
    EXPECT_EQ(mutauth_negotiation_bind(begun.get(), bindings.get()), MUTAUTH_WRONG_STATE);
}

}  // namespace
