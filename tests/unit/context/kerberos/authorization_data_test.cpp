#include "context/kerberos/authorization_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parts.h"

namespace mutauth::context::kerberos {
namespace {

namespace made = support::der;

std::string ticket_fault(const std::string& elements) {
    der::Fault fault;
    read_ticket_data(bytes_of(elements), fault);
    return fault ? fault.text() : std::string();
}

std::string authenticator_fault(const std::string& elements) {
    der::Fault fault;
    read_authenticator_data(bytes_of(elements), fault);
    return fault ? fault.text() : std::string();
}

std::string little(std::uint64_t value, int size) {
    std::string out;
    for (int i = 0; i < size; ++i) {
        out += static_cast<char>(value >> (8 * i) & 0xff);
    }
    return out;
}

/// [MS-PAC] 2.3 and 2.4: one buffer of 8 bytes.
std::string pac(std::uint64_t count = 1,
                std::uint64_t version = 0,
                std::uint64_t size = 8,
                std::uint64_t offset = 24) {
    return little(count, 4) + little(version, 4) + little(10, 4) + little(size, 4) +
           little(offset, 8) + std::string(8, 'p');
}

TEST(AuthorizationData, IsTakenIfItIsWellFormed) {
    EXPECT_EQ(ticket_fault(""), "");
    EXPECT_EQ(ticket_fault(parts::authorization(4, "x")), "");
    EXPECT_EQ(ticket_fault(parts::if_relevant(parts::authorization(9999, "x"))), "");
    EXPECT_NE(ticket_fault("x"), "");
    EXPECT_NE(ticket_fault(parts::authorization(4, "x") + "x"), "");
    EXPECT_NE(ticket_fault(parts::authorization(1, "x")), "") << "AD-IF-RELEVANT holds a list";
    EXPECT_NE(ticket_fault(parts::if_relevant("")), "");
    EXPECT_NE(ticket_fault(parts::sequence(parts::field(0, made::integer(4)))), "");
}

// Finding C19. RFC 4120 5.2.6: what is not understood, outside AD-IF-RELEVANT, is refused.
TEST(AuthorizationData, OfAnUnknownTypeIsCriticalOutsideIfRelevant) {
    for (const int type : {2, 3, 5, 9, 9999, -1}) {
        EXPECT_NE(ticket_fault(parts::authorization(type, "x")), "") << type;
        EXPECT_NE(authenticator_fault(parts::authorization(type, "x")), "") << type;
        EXPECT_EQ(ticket_fault(parts::if_relevant(parts::authorization(type, "x"))), "") << type;
    }
    for (const int type : {4, 8, 96, 97, 141, 142, 144, 512}) {
        EXPECT_EQ(ticket_fault(parts::authorization(type, "x")), "") << type;
    }
}

TEST(AuthorizationData, IsNestedFourDeepAtMost) {
    std::string nested = parts::authorization(9999, "x");
    for (int depth = 1; depth <= 6; ++depth) {
        nested = parts::if_relevant(nested);
        EXPECT_EQ(ticket_fault(nested).empty(), depth <= 4) << depth;
    }
}

TEST(AuthorizationData, HoldsOnePacAtMostAndThatHasItsFrame) {
    const std::string good = parts::authorization(128, pac());
    EXPECT_EQ(ticket_fault(parts::if_relevant(good)), "");
    EXPECT_NE(ticket_fault(parts::if_relevant(good + good)), "");
    EXPECT_NE(ticket_fault(good + parts::if_relevant(good)), "");
    EXPECT_TRUE(is_pac(bytes_of(pac())));
    for (const std::string& bad :
         {std::string(), pac().substr(0, 7), pac(0), pac(2), pac(0xffffffff), pac(1, 1),
          pac(1, 0, 9), pac(1, 0, 8, 25), pac(1, 0, 8, 16), pac(1, 0, 8, 32), pac(1, 0, 0xffffffff),
          pac(1, 0, 8, 0xfffffffffffffff8)}) {
        EXPECT_FALSE(is_pac(bytes_of(bad)));
        EXPECT_NE(ticket_fault(parts::if_relevant(parts::authorization(128, bad))), "");
    }
    EXPECT_TRUE(is_pac(bytes_of(pac(1, 0, 0, 32)))) << "an empty buffer at the end";
}

// [MS-KILE] 2.2.10 and 3.4.5; KERB_AP_OPTIONS_CBT is 0x4000. A looser spot of finding C7.
TEST(AuthorizationData, HoldsTheApOptionsOnce) {
    const auto options = [](const std::string& bytes) {
        return parts::authorization(143, bytes);
    };
    const auto knows = [](const std::string& elements) {
        der::Fault fault;
        return read_authenticator_data(bytes_of(elements), fault).knows_bindings;
    };
    const std::string aware("\0\x40\0\0", 4);
    EXPECT_TRUE(knows(parts::if_relevant(options(aware))));
    EXPECT_FALSE(knows(parts::if_relevant(options(std::string(4, '\0')))));
    EXPECT_FALSE(knows(""));
    EXPECT_EQ(authenticator_fault(parts::if_relevant(options(aware) + options(aware))),
              "AD-AP-OPTIONS: given twice");
    for (const std::string& bad : {std::string(), aware.substr(1), aware + "x"}) {
        EXPECT_EQ(authenticator_fault(parts::if_relevant(options(bad))),
                  "AD-AP-OPTIONS: malformed");
    }
}

// RFC 4537 3: EtypeList ::= SEQUENCE OF Int32.
TEST(AuthorizationData, HoldsAListOfEnctypes) {
    const auto list = [](const std::string& content) {
        return parts::if_relevant(parts::authorization(129, content));
    };
    EXPECT_EQ(authenticator_fault(list(parts::sequence(made::integer(18) + made::integer(-5)))),
              "");
    EXPECT_NE(authenticator_fault(list(parts::sequence(parts::octets("x")))), "");
    EXPECT_NE(authenticator_fault(list("x")), "");
}

/// RFC 7751 3.
std::string cammac(const std::string& verifier) {
    return parts::sequence(parts::field(0, parts::sequence(parts::authorization(97, "x"))) +
                           (verifier.empty() ? "" : parts::field(2, verifier)));
}

TEST(AuthorizationData, ReadsACammacsVerifier) {
    const std::string mac = parts::sequence(parts::field(0, made::integer(16)) +
                                            parts::field(1, parts::octets("checksum")));
    const auto read = [](const std::string& bytes) {
        der::Fault fault;
        const Cammac out = read_cammac(bytes_of(bytes), fault);
        return fault ? std::nullopt : std::optional(out.service_verifier.has_value());
    };
    EXPECT_EQ(read(cammac("")), false);
    EXPECT_EQ(read(cammac(parts::sequence(parts::field(3, mac)))), true);
    EXPECT_EQ(
        read(cammac(parts::sequence(parts::field(0, made::principal_name({"host", "h"})) +
                                    parts::field(1, made::integer(3)) +
                                    parts::field(2, made::integer(18)) + parts::field(3, mac)))),
        true);
    EXPECT_EQ(read(cammac(parts::sequence(""))), std::nullopt);
    EXPECT_EQ(read(cammac(parts::sequence(parts::field(3, mac) + "x"))), std::nullopt);
    EXPECT_EQ(read(""), std::nullopt);
    EXPECT_EQ(read("\x30\x80"), std::nullopt);
}

}  // namespace
}  // namespace mutauth::context::kerberos
