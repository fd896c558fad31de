// What an attacker on the way, or a peer that lies, can do to the tokens.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

#include "capi/realm.h"
#include "support/der.h"
#include "support/environment.h"

namespace {

namespace der = support::der;

class NegotiationAttack : public testing::Test {
  protected:
    realm::Negotiation client(const char* user = "alice") const {
        return realm::initiate(realm::account(user), realm::host_spn());
    }
    realm::Negotiation service() const { return realm::accept(keys_, policy_); }
    /// Remembers no request: a replay cache would refuse what the acceptor itself must.
    realm::Negotiation forgetful_service() const {
        EXPECT_EQ(mutauth_policy_waive_replay_cache(forgetful_policy_.get()), MUTAUTH_OK);
        return realm::accept(keys_, forgetful_policy_);
    }

    /// The first token of a client that has asked and waits.
    std::string asked() const { return realm::step(client(), "").token; }

    const realm::Credential keys_ = realm::computer();
    const realm::Policy policy_ = realm::serving(realm::host_spn());
    const realm::Policy forgetful_policy_ = realm::serving(realm::host_spn());
};

bool can_finish(const realm::Negotiation& negotiation) {
    mutauth_context* made = nullptr;
    const mutauth_status status = mutauth_negotiation_finish(negotiation.get(), &made);
    mutauth_context_free(made);
    return status == MUTAUTH_OK;
}

class Fields {
  public:
    explicit Fields(const std::string& token) : token_(token) {}

    der::Span message() const {
        const der::Span oid = der::span_at(token_, der::span_at(token_, 0).content);
        return find(der::span_at(token_, oid.end + 2), der::kSequence);
    }
    der::Span find(der::Span in, uint8_t tag) const {
        for (size_t at = in.content; at < in.end;) {
            const der::Span here = der::span_at(token_, at);
            if (static_cast<uint8_t>(token_[at]) == tag) {
                return here;
            }
            at = here.end;
        }
        ADD_FAILURE() << "no element " << int{tag};
        return in;
    }

  private:
    const std::string& token_;
};

bool holds(const std::vector<der::Span>& spans, size_t at) {
    return std::any_of(spans.begin(), spans.end(),
                       [&](const der::Span& span) { return at >= span.content && at < span.end; });
}

/// Where the clear fields of an AP-REQ that nothing protects lie (RFC 4120 5.5.1, 5.3): msg-type
/// and ap-options, the ticket's realm, name and kvno. A change there changes nothing that is
/// proven.
std::vector<der::Span> unprotected_fields(const std::string& token) {
    const Fields in(token);
    const der::Span message = in.message();
    const der::Span ticket =
        in.find(in.find(in.find(message, der::context(3)), der::kTicket), der::kSequence);
    const der::Span name = in.find(in.find(ticket, der::context(2)), der::kSequence);
    const der::Span sealed = in.find(in.find(ticket, der::context(3)), der::kSequence);
    return {in.find(message, der::context(1)), in.find(message, der::context(2)),
            in.find(ticket, der::context(1)),  in.find(name, der::context(0)),
            in.find(name, der::context(1)),    in.find(sealed, der::context(1))};
}

TEST_F(NegotiationAttack, NoFlippedBitOfTheClientsTokenPassesButInItsClearFields) {
    const std::string token = asked();
    ASSERT_EQ(realm::step(forgetful_service(), token).status, MUTAUTH_OK) << realm::why();
    const auto clear = unprotected_fields(token);
    size_t passed = 0;
    for (size_t bit = 0; bit < token.size() * 8; ++bit) {
        std::string bad = token;
        bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ 1 << bit % 8);
        const realm::Negotiation taken = forgetful_service();
        const realm::Step answer = realm::step(taken, bad);
        if (answer.status < 0) {
            EXPECT_FALSE(can_finish(taken));
            continue;
        }
        ++passed;
        EXPECT_TRUE(holds(clear, bit / 8))
            << "bit " << bit % 8 << " of octet " << bit / 8 << " of " << token.size();
        // Whatever passed, the client and the key are still those that were proven.
        const realm::Context context = realm::finish(taken);
        const mutauth_identity* seen = mutauth_context_identity(context.get());
        EXPECT_EQ(mutauth_identity_client(seen), realm::principal("alice"));
        EXPECT_EQ(mutauth_identity_service_key(seen), realm::principal(realm::host_spn()));
    }
    RecordProperty("passed_in_clear_fields", static_cast<int>(passed));
}

TEST_F(NegotiationAttack, NoFlippedBitOfTheServicesProofPasses) {
    const realm::Credential alice = realm::account("alice");
    for (size_t bit = 0;; ++bit) {
        const realm::Negotiation asking = realm::initiate(alice, realm::host_spn());
        std::string proof = realm::step(forgetful_service(), realm::step(asking, "").token).token;
        ASSERT_FALSE(proof.empty());
        if (bit / 8 >= proof.size()) {
            EXPECT_GT(bit, 800U);
            break;
        }
        // libkrb5 tells messages by their tag and does not look at msg-type.
        const Fields in(proof);
        if (holds({in.find(in.message(), der::context(1))}, bit / 8)) {
            continue;
        }
        proof[bit / 8] = static_cast<char>(proof[bit / 8] ^ 1 << bit % 8);
        EXPECT_LT(realm::step(asking, proof).status, 0) << "bit " << bit;
        EXPECT_FALSE(can_finish(asking)) << "bit " << bit;
    }
}

