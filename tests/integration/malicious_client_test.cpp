// Clients that have a real ticket and use it to attack: requests that are authentic and malformed
// under the encryption. Each is refused as the peer's fault, through every exchange, before libkrb5
// or libgssapi parses it.
#include <gmock/gmock.h>

#include "context/kerberos/sent_request.h"
#include "context/negotiation.h"
#include "context/token_reader.h"
#include "credential/keytab_format.h"
#include "forged_request.h"
#include "spn/served_names.h"
#include "support/files.h"

namespace mutauth::context {
namespace {

using forged::Forwarding;
using forged::Key;
using forged::Saying;
using forged::Terms;

namespace der = support::der;

struct Way {
    const char* name;
    Protector protector;
    Mechanism mechanism;
};

class MaliciousClient : public testing::TestWithParam<Way> {
  protected:
    MaliciousClient() {
        credential::KeytabEntry entry;
        entry.principal = "host/host1.example.test@EXAMPLE.TEST";
        entry.kvno = 1;
        entry.enctype = aes_.enctype;
        entry.key.assign(aes_.bytes.begin(), aes_.bytes.end());
        credential::KeytabEntries entries;
        entries.push_back(std::move(entry));
        auto formatted = credential::format_keytab(entries);
        EXPECT_TRUE(formatted);
        support::write_file(folder_ / "keytab", std::string(text_of(*formatted)));
        keys_ = *credential::Credential::from_keytab(folder_ / "keytab", "");
        policy_.protector = GetParam().protector;
        policy_.mechanism = GetParam().mechanism;
        policy_.served = spn::serving({*spn::parse("host/host1.example.test")});
    }

    std::string wrapped(const std::string& token) const {
        return policy_.mechanism == Mechanism::negotiate ? forged::negotiating(token) : token;
    }
    std::string token(const Saying& saying, const Terms& terms = {}) const {
        return wrapped(
            der::framed(der::kApReqId, forged::request(library_, aes_, session_, terms, saying)));
    }

    Result<std::unique_ptr<SecurityContext>> accepted(const std::string& token) {
        auto made = accept(*keys_, policy_);
        EXPECT_TRUE(made);
        auto step = (*made)->step(bytes_of(token));
        if (!step) {
            return std::move(step).error();
        }
        return (*made)->finish();
    }
    Status status(const std::string& token) {
        auto context = accepted(token);
        if (!context) {
            words_ = context.error().message();
        }
        return context ? Status::ok : context.error().status();
    }
    Status status(const Saying& saying) { return status(token(saying)); }

