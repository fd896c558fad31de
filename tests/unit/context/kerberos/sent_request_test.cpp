#include "context/kerberos/sent_request.h"

#include <gtest/gtest.h>

#include "parts.h"

namespace mutauth::context::kerberos {
namespace {

namespace made = support::der;

/// By libk5crypto, the other implementation.
std::string sealed_by(const std::string& key, krb5_keyusage usage, const std::string& plain) {
    krb5_keyblock block{};
    block.enctype = 18;
    block.length = static_cast<unsigned>(key.size());
    block.contents = reinterpret_cast<krb5_octet*>(const_cast<char*>(key.data()));
    std::size_t size = 0;
    EXPECT_EQ(::krb5_c_encrypt_length(nullptr, 18, plain.size(), &size), 0);
    std::string out(size, '\0');
    krb5_data in{0, static_cast<unsigned>(plain.size()), const_cast<char*>(plain.data())};
    krb5_enc_data to{};
    to.ciphertext = {0, static_cast<unsigned>(size), out.data()};
    EXPECT_EQ(::krb5_c_encrypt(nullptr, &block, usage, nullptr, &in, &to), 0);
    return out;
}

class AnswerCheck : public testing::Test {
  protected:
    /// The request whose authenticator has the parts' time, under the session key.
    std::optional<SentRequest> sent() {
        auto fields = parts::request_fields();
        fields[4] = parts::sealed(
            18, sealed_by(key_, 11,
                          parts::message(parts::kAuthenticator, parts::authenticator_fields())));
        request_ = parts::message(made::kApReq, fields);
        der::Fault fault;
        const ApRequest read = read_ap_request(bytes_of(request_), fault);
        EXPECT_FALSE(fault);
        krb5_creds creds{};
        creds.keyblock.enctype = 18;
        creds.keyblock.length = static_cast<unsigned>(held_.size());
        creds.keyblock.contents = reinterpret_cast<krb5_octet*>(held_.data());
        return SentRequest::read(read, creds);
    }

    Verdict verdict(const std::vector<std::string>& fields, const std::string& key) {
        const auto request = sent();
        EXPECT_TRUE(request);
        const std::string cipher = sealed_by(key, 12, parts::message(parts::kAnswerPart, fields));
        answer_ = {};
        return request->check_answer({18, std::nullopt, bytes_of(cipher)}, answer_);
    }
    Verdict verdict(const std::vector<std::string>& fields) { return verdict(fields, key_); }

    const std::string key_ = std::string(32, 'k');
    std::string held_ = key_;
    std::string request_;
    ReadAnswer answer_;
};

TEST_F(AnswerCheck, TakesTheServicesAnswer) {
    EXPECT_FALSE(verdict(parts::answer_part_fields()).refuses());
    ASSERT_TRUE(answer_.subkey);
    EXPECT_EQ(text_of(answer_.subkey->value), std::string(32, 'a'));
    EXPECT_EQ(answer_.sequence, 99U);
    EXPECT_EQ(text_of(sent()->initiator_key().value), std::string(32, 's'));
    EXPECT_EQ(sent()->asked().service, "host/h");
}

// Finding C2. RFC 4121 2.
TEST_F(AnswerCheck, TakesOneWithoutASubkey) {
    auto fields = parts::answer_part_fields();
    fields[2].clear();
    EXPECT_FALSE(verdict(fields).refuses());
    EXPECT_FALSE(answer_.subkey);
}

TEST_F(AnswerCheck, WantsTheSessionKey) {
    const Verdict other = verdict(parts::answer_part_fields(), std::string(32, 'x'));
    EXPECT_EQ(other.status, Status::peer_not_proven);
    // The subkey that libkrb5 tries too is none.
    EXPECT_EQ(verdict(parts::answer_part_fields(), std::string(32, 's')).status,
              Status::peer_not_proven);
}

// RFC 4120 3.2.5.
TEST_F(AnswerCheck, WantsTheRequestsTime) {
    auto fields = parts::answer_part_fields();
    fields[0] = parts::time("20240102030406Z");
    EXPECT_EQ(verdict(fields).code, ErrorCode::mutual_failed);
    fields = parts::answer_part_fields();
    fields[1] = made::integer(123457);
    EXPECT_EQ(verdict(fields).code, ErrorCode::mutual_failed);
}

// Finding C3.
TEST_F(AnswerCheck, WantsASubkeyOfAesThatIsAsLongAsItsType) {
    auto fields = parts::answer_part_fields();
    for (const std::size_t size : {0U, 16U, 31U, 33U}) {
        fields[2] = parts::key(18, std::string(size, 'a'));
        EXPECT_EQ(verdict(fields).status, Status::token_malformed) << size;
    }
    fields[2] = parts::key(23, std::string(16, 'a'));
    EXPECT_EQ(verdict(fields).status, Status::weak_key);
    fields[2] = parts::key(20, std::string(32, 'a'));
    EXPECT_FALSE(verdict(fields).refuses());
}

TEST_F(AnswerCheck, WantsItsOwnRequestsKey) {
    held_ = std::string(32, 'x');
    EXPECT_FALSE(sent());
}

}  // namespace
}  // namespace mutauth::context::kerberos
