#include "context/token_reader.h"

#include <gtest/gtest.h>

#include <memory>

#include "context/spnego_reject.h"
#include "support/der.h"

namespace mutauth::context {
namespace {

namespace made = support::der;

std::string sealed(int enctype, const std::string& kvno) {
    return made::element(made::kSequence,
                         made::element(made::context(0), made::integer(enctype)) +
                             (kvno.empty() ? "" : made::element(made::context(1), kvno)) +
                             made::element(made::context(2), made::element(0x04, "secret")));
}

/// RFC 4120 5.5.1 and 5.3.
std::string ap_req(const std::string& kvno = made::integer(7)) {
    const std::string ticket = made::element(
        made::kTicket,
        made::element(made::kSequence,
                      made::element(made::context(0), made::integer(5)) +
                          made::element(made::context(1), made::element(0x1b, "EXAMPLE.TEST")) +
                          made::element(made::context(2), made::principal_name({"http", "www"})) +
                          made::element(made::context(3), sealed(18, kvno))));
    return made::element(
        made::kApReq,
        made::element(made::kSequence,
                      made::element(made::context(0), made::integer(5)) +
                          made::element(made::context(1), made::integer(14)) +
                          made::element(made::context(2), std::string("\3\5\0\0\0\0\0", 7)) +
                          made::element(made::context(3), ticket) +
                          made::element(made::context(4), sealed(18, ""))));
}

/// Keeps the token that the parts are views into.
struct Read : TokenParts {
    explicit Read(std::string content)
        : TokenParts(), token(std::make_unique<std::string>(std::move(content))) {
        static_cast<TokenParts&>(*this) = read_token(bytes_of(*token));
    }
    std::unique_ptr<std::string> token;
};

Read read(const std::string& token) {
    return Read(token);
}

TEST(TokenReader, ReadsTheClearPartsOfAnApReq) {
    const Read parts = read(made::framed(made::kApReqId, ap_req()));
    EXPECT_EQ(parts.kind, TokenKind::ap_req);
    ASSERT_TRUE(parts.request);
    EXPECT_EQ(parts.request->ticket.server.text(), "http/www");
    EXPECT_EQ(text_of(parts.request->ticket.realm), "EXAMPLE.TEST");
    EXPECT_EQ(parts.request->ticket.sealed.kvno, 7);
    EXPECT_EQ(parts.request->ticket.sealed.enctype, 18);
    EXPECT_TRUE(parts.framed);
    EXPECT_FALSE(parts.spnego);
    EXPECT_FALSE(read(made::framed(made::kApReqId, ap_req(""))).request->ticket.sealed.kvno);
    EXPECT_FALSE(read(ap_req()).framed);
    EXPECT_EQ(read(made::framed(made::kApReqId, ap_req(""))).kind, TokenKind::ap_req);
}

TEST(TokenReader, WantsTheTokenIdThatGoesWithTheMessage) {
    EXPECT_EQ(read(made::framed(made::kApRepId, ap_req())).kind, TokenKind::unknown);
    EXPECT_EQ(read(made::framed(made::kErrorId, ap_req())).kind, TokenKind::unknown);
    EXPECT_EQ(read(made::framed(made::kApReqId, made::krb_error(1, "20300101000000Z"))).kind,
              TokenKind::unknown);
    const Read error = read(made::framed(made::kErrorId, made::krb_error(7, "20300101000000Z")));
    EXPECT_EQ(error.kind, TokenKind::krb_error);
    ASSERT_TRUE(error.error);
    EXPECT_EQ(error.error->code, 7);
}

const std::string kKerberosOid = "\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02";

/// NegTokenInit (RFC 4178 4.2.1): the mechanisms, and the fields after them.
std::string init(const std::string& types, const std::string& fields) {
    return made::element(
        0x60, std::string("\x06\x06\x2b\x06\x01\x05\x05\x02") +
                  made::element(made::context(0),
                                made::element(made::kSequence,
                                              made::element(made::context(0),
                                                            made::element(made::kSequence, types)) +
                                                  fields)));
}

/// [MS-SPNG] 2.2.1 has hints in the field of RFC 4178's mechListMIC, and that in another.
TEST(TokenReader, TakesTheHintsOfMicrosoftsFirstToken) {
    const std::string token = made::element(
        made::context(2), made::element(0x04, made::framed(made::kApReqId, ap_req())));
    const std::string hints = made::element(
        made::context(3),
        made::element(made::kSequence,
                      made::element(made::context(0),
                                    made::element(0x1b, "not_defined_in_RFC4178@please_ignore"))));
    const auto signature = [](unsigned number) {
        return made::element(made::context(number), made::element(0x04, "list"));
    };
    const std::pair<std::string, std::string> ends[] = {{hints, ""},
                                                        {hints + signature(4), "list"},
                                                        {signature(3), "list"},
                                                        {signature(4), "list"}};
    for (const auto& [end, signed_list] : ends) {
        const Read offered = read(init(kKerberosOid, token + end));
        EXPECT_FALSE(offered.fault) << offered.fault.text();
        EXPECT_EQ(offered.kind, TokenKind::ap_req);
        EXPECT_EQ(text_of(offered.list_signature), signed_list);
    }
    EXPECT_TRUE(read(init(kKerberosOid, token + hints + hints)).fault);
    EXPECT_TRUE(read(init(kKerberosOid, token + signature(4) + hints)).fault);
}

TEST(TokenReader, LooksIntoSpnego) {
    const std::string krb5 = kKerberosOid;
    const std::string ntlm = "\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x0a";
    const std::string token = made::element(
        made::context(2), made::element(0x04, made::framed(made::kApReqId, ap_req())));
    const Read offered = read(init(krb5 + ntlm, token));
    EXPECT_TRUE(offered.spnego);
    EXPECT_TRUE(offered.offers_kerberos);
    EXPECT_EQ(offered.kind, TokenKind::ap_req);
    ASSERT_TRUE(offered.request);
    EXPECT_EQ(offered.request->ticket.server.text(), "http/www");
    // RFC 4178 4.2.1: the token is of the first mechanism in the list.
    EXPECT_TRUE(read(init(ntlm + krb5, token)).offers_kerberos);
    EXPECT_EQ(read(init(ntlm + krb5, token)).kind, TokenKind::none);
    EXPECT_EQ(read(init(krb5, "")).kind, TokenKind::none);
    // [MS-SPNG] 3.1.5.2: the mistyped OID in the list, and in the token.
    const std::string mistyped = "\x06\x09\x2a\x86\x48\x82\xf7\x12\x01\x02\x02";
    const std::string with_mistyped = made::element(
        made::context(2),
        made::element(0x04, made::element(0x60, mistyped + made::kApReqId + ap_req())));
    EXPECT_EQ(read(init(mistyped + krb5, token)).kind, TokenKind::ap_req);
    EXPECT_EQ(read(init(krb5, with_mistyped)).kind, TokenKind::ap_req);
    EXPECT_EQ(read(made::element(0x60, mistyped + made::kApReqId + ap_req())).kind,
              TokenKind::unknown);
    EXPECT_TRUE(read(init("", "")).fault || !read(init("", "")).offers_kerberos);
    EXPECT_FALSE(read(init(ntlm, "")).offers_kerberos);
    // Finding W1: NTLM is named.
    EXPECT_TRUE(read(init(ntlm, "")).offers_ntlm);
    EXPECT_TRUE(read(init(krb5 + ntlm, "")).offers_ntlm);
    EXPECT_FALSE(read(init(krb5, "")).offers_ntlm);
    EXPECT_FALSE(read(init("", "")).offers_kerberos);

    // SPNEGO within SPNEGO is no way to hide a token, nor to make the reader go round.
    std::string nested = init(krb5, token);
    for (int depth = 0; depth < 100; ++depth) {
        nested = init(krb5, made::element(made::context(2), made::element(0x04, nested)));
    }
    EXPECT_EQ(read(nested).kind, TokenKind::unknown);
}

// RFC 4178 4.2.2: negState [0] ENUMERATED, supportedMech [1], responseToken [2], mechListMIC [3].
TEST(TokenReader, ReadsSpnegosAnswer) {
    const std::string krb5 = "\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02";
    const std::string ntlm = "\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x0a";
    const auto answer = [](char state, const std::string& chosen, const std::string& rest) {
        const std::string fields =
            made::element(made::context(0), made::element(0x0a, std::string(1, state))) +
            (chosen.empty() ? "" : made::element(made::context(1), chosen)) + rest;
        return read(made::element(made::context(1), made::element(made::kSequence, fields)));
    };
    const std::string mic = made::element(made::context(3), made::element(0x04, "signed"));
    EXPECT_TRUE(answer(0, krb5, "").claims_completion);
    EXPECT_FALSE(answer(1, krb5, "").claims_completion);
    EXPECT_TRUE(answer(2, "", "").rejects);
    EXPECT_FALSE(answer(0, "", "").rejects);
    EXPECT_TRUE(answer(1, ntlm, "").chooses_another);
    EXPECT_TRUE(answer(1, ntlm, "").offers_ntlm);
    EXPECT_FALSE(answer(1, krb5, "").offers_ntlm);
    EXPECT_EQ(answer(1, "none", "").kind, TokenKind::unknown);
    EXPECT_EQ(answer(4, krb5, "").kind, TokenKind::unknown);
    EXPECT_FALSE(answer(1, krb5, "").chooses_another);
    EXPECT_FALSE(answer(1, "", "").chooses_another);
    EXPECT_EQ(mutauth::text_of(answer(0, krb5, mic).list_signature), "signed");
    EXPECT_EQ(mutauth::text_of(answer(0, "", mic).list_signature), "signed");
    EXPECT_TRUE(answer(0, krb5, "").list_signature.empty());
}

TEST(TokenReader, TellsNtlmAndNonsense) {
    EXPECT_TRUE(read("").fault) << "nothing is no token of any kind";
    EXPECT_EQ(read(std::string("NTLMSSP\0\1\0\0\0", 12)).kind, TokenKind::ntlm);
    EXPECT_EQ(read("NTLMSSP").kind, TokenKind::unknown);
    EXPECT_EQ(read("").kind, TokenKind::unknown);
    EXPECT_EQ(read("\x60").kind, TokenKind::unknown);
    EXPECT_EQ(read(std::string(1000, '\x60')).kind, TokenKind::unknown);
    const std::string whole = made::framed(made::kApReqId, ap_req());
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_EQ(read(whole.substr(0, size)).kind, TokenKind::unknown) << size;
    }
}

// Finding C1: what libgssapi reads more loosely is refused, and the fault names where.
TEST(TokenReader, RefusesWhatIsNotReadWhole) {
    const std::string whole = made::framed(made::kApReqId, ap_req());
    ASSERT_FALSE(read(whole).fault);
    EXPECT_EQ(read(whole + "x").fault.rule, der::Rule::trailing);
    EXPECT_EQ(read(made::framed(made::kApReqId, ap_req() + "x")).fault.text(),
              "AP-REQ: something follows that does not belong there");
    // An INTEGER of six bytes, for the kvno.
    const Read six = read(
        made::framed(made::kApReqId, ap_req(made::element(0x02, std::string("\0\0\0\0\0\7", 6)))));
    EXPECT_EQ(six.kind, TokenKind::unknown);
    EXPECT_EQ(six.fault.text(), "Ticket enc-part: an integer not in the shortest form");
    // Every field once, in its place, with nothing behind.
    const std::vector<uint8_t> fields{made::kApReq, made::kSequence};
    const auto bent = [&](const made::Change& change) {
        return read(made::framed(made::kApReqId, made::changed(ap_req(), fields, change))).kind;
    };
    EXPECT_EQ(bent([](const std::string& c) { return c; }), TokenKind::ap_req);
    EXPECT_EQ(bent([](const std::string& c) { return c + made::element(0xa5, ""); }),
              TokenKind::unknown);
    EXPECT_EQ(bent([](const std::string& c) { return made::element(0xa0, made::integer(5)) + c; }),
              TokenKind::unknown);
    EXPECT_EQ(bent([](const std::string& c) { return c.substr(5); }), TokenKind::unknown);
}

// RFC 4178 4.2 and the quirks of old peers that are taken.
TEST(TokenReader, TakesOldPeersAnswers) {
    const std::string rep = made::element(
        made::kApRep,
        made::element(made::kSequence, made::element(made::context(0), made::integer(5)) +
                                           made::element(made::context(1), made::integer(15)) +
                                           made::element(made::context(2), sealed(18, ""))));
    const std::string token = made::framed(made::kApRepId, rep);
    const auto answer = [](const std::string& fields) {
        return read(made::element(made::context(1), made::element(made::kSequence, fields)));
    };
    const auto field = [](unsigned number, const std::string& content) {
        return made::element(made::context(number), made::element(0x04, content));
    };
    EXPECT_EQ(answer(field(2, token)).kind, TokenKind::ap_rep) << "old Java";
    EXPECT_EQ(answer(field(2, "")).kind, TokenKind::none) << "old IIS";
    EXPECT_TRUE(answer(field(2, token) + field(3, token)).list_signature.empty()) << "Windows 2000";
    EXPECT_FALSE(answer(field(2, token) + field(3, "signed")).list_signature.empty());
    const std::string rejected = made::element(made::context(0), made::element(0x0a, "\2"));
    EXPECT_TRUE(answer(rejected).rejects);
    EXPECT_EQ(answer(rejected +
                     field(2, made::framed(made::kErrorId, made::krb_error(7, "20300101000000Z"))))
                  .kind,
              TokenKind::krb_error)
        << "Heimdal";
    EXPECT_EQ(answer(field(3, "signed") + field(2, token)).kind, TokenKind::unknown);
    EXPECT_EQ(answer(field(2, token + "x")).kind, TokenKind::unknown);
}

// RFC 4178 4.2.2: negState reject, with the mechanism's token where there is one.
TEST(TokenReader, ReadsTheRefusalThatAnAcceptorWrites) {
    const std::string error = made::framed(made::kErrorId, made::krb_error(37, "20300101000000Z"));
    const Bytes told = spnego_reject(bytes_of(error));
    const TokenParts parts = read_token(told);
    EXPECT_TRUE(parts.rejects);
    ASSERT_EQ(parts.kind, TokenKind::krb_error);
    EXPECT_EQ(parts.error->code, 37);
    const Bytes silent = spnego_reject({});
    EXPECT_TRUE(read_token(silent).rejects);
    EXPECT_EQ(read_token(silent).kind, TokenKind::none);
}

}  // namespace
}  // namespace mutauth::context
