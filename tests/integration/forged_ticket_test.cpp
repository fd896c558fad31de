// What an acceptor makes of tickets that no KDC would have made: expired, not yet valid, weak,
// anonymous, with authorization data of whoever has a key.
#include "forged_request.h"

#include <gmock/gmock.h>

#include "context/negotiation.h"
#include "credential/keytab_format.h"
#include "spn/served_names.h"
#include "support/environment.h"
#include "support/files.h"

namespace mutauth::context {
namespace {

using forged::Asking;
using forged::Key;
using forged::Terms;
using testing::ElementsAre;
using testing::IsEmpty;

namespace der = support::der;

constexpr const char* kService = "host/host1.example.test";

struct Way {
    const char* name;
    Protector protector;
    Mechanism mechanism;
};

class ForgedTicket : public testing::TestWithParam<Way> {
  protected:
    /// A keytab with keys of AES and of RC4 for the host, kvno 1.
    ForgedTicket() {
        credential::KeytabEntries entries;
        for (const auto* key : {&aes_, &rc4_}) {
            credential::KeytabEntry entry;
            entry.principal = std::string(kService) + "@EXAMPLE.TEST";
            entry.kvno = 1;
            entry.enctype = key->enctype;
            entry.key.assign(key->bytes.begin(), key->bytes.end());
            entries.push_back(std::move(entry));
        }
        auto formatted = credential::format_keytab(entries);
        EXPECT_TRUE(formatted);
        support::write_file(folder_ / "keytab", std::string(text_of(*formatted)));
        keys_ = *credential::Credential::from_keytab(folder_ / "keytab", "");
        policy_.protector = GetParam().protector;
        policy_.mechanism = GetParam().mechanism;
        policy_.served = spn::serving({*spn::parse(kService)});
    }