    const forged::Library library_;
    const Key aes_ = forged::random_key(library_, 18);
    const Key session_ = forged::random_key(library_, 18);
    support::Folder folder_;
    std::shared_ptr<credential::Credential> keys_;
    Policy policy_;
    std::string words_;
};

TEST_P(MaliciousClient, ThatIsHonestIsTaken) {
    Saying saying;
    EXPECT_EQ(status(saying), Status::ok) << words_;
    saying.subkey = forged::random_key(library_, 18);
    EXPECT_EQ(status(saying), Status::ok) << words_;
    saying.subkey = forged::random_key(library_, 20);
    EXPECT_EQ(status(saying), Status::ok) << words_;
}

// Finding C1: libgssapi reads these, and its reading of the rest decided.
TEST_P(MaliciousClient, WhoseTokenIsNotReadWholeIsRefused) {
    const Saying saying;
    const std::string request = forged::request(library_, aes_, session_, {}, saying);
    EXPECT_EQ(status(wrapped(der::framed(der::kApReqId, request + std::string(1, '\0')))),
              Status::token_malformed);
    EXPECT_THAT(words_, testing::HasSubstr("AP-REQ: something follows"));
    EXPECT_EQ(status(token(saying) + std::string(1, '\0')), Status::token_malformed);
    const std::string long_version =
        der::changed(request, {der::kApReq, der::kSequence, der::context(0)},
                     [](const std::string&) { return std::string("\2\6\0\0\0\0\0\5", 8); });
    EXPECT_EQ(status(wrapped(der::framed(der::kApReqId, long_version))), Status::token_malformed);
    EXPECT_THAT(words_, testing::HasSubstr("AP-REQ pvno"));
}

// Finding C1: the rules that were skipped so hold.
TEST_P(MaliciousClient, CannotHideWhatItsTicketIsOf) {
    policy_.ticket_enctypes = {20};
    EXPECT_EQ(status(Saying()), Status::weak_ticket);
    policy_.ticket_enctypes = {18};
    auto context = accepted(token(Saying()));
    ASSERT_TRUE(context);
    const Proof& proof = (*context)->proof();
    EXPECT_EQ(proof.ticket_enctype, 18);
    EXPECT_EQ(proof.asked_service, "host/host1.example.test@EXAMPLE.TEST");
    EXPECT_EQ(proof.service_key, "host/host1.example.test@EXAMPLE.TEST");
    EXPECT_EQ(proof.client_type, 1);
    EXPECT_NE(proof.authenticated, 0);
    Terms other;
    other.service = {"host", "host2.example.test"};
    EXPECT_EQ(status(token(Saying(), other)), Status::wrong_spn);
}

// Finding C3: libgssapi ended the process at the first of these.
TEST_P(MaliciousClient, WithASubkeyOfAWrongSizeIsRefused) {
    for (const int enctype : {17, 18, 19, 20}) {
        for (const std::size_t size : {0U, 1U, 15U, 17U, 24U, 31U, 33U, 64U}) {
            Saying saying;
            saying.subkey = Key{enctype, std::string(size, 's')};
            EXPECT_EQ(status(saying), Status::token_malformed) << enctype << ", " << size;
            EXPECT_THAT(words_, testing::HasSubstr("Authenticator subkey"));
        }
    }
    for (const int enctype : {0, 3, 23, 25, -5}) {
        Saying saying;
        saying.subkey = Key{enctype, std::string(16, 's')};
        EXPECT_EQ(status(saying), Status::weak_key) << enctype;
    }
}

// Finding C3: the same for the key that the ticket says.
TEST_P(MaliciousClient, WithASessionKeyOfAWrongSizeIsRefused) {
    std::string token =
        der::framed(der::kApReqId, forged::request(library_, aes_, session_, {}, Saying()));
    ASSERT_EQ(status(wrapped(token)), Status::ok);
    for (const std::size_t size : {0U, 16U, 31U, 33U}) {
        const Key wrong{18, std::string(size, 's')};
        const std::string ticket = forged::ticket(library_, aes_, wrong, {});
        const std::string request =
            der::changed(forged::request(library_, aes_, session_, {}, Saying()),
                         {der::kApReq, der::kSequence, der::context(3)},
                         [&](const std::string&) { return ticket; });
        EXPECT_EQ(status(wrapped(der::framed(der::kApReqId, request))), Status::token_malformed)
            << size;
    }
}

// Finding C4: libkrb5 1.20.1 ends the process at a KRB-CRED with more tickets than infos. Libgssapi
// parses it in any case; on its own exchange the library does so only if the policy keeps tickets.
TEST_P(MaliciousClient, WhoHandsOverAMalformedKrbCredIsRefused) {
    const std::string ticket = forged::ticket(library_, aes_, session_, {});
    const auto handing = [&](const Forwarding& what) {
        Saying saying;
        saying.checksum = forged::delegating(forged::forwarded(library_, session_, ticket, what));
        return status(saying);
    };
    const bool unread =
        GetParam().protector == Protector::own && GetParam().mechanism == Mechanism::krb5;
    for (const bool keeps : {false, true}) {
        policy_.keep_delegated = keeps;
        const Status refused = keeps || !unread ? Status::token_malformed : Status::ok;
        EXPECT_EQ(handing(Forwarding()), Status::ok) << words_;
        for (const int tickets : {0, 2, 3, 9}) {
            Forwarding more;
            more.tickets = tickets;
            EXPECT_EQ(handing(more), refused) << tickets;
        }
        Forwarding none;
        none.infos = 0;
        EXPECT_EQ(handing(none), refused);
        Forwarding nameless;
        nameless.names = false;
        EXPECT_EQ(handing(nameless), refused);
        Forwarding keyless;
        keyless.key.clear();
        EXPECT_EQ(handing(keyless), refused);
        Forwarding others;
        others.client = {"bob"};
        EXPECT_EQ(handing(others), refused);
        Saying nonsense;
        nonsense.checksum = forged::delegating("nonsense");
        EXPECT_EQ(status(nonsense), refused);
    }
}

// RFC 4120 5.2.6 and [MS-KILE] 2.2.10: a looser spot of finding C7, and C19.
TEST_P(MaliciousClient, WithAuthorizationDataThatNobodyUnderstandsIsRefused) {
    const std::string options = forged::authorization_element(143, std::string("\0\x40\0\0", 4));
    const auto relevant = [](const std::string& elements) {
        return forged::authorization_element(1, der::element(der::kSequence, elements));
    };
    Saying saying;
    saying.authorization = relevant(options);
    EXPECT_EQ(status(saying), Status::ok) << words_;
    saying.authorization = relevant(options) + relevant(options);
    EXPECT_EQ(status(saying), Status::token_malformed);
    EXPECT_THAT(words_, testing::HasSubstr("AD-AP-OPTIONS: given twice"));
    saying.authorization = relevant(forged::authorization_element(9999, "unknown"));
    EXPECT_EQ(status(saying), Status::ok) << words_;
    saying.authorization = forged::authorization_element(9999, "unknown");
    EXPECT_EQ(status(saying), Status::token_malformed);
    Terms terms;
    terms.authorization = forged::authorization_element(9999, "unknown");
    EXPECT_EQ(status(token(Saying(), terms)), Status::token_malformed);
}

// The other looser spot of finding C7.
TEST_P(MaliciousClient, WhoseChecksumGoesOnIsRefused) {
    Saying saying;
    saying.checksum += "x";
    EXPECT_EQ(status(saying), Status::token_malformed);
}

TEST_P(MaliciousClient, WhoIsNotTheTicketsClientIsRefused) {
    Saying saying;
    saying.client = {"bob"};
    EXPECT_EQ(status(saying), Status::token_malformed);
    saying = {};
    saying.client_realm = "OTHER.TEST";
    EXPECT_EQ(status(saying), Status::token_malformed);
}

TEST_P(MaliciousClient, WhoseAuthenticatorBreaksARuleIsRefused) {
    Saying trailing;
    trailing.bend = [](const std::string& whole) {
        return whole + std::string(1, '\0');
    };
    EXPECT_EQ(status(trailing), Status::token_malformed);
    EXPECT_THAT(words_, testing::HasSubstr("Authenticator: something follows"));
    Saying version;
    version.bend = [](const std::string& whole) {
        return der::changed(whole, {0x62, der::kSequence, der::context(0)},
                            [](const std::string&) { return der::integer(6); });
    };
    EXPECT_EQ(status(version), Status::token_malformed);
    Saying unknown;
    unknown.bend = [](const std::string& whole) {
        return der::changed(whole, {0x62, der::kSequence}, [](const std::string& content) {
            return content + der::element(der::context(9), der::integer(1));
        });
    };
    EXPECT_EQ(status(unknown), Status::token_malformed);
    Saying empty;
    empty.bend = [](const std::string&) {
        return std::string(1, '\0');
    };
    EXPECT_EQ(status(empty), Status::token_malformed);
}

/// DCE style (GSS_C_DCE_STYLE, 0x1000): bare messages, and a third leg.
class MaliciousThirdLeg : public MaliciousClient {
  protected:
    MaliciousThirdLeg() {
        policy_.dce_style = true;
        saying_.checksum[21] = '\x10';
    }