TEST_F(NegotiationAttack, NoCutOrLengthenedTokenPasses) {
    const std::string token = asked();
    for (size_t size = 0; size < token.size(); ++size) {
        const realm::Negotiation taken = forgetful_service();
        EXPECT_LT(realm::step(taken, token.substr(0, size)).status, 0) << size;
        EXPECT_FALSE(can_finish(taken));
    }
    EXPECT_LT(realm::step(forgetful_service(), token + '\0').status, 0);
    EXPECT_EQ(realm::step(forgetful_service(), token).status, MUTAUTH_OK) << realm::why();

    const realm::Credential alice = realm::account("alice");
    for (size_t size = 0;; ++size) {
        const realm::Negotiation asking = realm::initiate(alice, realm::host_spn());
        const std::string proof =
            realm::step(forgetful_service(), realm::step(asking, "").token).token;
        if (size >= proof.size()) {
            EXPECT_LT(realm::step(asking, proof + '\0').status, 0);
            break;
        }
        EXPECT_LT(realm::step(asking, proof.substr(0, size)).status, 0) << size;
        EXPECT_FALSE(can_finish(asking));
    }
}

TEST_F(NegotiationAttack, ATokenServesOnce) {
    const std::string token = asked();
    ASSERT_EQ(realm::step(service(), token).status, MUTAUTH_OK) << realm::why();
    const realm::Negotiation again = service();
    EXPECT_EQ(realm::step(again, token).status, MUTAUTH_TOKEN_REPLAYED) << realm::why();
    EXPECT_FALSE(can_finish(again));
    // Other keys in memory, the same replay cache: it is the user's, not the object's.
    const realm::Negotiation other = realm::accept(realm::computer(), policy_);
    EXPECT_EQ(realm::step(other, token).status, MUTAUTH_TOKEN_REPLAYED);
}

TEST_F(NegotiationAttack, ATokenServesOnceAmongProcesses) {
    const std::string token = asked();
    ASSERT_EQ(realm::step(service(), token).status, MUTAUTH_OK) << realm::why();
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        const realm::Negotiation mine = realm::accept(realm::computer(), policy_);
        ::_exit(realm::step(mine, token).status == MUTAUTH_TOKEN_REPLAYED ? 0 : 1);
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    EXPECT_EQ(status, 0);
}

TEST_F(NegotiationAttack, NoSideTakesItsOwnTokenForThePeers) {
    const realm::Negotiation asking = client();
    const std::string token = realm::step(asking, "").token;
    EXPECT_EQ(realm::step(asking, token).status, MUTAUTH_TOKEN_REFLECTED);
    EXPECT_FALSE(can_finish(asking));
    // Another client's first token is no proof either.
    const realm::Negotiation other = client();
    realm::step(other, "");
    EXPECT_EQ(realm::step(other, token).status, MUTAUTH_TOKEN_MALFORMED);
    // Nor does a service take a service's proof.
    const std::string proof = realm::step(service(), asked()).token;
    EXPECT_LT(realm::step(service(), proof).status, 0);
}

TEST_F(NegotiationAttack, AProofIsGoodForItsOwnClientOnly) {
    const realm::Negotiation first = client();
    const realm::Negotiation second = client();
    const realm::Negotiation bob = client("bob");
    const std::string first_proof = realm::step(service(), realm::step(first, "").token).token;
    realm::step(second, "");
    realm::step(bob, "");
    EXPECT_EQ(realm::step(second, first_proof).status, MUTAUTH_PEER_NOT_PROVEN) << realm::why();
    EXPECT_EQ(realm::step(bob, first_proof).status, MUTAUTH_PEER_NOT_PROVEN) << realm::why();
    EXPECT_FALSE(can_finish(second));
    EXPECT_FALSE(can_finish(bob));
    EXPECT_EQ(realm::step(first, first_proof).status, MUTAUTH_OK);
}

