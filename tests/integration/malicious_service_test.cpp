// Services that hold the key they have to prove and use it to attack: answers that are authentic
// and malformed under the encryption, through every exchange. And answers that are merely unusual.
#include <gmock/gmock.h>

#include <algorithm>

#include "context/cfx_protection.h"
#include "context/negotiation.h"
#include "credential/credential.h"
#include "forged_request.h"
#include "support/files.h"

namespace mutauth::context {
namespace {

using credential::Credential;
using forged::field;
using forged::Key;
using forged::octets;

namespace der = support::der;

constexpr const char* kHost = "host/host1.example.test";

std::string keytab(const std::string& account) {
    return std::string(std::getenv("MUTAUTH_REALM_KEYTABS")) + "/" + account + ".keytab";
}

/// What an AP-REQ says to who has the service's key.
struct Asked {
    Key session;
    Key subkey;
    std::string ctime;
    int cusec = 0;
    std::uint32_t sequence = 0;
};

Key key_of(const krb5_keyblock& block) {
    return {block.enctype, std::string(block.contents, block.contents + block.length)};
}

/// By libkrb5 and the keytab.
Asked opened(const forged::Library& library, const std::string& request) {
    Asked out;
    krb5_auth_context auth = nullptr;
    krb5_keytab keys = nullptr;
    krb5_authenticator* said = nullptr;
    krb5_keyblock* session = nullptr;
    forged::must(::krb5_kt_resolve(library.get(), ("FILE:" + keytab("host1")).c_str(), &keys),
                 "the keytab");
    krb5_data in{0, static_cast<unsigned>(request.size()), const_cast<char*>(request.data())};
    forged::must(::krb5_rd_req(library.get(), &auth, &in, nullptr, keys, nullptr, nullptr),
                 "krb5_rd_req");
    forged::must(::krb5_auth_con_getauthenticator(library.get(), auth, &said), "authenticator");
    forged::must(::krb5_auth_con_getkey(library.get(), auth, &session), "the session key");
    out.session = key_of(*session);
    out.subkey = key_of(*said->subkey);
    out.ctime = forged::kerberos_time(static_cast<std::uint32_t>(said->ctime));
    out.cusec = said->cusec;
    out.sequence = static_cast<std::uint32_t>(said->seq_number);
    ::krb5_free_keyblock(library.get(), session);
    ::krb5_free_authenticator(library.get(), said);
    ::krb5_auth_con_free(library.get(), auth);
    ::krb5_kt_close(library.get(), keys);
    return out;
}

struct Answer {
    std::optional<Key> subkey;
    int cusec_more = 0;
    std::string behind;
    std::string behind_inside;
};

/// RFC 4120 5.5.2.
std::string answer_to(const forged::Library& library, const Asked& asked, const Answer& answer) {
    const std::string inside = field(0, asked.ctime) +
                               field(1, der::integer(asked.cusec + answer.cusec_more)) +
                               (answer.subkey ? forged::key_field(2, *answer.subkey) : "") +
                               field(3, der::integer(4711)) + answer.behind_inside;
    const std::string part = der::element(0x7b, der::element(der::kSequence, inside));
    return der::element(
               der::kApRep,
               der::element(der::kSequence,
                            field(0, der::integer(5)) + field(1, der::integer(15)) +
                                field(2, forged::sealed(library, asked.session,
                                                        KRB5_KEYUSAGE_AP_REP_ENCPART, part)))) +
           answer.behind;
}

struct Way {
    const char* name;
    Protector protector;
    Mechanism mechanism;
};

class MaliciousService : public testing::TestWithParam<Way> {
  protected:
    MaliciousService() {
        auto alice = Credential::from_keytab(keytab("alice"), "alice");
        EXPECT_TRUE(alice);
        alice_ = std::move(*alice);
        policy_.protector = GetParam().protector;
        policy_.mechanism = GetParam().mechanism;
    }

    bool negotiates() const { return policy_.mechanism == Mechanism::negotiate; }

    /// The client's negotiation after it has asked; asked_ is what it said.
    std::unique_ptr<Negotiation> asking() {
        auto made = initiate(*alice_, *spn::parse(kHost), policy_, Deadline::usual());
        EXPECT_TRUE(made);
        auto step = (*made)->step({});
        EXPECT_TRUE(step);
        const std::string token(text_of(step->token));
        // RFC 2743 3.1's frame is the innermost that names Kerberos.
        const auto at =
            token.rfind(std::string("\x2a\x86\x48\x86\xf7\x12\x01\x02\x02\x01\x00", 11));
        EXPECT_NE(at, std::string::npos);
        asked_ = opened(library_, token.substr(at + 11));
        return std::move(*made);
    }

    std::string token(const Answer& answer) const {
        const std::string bare = der::framed(der::kApRepId, answer_to(library_, asked_, answer));
        if (!negotiates()) {
            return bare;
        }
        const std::string krb5 = der::element(0x06, "\x2a\x86\x48\x86\xf7\x12\x01\x02\x02");
        return field(
            1, der::element(der::kSequence, field(0, der::element(0x0a, std::string(1, '\0'))) +
                                                field(1, krb5) + field(2, octets(bare))));
    }