    /// The acceptor's own sequence number, which its answer says.
    std::unique_ptr<Negotiation> answered(std::int64_t& number) {
        auto made = accept(*keys_, policy_);
        EXPECT_TRUE(made);
        auto step = (*made)->step(
            bytes_of(wrapped(forged::request(library_, aes_, session_, {}, saying_))));
        EXPECT_TRUE(step) << step.error().message();
        const TokenParts parts = read_token(step->token);
        EXPECT_TRUE(parts.answer);
        kerberos::AnswerPart part;
        mutauth::der::Fault fault;
        EXPECT_TRUE(
            kerberos::open_answer(*parts.answer, {18, bytes_of(session_.bytes)}, part, fault));
        number = part.sequence;
        return std::move(*made);
    }

    std::string third(std::int64_t number, const std::string& subkey = "") const {
        const std::string part = der::element(
            0x7b, der::element(der::kSequence,
                               forged::field(0, saying_.ctime) +
                                   forged::field(1, der::integer(saying_.cusec)) + subkey +
                                   forged::field(3, der::integer(static_cast<int>(number)))));
        const std::string bare = der::element(
            der::kApRep,
            der::element(der::kSequence,
                         forged::field(0, der::integer(5)) + forged::field(1, der::integer(15)) +
                             forged::field(2, forged::sealed(library_, session_,
                                                             KRB5_KEYUSAGE_AP_REP_ENCPART, part))));
        return policy_.mechanism == Mechanism::negotiate
                   ? forged::field(
                         1, der::element(der::kSequence, forged::field(2, forged::octets(bare))))
                   : bare;
    }

    Saying saying_;
};

// Finding M11. [MS-KILE] 3.4.5.1: it repeats the acceptor's number.
TEST_P(MaliciousThirdLeg, RepeatsTheAcceptorsNumberAndNothingElse) {
    std::int64_t number = 0;
    for (const std::int64_t more : {0, 1, -1}) {
        const auto service = answered(number);
        auto step = service->step(bytes_of(third(number + more)));
        if (more == 0) {
            EXPECT_TRUE(step) << step.error().message();
        } else {
            ASSERT_FALSE(step);
            EXPECT_EQ(step.error().status(), Status::token_malformed);
        }
    }
    const auto service = answered(number);
    auto step = service->step(bytes_of(third(number, forged::key_field(2, {18, std::string()}))));
    ASSERT_FALSE(step);
    EXPECT_EQ(step.error().status(), Status::token_malformed);
}

INSTANTIATE_TEST_SUITE_P(EveryExchange,
                         MaliciousThirdLeg,
                         testing::Values(Way{"Own", Protector::own, Mechanism::krb5},
                                         Way{"Gss", Protector::gss, Mechanism::krb5}),
                         [](const auto& one) { return one.param.name; });

INSTANTIATE_TEST_SUITE_P(EveryExchange,
                         MaliciousClient,
                         testing::Values(Way{"Own", Protector::own, Mechanism::krb5},
                                         Way{"Gss", Protector::gss, Mechanism::krb5},
                                         Way{"Spnego", Protector::own, Mechanism::negotiate},
                                         Way{"SpnegoGss", Protector::gss, Mechanism::negotiate}),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace mutauth::context
