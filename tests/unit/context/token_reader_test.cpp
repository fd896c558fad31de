#include "context/token_reader.h"

#include <gtest/gtest.h>

#include "support/der.h"

namespace mutauth::context {
namespace {

namespace der = support::der;

std::string sealed(int enctype, const std::string& kvno) {
    return der::element(der::kSequence,
                        der::element(der::context(0), der::integer(enctype)) +
                            (kvno.empty() ? "" : der::element(der::context(1), kvno)) +
                            der::element(der::context(2), der::element(0x04, "secret")));
}

/// RFC 4120 5.5.1 and 5.3.
std::string ap_req(const std::string& kvno = der::integer(7)) {
    const std::string ticket = der::element(
        der::kTicket,
        der::element(der::kSequence,
                     der::element(der::context(0), der::integer(5)) +
                         der::element(der::context(1), der::element(0x1b, "EXAMPLE.TEST")) +
                         der::element(der::context(2), der::principal_name({"http", "www"})) +
                         der::element(der::context(3), sealed(18, kvno))));
    return der::element(
        der::kApReq,
        der::element(der::kSequence,
                     der::element(der::context(0), der::integer(5)) +
                         der::element(der::context(1), der::integer(14)) +
                         der::element(der::context(2), std::string("\3\5\0\0\0\0\0", 7)) +
                         der::element(der::context(3), ticket) +
                         der::element(der::context(4), sealed(18, ""))));
}

TokenParts read(const std::string& token) {
    return read_token(bytes_of(token));
}

TEST(TokenReader, ReadsTheClearPartsOfAnApReq) {
    const TokenParts parts = read(der::framed(der::kApReqId, ap_req()));
    EXPECT_EQ(parts.kind, TokenKind::ap_req);
    EXPECT_EQ(parts.service, "http/www");
    EXPECT_EQ(parts.realm, "EXAMPLE.TEST");
    EXPECT_EQ(parts.kvno, 7);
    EXPECT_EQ(parts.enctype, 18);
    EXPECT_FALSE(parts.spnego);
    EXPECT_FALSE(read(der::framed(der::kApReqId, ap_req(""))).kvno);
    EXPECT_EQ(read(der::framed(der::kApReqId, ap_req(""))).kind, TokenKind::ap_req);
}

TEST(TokenReader, WantsTheTokenIdThatGoesWithTheMessage) {
    EXPECT_EQ(read(der::framed(der::kApRepId, ap_req())).kind, TokenKind::unknown);
    EXPECT_EQ(read(der::framed(der::kErrorId, ap_req())).kind, TokenKind::unknown);
    EXPECT_EQ(read(der::framed(der::kApReqId, der::krb_error(1, "20300101000000Z"))).kind,
              TokenKind::unknown);
    const TokenParts error = read(der::framed(der::kErrorId, der::krb_error(7, "20300101000000Z")));
    EXPECT_EQ(error.kind, TokenKind::krb_error);
    ASSERT_TRUE(error.error);
    EXPECT_EQ(error.error->code, 7);
}

TEST(TokenReader, LooksIntoSpnego) {
    const std::string krb5 = "\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02";
    const std::string ntlm = "\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x0a";
    const auto init = [](const std::string& types, const std::string& token) {
        return der::element(
            0x60, std::string("\x06\x06\x2b\x06\x01\x05\x05\x02") +
                      der::element(der::context(0),
                                   der::element(der::kSequence,
                                                der::element(der::context(0),
                                                             der::element(der::kSequence, types)) +
                                                    token)));
    };
    const std::string token =
        der::element(der::context(2), der::element(0x04, der::framed(der::kApReqId, ap_req())));
    const TokenParts offered = read(init(ntlm + krb5, token));
    EXPECT_TRUE(offered.spnego);
    EXPECT_TRUE(offered.offers_kerberos);
    EXPECT_EQ(offered.kind, TokenKind::ap_req);
    EXPECT_EQ(offered.service, "http/www");
    EXPECT_FALSE(read(init(ntlm, "")).offers_kerberos);
    EXPECT_FALSE(read(init("", "")).offers_kerberos);

    // SPNEGO within SPNEGO is no way to hide a token, nor to make the reader go round.
    std::string nested = init(krb5, token);
    for (int depth = 0; depth < 100; ++depth) {
        nested = init(krb5, der::element(der::context(2), der::element(0x04, nested)));
    }
    EXPECT_EQ(read(nested).kind, TokenKind::unknown);
}

// RFC 4178 4.2.2: negState [0] ENUMERATED, supportedMech [1], responseToken [2], mechListMIC [3].
TEST(TokenReader, ReadsSpnegosAnswer) {
    const std::string krb5 = "\x06\x09\x2a\x86\x48\x86\xf7\x12\x01\x02\x02";
    const std::string ntlm = "\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x02\x02\x0a";
    const auto answer = [](char state, const std::string& chosen, const std::string& rest) {
        const std::string fields =
            der::element(der::context(0), der::element(0x0a, std::string(1, state))) +
            (chosen.empty() ? "" : der::element(der::context(1), chosen)) + rest;
        return read(der::element(der::context(1), der::element(der::kSequence, fields)));
    };
    const std::string mic = der::element(der::context(3), der::element(0x04, "signed"));
    EXPECT_TRUE(answer(0, krb5, "").claims_completion);
    EXPECT_FALSE(answer(1, krb5, "").claims_completion);
    EXPECT_TRUE(answer(2, "", "").rejects);
    EXPECT_FALSE(answer(0, "", "").rejects);
    EXPECT_TRUE(answer(1, ntlm, "").chooses_another);
    EXPECT_TRUE(answer(1, "none", "").chooses_another);
    EXPECT_FALSE(answer(1, krb5, "").chooses_another);
    EXPECT_FALSE(answer(1, "", "").chooses_another);
    EXPECT_EQ(mutauth::text_of(answer(0, krb5, mic).list_signature), "signed");
    EXPECT_EQ(mutauth::text_of(answer(0, "", mic).list_signature), "signed");
    EXPECT_TRUE(answer(0, krb5, "").list_signature.empty());
}

TEST(TokenReader, TellsNtlmAndNonsense) {
    EXPECT_EQ(read(std::string("NTLMSSP\0\1\0\0\0", 12)).kind, TokenKind::ntlm);
    EXPECT_EQ(read("NTLMSSP").kind, TokenKind::unknown);
    EXPECT_EQ(read("").kind, TokenKind::unknown);
    EXPECT_EQ(read("\x60").kind, TokenKind::unknown);
    EXPECT_EQ(read(std::string(1000, '\x60')).kind, TokenKind::unknown);
    const std::string whole = der::framed(der::kApReqId, ap_req());
    for (std::size_t size = 0; size < whole.size(); ++size) {
        EXPECT_EQ(read(whole.substr(0, size)).kind, TokenKind::unknown) << size;
    }
}

}  // namespace
}  // namespace mutauth::context