TEST_F(NegotiationAttack, AClaimOfCompletionIsNoProof) {
    // RFC 4178 4.2.2: NegTokenResp { negState accept-completed, supportedMech krb5 }.
    const std::string krb5 = "\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02";
    const std::string state("\xa0\x03\x0a\x01\x00", 5);
    for (const std::string& mechanism : {der::element(der::context(1), krb5), std::string()}) {
        for (const std::string& token :
             {std::string(), der::element(der::context(2), der::element(0x04, "")),
              der::element(der::context(2), der::element(0x04, "\x6f\x03junk"))}) {
            const realm::Negotiation asking = realm::initiate(
                realm::account("alice"), realm::host_spn(),
                realm::with_mechanism(realm::policy(), MUTAUTH_MECHANISM_NEGOTIATE));
            ASSERT_EQ(realm::step(asking, "").status, MUTAUTH_CONTINUE);
            const realm::Step last = realm::step(
                asking, der::element(der::context(1),
                                     der::element(der::kSequence, state + mechanism + token)));
            EXPECT_LT(last.status, 0);
            EXPECT_FALSE(can_finish(asking));
            if (token.empty()) {
                EXPECT_EQ(last.status, MUTAUTH_PEER_NOT_PROVEN) << realm::why();
            }
        }
    }
}

TEST_F(NegotiationAttack, APeersErrorIsToldAsItsClaim) {
    // RFC 4120 7.5.9: 41 KRB_AP_ERR_MODIFIED, 7 KDC_ERR_S_PRINCIPAL_UNKNOWN.
    for (const int code : {41, 7, 60}) {
        const realm::Negotiation asking = client();
        realm::step(asking, "");
        const std::string error =
            der::framed(der::kErrorId, der::krb_error(code, "20300101000000Z"));
        EXPECT_EQ(realm::step(asking, error).status, MUTAUTH_PEER_REFUSED) << realm::why();
        EXPECT_EQ(realm::evidence("claimed server"), "krbtgt/EXAMPLE.TEST");
        EXPECT_FALSE(can_finish(asking));
    }
}

std::string renamed(const std::string& token, const std::vector<std::string>& name) {
    // AP-REQ, its SEQUENCE, ticket [3], Ticket, its SEQUENCE, sname [2].
    return der::framed(der::kApReqId,
                       der::changed(der::unframed(token),
                                    {der::kApReq, der::kSequence, der::context(3), der::kTicket,
                                     der::kSequence, der::context(2)},
                                    [&](const std::string&) { return der::principal_name(name); }));
}

TEST_F(NegotiationAttack, TheServiceInATicketsClearPartIsAClaim) {
    // host/host1 is another name of the same account, so one key opens tickets for both; a client
    // may write either into its ticket. What is proven is the key.
    const realm::Policy both = realm::serving(realm::host_spn());
    ASSERT_EQ(mutauth_policy_add_served_spn(both.get(), realm::spn("host/host1").get()),
              MUTAUTH_OK);
    const realm::Negotiation taken = realm::accept(keys_, both);
    ASSERT_EQ(realm::step(taken, renamed(asked(), {"host", "host1"})).status, MUTAUTH_OK)
        << realm::why();
    const realm::Context context = realm::finish(taken);
    const mutauth_identity* seen = mutauth_context_identity(context.get());
    EXPECT_EQ(mutauth_identity_asked_service(seen), realm::principal("host/host1"));

    // A name that is not served is refused, whatever key is behind it.
    EXPECT_EQ(realm::step(service(), renamed(asked(), {"host", "host1"})).status,
              MUTAUTH_WRONG_SPN);
    EXPECT_EQ(realm::step(service(), renamed(asked(), {"host/host1.example.test"})).status,
              MUTAUTH_WRONG_SPN);
    EXPECT_EQ(realm::step(service(), renamed(asked(), {"", "host", "host1.example.test"})).status,
              MUTAUTH_WRONG_SPN);
}

TEST_F(NegotiationAttack, ARewrittenNameDoesNotReachAnotherAccountsKey) {
    // The ticket is for websvc's SPN, rewritten to the computer's: the computer's key does not open
    // it.
    const realm::Negotiation asking = realm::initiate(realm::account("alice"), realm::web_spn());
    const std::string token = realm::step(asking, "").token;
    EXPECT_EQ(realm::step(service(), renamed(token, {"host", "host1.example.test"})).status,
              MUTAUTH_WRONG_KEY)
        << realm::why();
}

TEST_F(NegotiationAttack, OnlyServedKeysAreTried) {
    // The keytab also has othersvc's keys, but the policy serves none of its names: a ticket for
    // othersvc that claims to be for the host must not open.
    support::must_run("kadmin.local -q 'ktadd -norandkey -k " +
                      realm::variable("MUTAUTH_REALM_DIR") +
                      "/mixed.keytab othersvc host/host1.example.test'");
    const realm::Credential mixed =
        realm::from_keytab(realm::variable("MUTAUTH_REALM_DIR") + "/mixed.keytab", nullptr);
    realm::register_spn("uid=othersvc,ou=services", "http/other.example.test");
    const realm::Negotiation asking =
        realm::initiate(realm::account("alice"), "http/other.example.test");
    const std::string token =
        renamed(realm::step(asking, "").token, {"host", "host1.example.test"});
    const realm::Negotiation taken = realm::accept(mixed, policy_);
    EXPECT_EQ(realm::step(taken, token).status, MUTAUTH_WRONG_KEY) << realm::why();
    EXPECT_FALSE(can_finish(taken));
}

}  // namespace
