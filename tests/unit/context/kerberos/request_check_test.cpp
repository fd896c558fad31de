// Each check of an acceptor, with what it takes and what it refuses.
#include "context/kerberos/request_check.h"

#include <gtest/gtest.h>

#include "parts.h"

namespace mutauth::context::kerberos {
namespace {

namespace made = support::der;

constexpr std::int64_t kNow = 1704164645;  // the parts' times

/// A good request, whose parts a test changes.
class RequestCheck : public testing::Test {
  protected:
    RequestCheck() {
        request_ = parts::message(made::kApReq, parts::request_fields());
        terms_.now = kNow;
    }

    /// The views are into what the last call has made.
    OpenedRequest opened() {
        ticket_ = parts::message(parts::kTicketPart, ticket_fields_);
        authenticator_ = parts::message(parts::kAuthenticator, authenticator_fields_);
        der::Fault fault;
        OpenedRequest out;
        out.request = read_ap_request(bytes_of(request_), fault);
        out.framed = framed_;
        out.ticket = read_ticket_part(bytes_of(ticket_), fault);
        out.authenticator = read_authenticator(bytes_of(authenticator_), fault);
        EXPECT_FALSE(fault) << fault.text();
        return out;
    }
    Verdict verdict() {
        OpenedRequest request = opened();
        return check_opened(request, terms_);
    }
    void expect(ErrorCode code, Status status) {
        const Verdict said = verdict();
        EXPECT_EQ(said.code, code);
        EXPECT_EQ(said.status, status);
    }
    void expect_good() { expect(ErrorCode::none, Status::ok); }

    /// RFC 4121 4.1.1.
    static std::string checksum(std::uint8_t flags, const std::string& more = "") {
        return std::string("\x10\0\0\0", 4) + std::string(16, '\0') + static_cast<char>(flags) +
               std::string(3, '\0') + more;
    }
    void set_checksum(int type, const std::string& value) {
        authenticator_fields_[3] = parts::sequence(parts::field(0, made::integer(type)) +
                                                   parts::field(1, parts::octets(value)));
    }