    Status status(const Answer& answer) {
        const auto client = asking();
        auto step = client->step(bytes_of(token(answer)));
        words_ = step ? "" : step.error().message();
        return step ? Status::ok : step.error().status();
    }

    const forged::Library library_;
    std::shared_ptr<Credential> alice_;
    Policy policy_;
    Asked asked_;
    std::string words_;
};

/// A client of its own key, and what a service with the same key would say.
void converse(SecurityContext& client, const cfx::Session& session) {
    auto service = cfx::CfxProtection::make(session);
    ASSERT_TRUE(service);
    for (const std::string message : {"", "first", "second"}) {
        Bytes sealed((*service)->sealed_size(message.size()));
        auto size = (*service)->seal(bytes_of(message), sealed);
        ASSERT_TRUE(size);
        sealed.resize(*size);
        auto got = client.open(sealed);
        ASSERT_TRUE(got) << got.error().message();
        EXPECT_EQ(text_of(*got), message);
        auto sent = client.seal(bytes_of(message));
        ASSERT_TRUE(sent);
        Bytes plain(sent->size());
        auto read = (*service)->open(*sent, plain);
        ASSERT_TRUE(read) << read.error().message();
        plain.resize(*read);
        EXPECT_EQ(text_of(plain), message);
    }
}

// Finding C2. RFC 4121 2: without the acceptor's subkey the initiator's goes on; OpenJDK answers
// so.
TEST_P(MaliciousService, AnswersWithoutASubkeyAndIsUnderstood) {
    const auto client = asking();
    auto step = client->step(bytes_of(token({})));
    ASSERT_TRUE(step) << step.error().message();
    auto context = client->finish();
    ASSERT_TRUE(context);
    cfx::Session session;
    session.enctype = *cfx::enctype_of(asked_.subkey.enctype);
    session.key = copy_of(bytes_of(asked_.subkey.bytes));
    session.next_sent = 4711;
    session.next_received = asked_.sequence;
    converse(**context, session);
}

TEST_P(MaliciousService, AnswersWithASubkeyAndIsUnderstood) {
    for (const int enctype : {18, 20}) {
        const auto client = asking();
        Answer answer;
        answer.subkey = forged::random_key(library_, enctype);
        auto step = client->step(bytes_of(token(answer)));
        ASSERT_TRUE(step) << step.error().message();
        auto context = client->finish();
        ASSERT_TRUE(context);
        cfx::Session session;
        session.enctype = *cfx::enctype_of(enctype);
        session.key = copy_of(bytes_of(answer.subkey->bytes));
        session.acceptor_subkey = true;
        session.next_sent = 4711;
        session.next_received = asked_.sequence;
        converse(**context, session);
    }
}

// Finding C3: a key of no bytes ended clients' processes.
TEST_P(MaliciousService, WithASubkeyOfAWrongSizeIsRefused) {
    for (const int enctype : {17, 18, 19, 20}) {
        for (const std::size_t size : {0U, 1U, 15U, 17U, 31U, 33U}) {
            Answer answer;
            answer.subkey = Key{enctype, std::string(size, 's')};
            EXPECT_EQ(status(answer), Status::token_malformed) << enctype << ", " << size;
            EXPECT_THAT(words_, testing::HasSubstr("EncAPRepPart subkey"));
        }
    }
    for (const int enctype : {0, 3, 23, -7}) {
        Answer answer;
        answer.subkey = Key{enctype, std::string(16, 's')};
        EXPECT_EQ(status(answer), Status::weak_key) << enctype;
    }
}

// RFC 4120 3.2.5: "the same timestamp".
TEST_P(MaliciousService, ThatRepeatsAnotherTimeIsNotProven) {
    Answer answer;
    answer.cusec_more = asked_.cusec < 999999 ? 1 : -1;
    EXPECT_EQ(status(answer), Status::peer_not_proven);
}

TEST_P(MaliciousService, WhoseAnswerIsNotReadWholeIsRefused) {
    Answer trailing;
    trailing.behind = std::string(1, '\0');
    EXPECT_EQ(status(trailing), Status::token_malformed);
    EXPECT_THAT(words_, testing::HasSubstr("AP-REP: something follows"));
    Answer unknown;
    unknown.behind_inside = field(4, der::integer(1));
    EXPECT_EQ(status(unknown), Status::token_malformed);
    EXPECT_THAT(words_, testing::HasSubstr("EncAPRepPart: something follows"));
}

INSTANTIATE_TEST_SUITE_P(EveryExchange,
                         MaliciousService,
                         testing::Values(Way{"Own", Protector::own, Mechanism::krb5},
                                         Way{"Gss", Protector::gss, Mechanism::krb5},
                                         Way{"Spnego", Protector::own, Mechanism::negotiate},
                                         Way{"SpnegoGss", Protector::gss, Mechanism::negotiate}),
                         [](const auto& one) { return one.param.name; });

}  // namespace
}  // namespace mutauth::context
