#include "context/kerberos/forwarded.h"

#include <gtest/gtest.h>

#include "parts.h"

namespace mutauth::context::kerberos {
namespace {

namespace made = support::der;

/// The name's field stands in bytes that live as long as the terms.
class ForwardedForm : public testing::Test {
  protected:
    ForwardedForm() {
        der::Reader reader(bytes_of(name_), fault_);
        terms_.client = credential::read_name(reader, 0, "client");
        terms_.client_realm = bytes_of("EXAMPLE.TEST");
    }

    /// Under enctype 0, in the clear, as old MIT sends it.
    std::string fault(const std::string& tickets, const std::string& part) const {
        const std::string message =
            parts::message(parts::kForwarded, {made::integer(5), made::integer(22),
                                               parts::sequence(tickets), parts::sealed(0, part)});
        const der::Fault found = check_forwarded(bytes_of(message), terms_);
        return found ? found.text() : std::string();
    }
    static std::string part(const std::string& infos) {
        return parts::message(parts::kForwardedPart, {parts::sequence(infos)});
    }
    std::string fault_of_info(const std::vector<std::string>& fields) const {
        return fault(parts::ticket(), part(parts::info(fields)));
    }

    const std::string name_ = parts::field(0, made::principal_name({"alice"}));
    der::Fault fault_;
    ForwardedTerms terms_;
};

// Finding C4. RFC 4120 5.8.1: "The order of the information for the tickets is the same".
TEST_F(ForwardedForm, HoldsAnInfoForEachTicket) {
    const std::string ticket = parts::ticket();
    const std::string info = parts::info();
    EXPECT_EQ(fault(ticket, part(info)), "");
    EXPECT_EQ(fault(ticket + ticket, part(info + info)), "");
    EXPECT_NE(fault(ticket + ticket, part(info)), "");
    EXPECT_NE(fault(ticket, part(info + info)), "");
    EXPECT_NE(fault("", part("")), "");
    EXPECT_NE(fault("", part(info)), "");
    EXPECT_NE(fault(ticket, part("")), "");
}

TEST_F(ForwardedForm, SaysWhoseTicketsForWhichServiceByWhichKey) {
    for (unsigned number = 0; number < parts::info_fields().size(); ++number) {
        auto fields = parts::info_fields();
        fields[number].clear();
        const bool needed = number < 3 || number == 8 || number == 9;
        EXPECT_EQ(fault_of_info(fields).empty(), !needed) << number;
    }
    auto fields = parts::info_fields();
    fields[0] = parts::key(18, "");
    EXPECT_NE(fault_of_info(fields), "");
}

TEST_F(ForwardedForm, IsOfTheClientAlone) {
    auto fields = parts::info_fields();
    fields[2] = made::principal_name({"bob"});
    EXPECT_NE(fault_of_info(fields), "");
    fields = parts::info_fields();
    fields[1] = parts::general("OTHER.TEST");
    EXPECT_NE(fault_of_info(fields), "");
    EXPECT_NE(fault(parts::ticket() + parts::ticket(), part(parts::info() + parts::info(fields))),
              "");
}

TEST_F(ForwardedForm, IsWholeAndOpens) {
    EXPECT_NE(fault(parts::ticket(), part(parts::info()) + "x"), "");
    EXPECT_NE(fault(parts::ticket() + "x", part(parts::info())), "");
    EXPECT_NE(fault(parts::ticket(), ""), "");
    const std::string sealed = parts::message(
        parts::kForwarded, {made::integer(5), made::integer(22), parts::sequence(parts::ticket()),
                            parts::sealed(18, part(parts::info()))});
    EXPECT_TRUE(check_forwarded(bytes_of(sealed), terms_));
    EXPECT_TRUE(check_forwarded(bytes_of("nonsense"), terms_));
    EXPECT_TRUE(check_forwarded({}, terms_));
}

}  // namespace
}  // namespace mutauth::context::kerberos