    std::string request_;
    std::string ticket_;
    std::string authenticator_;
    std::vector<std::string> ticket_fields_ = parts::ticket_fields();
    std::vector<std::string> authenticator_fields_ = parts::authenticator_fields();
    bool framed_ = true;
    RequestTerms terms_{{17, 18, 19, 20}, {17, 18, 19, 20}, kNow, 300};
};

TEST_F(RequestCheck, TakesAGoodOne) {
    expect_good();
}

// RFC 4120 3.2.3: "the name and realm of the client from the ticket are compared".
TEST_F(RequestCheck, ComparesTheClient) {
    authenticator_fields_[2] = made::principal_name({"bob"});
    expect(ErrorCode::bad_match, Status::token_malformed);
    authenticator_fields_[2] = made::principal_name({"alice", ""});
    expect(ErrorCode::bad_match, Status::token_malformed);
    authenticator_fields_ = parts::authenticator_fields();
    authenticator_fields_[1] = parts::general("EXAMPLE.TESTS");
    expect(ErrorCode::bad_match, Status::token_malformed);
}

// RFC 4120 3.2.3: "more than the allowable clock skew".
TEST_F(RequestCheck, ComparesTheClocks) {
    for (const std::int64_t ahead : {-300, -1, 1, 300}) {
        terms_.now = kNow - ahead;
        expect_good();
    }
    for (const std::int64_t ahead : {-301, 301}) {
        terms_.now = kNow - ahead;
        ticket_fields_[6] = parts::time("20240102020000Z");
        expect(ErrorCode::skew, Status::clock_skew);
    }
}

TEST_F(RequestCheck, WantsATicketThatHasBegun) {
    ticket_fields_[6] = parts::time("20240102030905Z");
    expect_good();
    ticket_fields_[6] = parts::time("20240102030906Z");
    expect(ErrorCode::ticket_not_yet_valid, Status::ticket_not_yet_valid);
    // RFC 4120 2.2: the INVALID flag is bit 7.
    ticket_fields_ = parts::ticket_fields();
    ticket_fields_[0] = parts::flags(std::string("\x41\x08\0\0", 4));
    expect(ErrorCode::ticket_not_yet_valid, Status::ticket_not_yet_valid);
}

TEST_F(RequestCheck, WantsATicketThatHasNotEnded) {
    ticket_fields_[7] = parts::time("20240102025905Z");
    expect_good();
    ticket_fields_[7] = parts::time("20240102025904Z");
    expect(ErrorCode::ticket_expired, Status::ticket_expired);
}

// RFC 4120 2.7 and 3.3.3.2.
TEST_F(RequestCheck, WantsAPathThatIsCheckedOrCanBe) {
    const auto transited = [](int type, const std::string& path) {
        return parts::sequence(parts::field(0, made::integer(type)) +
                               parts::field(1, parts::octets(path)));
    };
    ticket_fields_[4] = transited(2, "X");
    expect_good();
    ticket_fields_[0] = parts::flags(std::string(4, '\0'));
    expect(ErrorCode::illegal_cross_realm_ticket, Status::negotiation_failed);
    ticket_fields_[4] = transited(1, "OTHER.TEST");
    expect_good();
    ticket_fields_[4] = transited(2, "");
    expect_good();
}

TEST_F(RequestCheck, WantsWellFormedAuthorizationData) {
    ticket_fields_[10] = parts::sequence(parts::authorization(9999, "unknown and critical"));
    expect(ErrorCode::modified, Status::token_malformed);
    ticket_fields_ = parts::ticket_fields();
    authenticator_fields_[8] = parts::sequence(parts::authorization(143, "short"));
    expect(ErrorCode::modified, Status::token_malformed);
}

// Finding C3. RFC 3962 6: 16 and 32 bytes; RFC 8009 5 the same.
TEST_F(RequestCheck, WantsASubkeyOfAesThatIsAsLongAsItsType) {
    for (const auto& [enctype, size] :
         {std::pair(17, 16U), std::pair(18, 32U), std::pair(19, 16U), std::pair(20, 32U)}) {
        for (const std::size_t other : {0U, 1U, 15U, 16U, 17U, 24U, 31U, 32U, 33U, 64U}) {
            authenticator_fields_[6] = parts::key(enctype, std::string(other, 's'));
            if (other == size) {
                expect_good();
            } else {
                expect(ErrorCode::modified, Status::token_malformed);
            }
        }
    }
    for (const int enctype : {-1, 0, 3, 16, 21, 23, 26}) {
        authenticator_fields_[6] = parts::key(enctype, std::string(16, 's'));
        expect(ErrorCode::enctype_not_supported, Status::weak_key);
        EXPECT_EQ(verdict().enctype, enctype);
    }
    authenticator_fields_[6].clear();
    expect_good();
}

TEST_F(RequestCheck, WantsGssApisChecksum) {
    authenticator_fields_[3].clear();
    expect(ErrorCode::inappropriate_checksum, Status::token_malformed);
    set_checksum(7, checksum(0x3e));
    expect(ErrorCode::inappropriate_checksum, Status::token_malformed);
    set_checksum(0x8003, checksum(0x3e).substr(1));
    expect(ErrorCode::inappropriate_checksum, Status::token_malformed);
    set_checksum(0x8003, checksum(0x3e, "x"));
    expect(ErrorCode::inappropriate_checksum, Status::token_malformed);
    set_checksum(0x8003, checksum(0x3e));
    expect_good();
}

// [MS-KILE] 3.4.5.1; GSS_C_DCE_STYLE is 0x1000.
TEST_F(RequestCheck, WantsTheFrameThatGoesWithTheStyle) {
    framed_ = false;
    expect(ErrorCode::message_type, Status::token_malformed);
    std::string dce = checksum(0x3e);
    dce[21] = 0x10;
    set_checksum(0x8003, dce);
    expect_good();
    framed_ = true;
    expect(ErrorCode::message_type, Status::token_malformed);
}

TEST_F(RequestCheck, TakesNoUserToUserRequestAndNoTicketOfAnotherType) {
    const auto clear = [&] {
        der::Fault fault;
        return check_clear(read_ap_request(bytes_of(request_), fault), terms_);
    };
    EXPECT_FALSE(clear().refuses());
    terms_.ticket_enctypes = {20};
    EXPECT_EQ(clear().status, Status::weak_ticket);
    EXPECT_EQ(clear().enctype, 18);
    terms_.ticket_enctypes = {18};
    terms_.permitted_enctypes = {20};
    EXPECT_EQ(clear().status, Status::weak_ticket);
    terms_.permitted_enctypes = {18};
    auto fields = parts::request_fields();
    fields[2] = parts::flags(std::string("\x40\0\0\0", 4));
    request_ = parts::message(made::kApReq, fields);
    EXPECT_EQ(clear().code, ErrorCode::user_to_user_required);
}

TEST_F(RequestCheck, WantsASessionKeyOfAesThatSealsTheAuthenticator) {
    const auto session = [&](int enctype, std::size_t size) {
        ticket_fields_[1] = parts::key(enctype, std::string(size, 'k'));
        const OpenedRequest request = opened();
        return check_session_key(request.request, request.ticket, terms_);
    };
    EXPECT_FALSE(session(18, 32).refuses());
    EXPECT_EQ(session(18, 0).code, ErrorCode::modified);
    EXPECT_EQ(session(18, 31).code, ErrorCode::modified);
    EXPECT_EQ(session(23, 16).status, Status::weak_key);
    terms_.permitted_enctypes = {17};
    EXPECT_EQ(session(18, 32).status, Status::weak_key);
    terms_.permitted_enctypes = {18, 20};
    // The authenticator is sealed by type 18.
    EXPECT_EQ(session(20, 32).code, ErrorCode::bad_integrity);
}

}  // namespace
}  // namespace mutauth::context::kerberos