    Result<std::unique_ptr<SecurityContext>> accepted(const std::string& token) {
        auto made = accept(*keys_, policy_);
        EXPECT_TRUE(made);
        const bool negotiates = policy_.mechanism == Mechanism::negotiate;
        auto step = (*made)->step(bytes_of(negotiates ? forged::negotiating(token) : token));
        if (!step) {
            error_token_ = (*made)->take_error_token();
            return std::move(step).error();
        }
        return (*made)->finish();
    }
    Result<std::unique_ptr<SecurityContext>> accepted(const Terms& terms,
                                                      const Asking& asking = {}) {
        return accepted(forged::token(aes_, session_, terms, asking));
    }
    Status status(const Terms& terms, const Asking& asking = {}) {
        auto context = accepted(terms, asking);
        return context ? Status::ok : context.error().status();
    }
    const forged::Library library_;
    const Key aes_ = forged::random_key(library_, 18);
    const Key rc4_ = forged::random_key(library_, 23);
    const Key session_ = forged::random_key(library_, 18);
    support::Folder folder_;
    std::shared_ptr<credential::Credential> keys_;
    Policy policy_;
    Bytes error_token_;
};

/// The realm's configuration, but for the types it permits.
std::string with_rc4() {
    std::string text = support::read_file(std::getenv("KRB5_CONFIG"));
    for (const char* option :
         {"permitted_enctypes", "default_tkt_enctypes", "default_tgs_enctypes"}) {
        const auto at = text.find(option);
        if (at != std::string::npos) {
            text.replace(at, text.find('\n', at) - at,
                         std::string(option) + " = aes256-cts aes128-cts arcfour-hmac");
        }
    }
    return text;
}

std::string evidence(const Error& error, const std::string& key) {
    for (const auto& one : error.evidence()) {
        if (one.key == key) {
            return one.value;
        }
    }
    return "(none)";
}

TEST_P(ForgedTicket, ThatIsAsAKdcMakesItIsTaken) {
    const Terms terms;
    auto context = accepted(terms);
    ASSERT_TRUE(context) << context.error().message();
    const Proof& proof = (*context)->proof();
    EXPECT_EQ(proof.client, "alice@EXAMPLE.TEST");
    EXPECT_EQ(proof.expires, terms.ends);
    EXPECT_EQ(proof.ticket_enctype, 18);
    EXPECT_EQ(proof.authorization.pac, nullptr);
    // Finding C19: on every exchange.
    EXPECT_EQ(proof.authenticated, terms.starts);
    EXPECT_EQ(proof.client_type, 1);
    EXPECT_EQ(proof.service_key, "host/host1.example.test@EXAMPLE.TEST");
}

TEST_P(ForgedTicket, OutsideItsTimeIsRefused) {
    // RFC 4120 3.2.3: both with the clock skew's leeway, five minutes.
    Terms old;
    old.starts = old.now - 7200;
    old.ends = old.now - 3600;
    EXPECT_EQ(status(old), Status::ticket_expired);
    old.ends = old.now - 200;
    // libkrb5 would take it still, for a context in which no message passes.
    EXPECT_EQ(status(old), Status::ticket_expired);
    Terms early;
    early.starts = early.now + 3600;
    early.ends = early.now + 7200;
    EXPECT_EQ(status(early), Status::ticket_not_yet_valid);
    Terms postdated;
    postdated.invalid = true;
    EXPECT_EQ(status(postdated), Status::ticket_not_yet_valid);
}

TEST_P(ForgedTicket, OfAClientWhoseClockDiffersSaysByHowMuch) {
    for (const int ahead : {1000, -1000}) {
        Asking asking;
        asking.seconds_ahead = ahead;
        auto context = accepted(Terms(), asking);
        ASSERT_FALSE(context);
        EXPECT_EQ(context.error().status(), Status::clock_skew);
        // Finding C19: on every exchange.
        const int told = std::stoi(evidence(context.error(), "seconds the peer's clock is ahead"));
        EXPECT_NEAR(told, ahead, 5);
        EXPECT_FALSE(error_token_.empty());
    }
}

TEST_P(ForgedTicket, SealedByRc4IsTakenOnlyIfThePolicySaysSo) {
    // The realm's own configuration permits AES alone.
    auto forbidden = accepted(forged::token(rc4_, session_, Terms()));
    ASSERT_FALSE(forbidden);
    EXPECT_EQ(forbidden.error().status(), Status::weak_ticket);
    const support::KerberosConfiguration permissive(with_rc4());
    keys_ = *credential::Credential::from_keytab(folder_ / "keytab", "");
    const std::string token = forged::token(rc4_, session_, Terms());
    auto context = accepted(token);
    ASSERT_TRUE(context) << context.error().message();
    EXPECT_EQ((*context)->proof().ticket_enctype, 23);
    EXPECT_EQ((*context)->proof().enctype, 18);
    policy_.ticket_enctypes = {17, 18, 19, 20};
    auto refused = accepted(forged::token(rc4_, session_, Terms()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().status(), Status::weak_ticket);
}

TEST_P(ForgedTicket, WithASessionKeyOfRc4IsRefused) {
    const support::KerberosConfiguration permissive(with_rc4());
    keys_ = *credential::Credential::from_keytab(folder_ / "keytab", "");
    const Key weak = forged::random_key(library_, 23);
    auto context = accepted(forged::token(aes_, weak, Terms()));
    ASSERT_FALSE(context);
    EXPECT_EQ(context.error().status(), Status::weak_key);
    EXPECT_EQ(evidence(context.error(), "enctype"), "23");
}

TEST_P(ForgedTicket, OfATypeOrVersionThatIsNotHereIsToldApart) {
    const Key other = forged::random_key(library_, 20);
    auto context = accepted(forged::token(other, session_, Terms()));
    ASSERT_FALSE(context);
    EXPECT_EQ(context.error().status(), Status::key_enctype_missing);
    EXPECT_EQ(evidence(context.error(), "ticket"),
              "kvno 1 enctype 20 (aes256-cts-hmac-sha384-192)");
    const Key same_type = forged::random_key(library_, 18);
    Terms newer;
    newer.kvno = 3;
    auto behind = accepted(forged::token(same_type, session_, newer));
    ASSERT_FALSE(behind);
    EXPECT_EQ(behind.error().status(), Status::key_version_missing);
    // A keytab that only numbers its keys wrongly opens the ticket all the same.
    EXPECT_EQ(status(newer), Status::ok);
    auto wrong = accepted(forged::token(same_type, session_, Terms()));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().status(), Status::wrong_key);
}

TEST_P(ForgedTicket, WithoutAVersionIsOpenedByTheKeyOfItsType) {
    Terms terms;
    terms.kvno = std::nullopt;
    EXPECT_EQ(status(terms), Status::ok);
}

TEST_P(ForgedTicket, OfAnAnonymousClientIsRefused) {
    Terms terms;
    terms.client = {"WELLKNOWN", "ANONYMOUS"};  // RFC 8062 3
    terms.client_realm = "WELLKNOWN:ANONYMOUS";
    EXPECT_EQ(status(terms), Status::mechanism_refused);
    terms.client_realm = "EXAMPLE.TEST";
    EXPECT_EQ(status(terms), Status::mechanism_refused);
}

TEST_P(ForgedTicket, NeedsGssApisChecksum) {
    Asking none;
    none.checksum.clear();
    none.checksum_type = 0;
    Asking cut;
    cut.checksum.resize(23);
    Asking wrong_length;
    wrong_length.checksum[0] = 15;
    for (const auto& asking : {none, cut, wrong_length}) {
        auto context = accepted(Terms(), asking);
        ASSERT_FALSE(context);
        EXPECT_EQ(context.error().status(), Status::token_malformed);
    }
    Asking weaker;
    weaker.checksum[20] = 2;  // mutual alone
    EXPECT_EQ(status(Terms(), weaker), Status::level_not_reached);
    weaker.checksum[20] = 0x3c;  // all but mutual
    EXPECT_EQ(status(Terms(), weaker), Status::level_not_reached);
}

/// RFC 7751 3: an AD-CAMMAC with these elements and the service key's verifier.
std::string cammac(const forged::Library& library,
                   const Key& key,
                   const std::string& elements,
                   krb5_cksumtype type = 0) {
    const std::string list = der::element(der::kSequence, elements);
    krb5_data data{};
    data.data = const_cast<char*>(list.data());
    data.length = static_cast<unsigned>(list.size());
    const krb5_keyblock block = key.block();
    krb5_checksum made{};
    forged::must(
        ::krb5_c_make_checksum(library.get(), type, &block, KRB5_KEYUSAGE_CAMMAC, &data, &made),
        "the verifier");
    const std::string checksum = der::element(
        der::kSequence, forged::field(0, der::integer(made.checksum_type)) +
                            forged::field(1, forged::octets(std::string(
                                                 made.contents, made.contents + made.length))));
    ::krb5_free_checksum_contents(library.get(), &made);
    return der::element(
        der::kSequence,
        forged::field(0, list) +
            forged::field(2, der::element(der::kSequence, forged::field(3, checksum))));
}

/// RFC 8129 2, inside AD-IF-RELEVANT (RFC 4120 5.2.6.1) and AD-CAMMAC.
std::string indicator(const std::vector<std::string>& texts) {
    std::string all;
    for (const auto& text : texts) {
        all += der::element(0x0c, text);
    }
    return forged::authorization_element(97, der::element(der::kSequence, all));
}

std::string if_relevant(int type, const std::string& data) {
    return forged::authorization_element(
        1, der::element(der::kSequence, forged::authorization_element(type, data)));
}

TEST_P(ForgedTicket, ShowsIndicatorsThatTheKdcSealedForTheService) {
    Terms terms;
    terms.authorization = if_relevant(
        96, cammac(library_, aes_, indicator({"otp", "pkinit"}) + indicator({"\xc3\xbc"})));
    auto context = accepted(terms);
    ASSERT_TRUE(context) << context.error().message();
    EXPECT_THAT((*context)->proof().authorization.indicators,
                ElementsAre("otp", "pkinit", "\xc3\xbc"));
}

TEST_P(ForgedTicket, ShowsNoIndicatorsOfAnybodyElse) {
    const Key other = forged::random_key(library_, 18);
    const std::string good = cammac(library_, aes_, indicator({"otp"}));
    std::string changed = good;
    changed[changed.find("otp")] = 'x';
    const std::vector<std::string> forgeries = {
        if_relevant(96, cammac(library_, other, indicator({"otp"}))),
        if_relevant(96, changed),
        // Finding M1: a checksum that needs no key is anybody's.
        if_relevant(96, cammac(library_, aes_, indicator({"otp"}), CKSUMTYPE_NIST_SHA)),
        if_relevant(96, cammac(library_, aes_, indicator({"otp"}), CKSUMTYPE_RSA_MD5)),
        if_relevant(96, good.substr(0, good.size() - 1)),
        if_relevant(96, ""),
        if_relevant(96, "\x30\x80"),
        // Bare, as a client could add it to a ticket's request.
        indicator({"otp"}),
        if_relevant(97, der::element(der::kSequence, der::element(0x0c, "otp"))),
    };
    for (const auto& forgery : forgeries) {
        Terms terms;
        terms.authorization = forgery;
        auto context = accepted(terms);
        if (context) {
            EXPECT_THAT((*context)->proof().authorization.indicators, IsEmpty());
        }
    }
}

/// A PAC signed by these keys, by libkrb5 ([MS-PAC] 2.8).
std::string signed_pac(const forged::Library& library,
                       const Key& key,
                       const std::string& client,
                       std::time_t authenticated) {
    krb5_pac pac = nullptr;
    krb5_principal name = nullptr;
    forged::must(::krb5_pac_init(library.get(), &pac), "krb5_pac_init");
    forged::must(::krb5_parse_name(library.get(), client.c_str(), &name), "the name");
    const krb5_keyblock block = key.block();
    krb5_data made{};
    forged::must(::krb5_pac_sign(library.get(), pac, static_cast<krb5_timestamp>(authenticated),
                                 name, &block, &block, &made),
                 "krb5_pac_sign");
    std::string out(made.data, made.length);
    ::krb5_free_data_contents(library.get(), &made);
    ::krb5_free_principal(library.get(), name);
    ::krb5_pac_free(library.get(), pac);
    return out;
}

TEST_P(ForgedTicket, TellsWhetherThePacIsOfTheKeyAndTheClient) {
    const Key other = forged::random_key(library_, 18);
    const Terms usual;
    const struct {
        const Key& key;
        std::string client;
        std::time_t at;
        bool verified;
    } cases[] = {
        {aes_, "alice@EXAMPLE.TEST", usual.starts, true},
        {other, "alice@EXAMPLE.TEST", usual.starts, false},
        {aes_, "bob@EXAMPLE.TEST", usual.starts, false},
        {aes_, "alice@EXAMPLE.TEST", usual.starts - 1, false},
    };
    for (const auto& one : cases) {
        Terms terms;
        const std::string pac = signed_pac(library_, one.key, one.client, one.at);
        terms.authorization = if_relevant(128, pac);
        terms.starts = usual.starts;
        auto context = accepted(terms);
        ASSERT_TRUE(context) << context.error().message();
        const auto& seen = (*context)->proof().authorization.pac;
        ASSERT_NE(seen, nullptr);
        EXPECT_EQ(text_of(seen->bytes()), pac);
        const auto verified = seen->verified();
        ASSERT_TRUE(verified) << verified.error().message();
        EXPECT_EQ(*verified, one.verified) << one.client;
    }
}

TEST_P(ForgedTicket, WithAMalformedPacIsNeverVerified) {
    for (const std::string& pac :
         {std::string("not a pac"), std::string(8, '\0'), std::string(40000, '\xff'),
          // [MS-PAC] 2.3: one buffer, version 0, that begins behind the end.
          std::string("\1\0\0\0\0\0\0\0\6\0\0\0\x10\0\0\0\xff\xff\0\0\0\0\0\0", 24)}) {
        Terms terms;
        terms.authorization = if_relevant(128, pac);
        auto context = accepted(terms);
        // libkrb5 refuses the ticket for most of these.
        if (context && (*context)->proof().authorization.pac != nullptr) {
            const auto verified = (*context)->proof().authorization.pac->verified();
            ASSERT_TRUE(verified) << verified.error().message();
            EXPECT_FALSE(*verified);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(EveryExchange,
                         ForgedTicket,
                         testing::Values(Way{"Own", Protector::own, Mechanism::krb5},
                                         Way{"Gss", Protector::gss, Mechanism::krb5},
                                         Way{"Spnego", Protector::own, Mechanism::negotiate}),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace mutauth::context
