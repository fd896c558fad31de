#include "context/kerberos/messages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "parts.h"

namespace mutauth::context::kerberos {
namespace {

namespace made = support::der;
using Fields = std::vector<std::string>;

/// The fault of a message whose fields are these, empty if there is none.
template <typename Reads>
std::string fault_of(Reads reads, const std::string& message) {
    der::Fault fault;
    reads(bytes_of(message), fault);
    return fault ? fault.text() : std::string();
}

const auto kTicketReader = [](ByteView bytes, der::Fault& fault) {
    read_ticket_part(bytes, fault);
};
const auto kAuthenticatorReader = [](ByteView bytes, der::Fault& fault) {
    read_authenticator(bytes, fault);
};
const auto kRequestReader = [](ByteView bytes, der::Fault& fault) {
    read_ap_request(bytes, fault);
};
const auto kAnswerReader = [](ByteView bytes, der::Fault& fault) {
    read_answer_part(bytes, fault);
};

struct Shape {
    uint8_t tag;
    Fields fields;
    /// May lack (RFC 4120's OPTIONAL).
    std::vector<unsigned> optional;
    std::function<void(ByteView, der::Fault&)> reads;
};

std::vector<Shape> shapes() {
    return {
        {parts::kTicketPart, parts::ticket_fields(), {6, 8, 9, 10}, kTicketReader},
        {parts::kAuthenticator, parts::authenticator_fields(), {3, 6, 7, 8}, kAuthenticatorReader},
        {made::kApReq, parts::request_fields(), {}, kRequestReader},
        {parts::kAnswerPart, parts::answer_part_fields(), {2, 3}, kAnswerReader}};
}

TEST(KerberosMessages, LackWhatIsOptionalAlone) {
    for (const Shape& shape : shapes()) {
        EXPECT_EQ(fault_of(shape.reads, parts::message(shape.tag, shape.fields)), "");
        for (unsigned number = 0; number < shape.fields.size(); ++number) {
            Fields fewer = shape.fields;
            fewer[number].clear();
            const bool may = std::find(shape.optional.begin(), shape.optional.end(), number) !=
                             shape.optional.end();
            EXPECT_EQ(fault_of(shape.reads, parts::message(shape.tag, fewer)).empty(), may)
                << int{shape.tag} << ", field " << number;
        }
    }
}

TEST(KerberosMessages, HaveEachFieldOnceInItsPlaceAndNoOther) {
    for (const Shape& shape : shapes()) {
        std::string content;
        for (unsigned number = 0; number < shape.fields.size(); ++number) {
            content += parts::field(number, shape.fields[number]);
        }
        const auto whole = [&](const std::string& fields) {
            return made::element(shape.tag, parts::sequence(fields));
        };
        const auto refused = [&](const std::string& message) {
            return !fault_of(shape.reads, message).empty();
        };
        EXPECT_FALSE(refused(whole(content)));
        const auto last = static_cast<unsigned>(shape.fields.size());
        EXPECT_TRUE(refused(whole(content + parts::field(last, made::integer(1))))) << "unknown";
        EXPECT_TRUE(refused(whole(content + std::string(1, '\0')))) << "trailing";
        EXPECT_TRUE(refused(whole(parts::field(0, shape.fields[0]) + content))) << "twice";
        EXPECT_TRUE(refused(whole(content) + "x")) << "after";
        EXPECT_TRUE(refused(made::element(shape.tag, parts::sequence(content) + "x")));
        EXPECT_TRUE(
            refused(made::element(static_cast<uint8_t>(shape.tag + 1), parts::sequence(content))));
        for (std::size_t size = 0; size < whole(content).size(); ++size) {
            EXPECT_TRUE(refused(whole(content).substr(0, size))) << size;
        }
    }
}

/// Each case: a field, what stands in it, and whether that is taken.
struct Case {
    unsigned field;
    std::string content;
    bool taken;
};

void check(const Shape& shape, const std::vector<Case>& cases) {
    for (const Case& one : cases) {
        Fields fields = shape.fields;
        fields[one.field] = one.content;
        const std::string fault = fault_of(shape.reads, parts::message(shape.tag, fields));
        EXPECT_EQ(fault.empty(), one.taken) << "field " << one.field << ": " << fault;
    }
}

// RFC 4120 5.2.3 to 5.2.9.
TEST(KerberosMessages, HoldValuesInRange) {
    const auto all = shapes();
    const std::string realm = parts::general("");
    check(
        all[0],
        {{0, parts::flags(std::string(4, '\0')), true},
         {0, made::element(0x03, std::string("\1\0\0\0\1", 5)), false},
         {1, parts::key(-5, ""), true},
         {1, parts::key(18, "") + "x", false},
         {2, realm, false},
         {3, made::principal_name({}), false},
         {3, made::principal_name({""}), true},
         {4,
          parts::sequence(parts::field(0, made::integer(255)) + parts::field(1, parts::octets(""))),
          true},
         {4,
          parts::sequence(parts::field(0, made::integer(256)) + parts::field(1, parts::octets(""))),
          false},
         {5, parts::time("20240230030405Z"), false},
         {7, parts::time("20240102130405.1Z"), false},
         {7, parts::time("21070101000000Z"), false},
         {9, parts::sequence("x"), false},
         {10, parts::sequence(""), false}});
    check(all[1], {{0, made::integer(4), false},
                   {1, realm, false},
                   {4, made::integer(0), true},
                   {4, made::integer(999999), true},
                   {4, made::integer(1000000), false},
                   {4, made::integer(-1), false},
                   {6, parts::sequence(parts::field(0, made::integer(18))), false},
                   {7, made::integer(-1), true},
                   {7, made::element(0x02, std::string("\0\xff\xff\xff\xff", 5)), true},
                   {7, made::element(0x02, std::string("\1\0\0\0\0", 5)), false},
                   {7, made::element(0x02, std::string("\0\1", 2)), false}});
    check(all[2], {{0, made::integer(6), false},
                   {1, made::integer(15), false},
                   {3, parts::ticket() + parts::ticket(), false},
                   {4, parts::sealed(18, "secret", -1), true},
                   {4, parts::sequence(parts::field(0, made::integer(18))), false}});
    check(all[3], {{1, made::integer(1000000), false}, {3, made::integer(-1), true}});
}

TEST(KerberosMessages, SayWhatIsInThem) {
    const std::string bytes = parts::message(parts::kTicketPart, parts::ticket_fields());
    der::Fault fault;
    const TicketPart ticket = read_ticket_part(bytes_of(bytes), fault);
    EXPECT_EQ(ticket.flags, 0x40080000U);
    EXPECT_EQ(ticket.key.enctype, 18);
    EXPECT_EQ(text_of(ticket.key.value), std::string(32, 'k'));
    EXPECT_EQ(ticket.client.text(ticket.client_realm), "alice@EXAMPLE.TEST");
    // date -u -d '2024-01-02 03:04:05' +%s
    EXPECT_EQ(ticket.authtime, 1704164645);
    EXPECT_EQ(ticket.endtime, 1704164645 + 36000);
    const std::string request = parts::message(made::kApReq, parts::request_fields());
    const ApRequest asked = read_ap_request(bytes_of(request), fault);
    EXPECT_EQ(text_of(asked.ticket.der), parts::ticket());
    EXPECT_EQ(asked.ticket.sealed.kvno, 3);
    EXPECT_EQ(asked.options, 0x20000000U);
    EXPECT_FALSE(fault);
}

// RFC 4120 5.5.1: "starttime ... If this field is absent, then the authtime".
TEST(KerberosMessages, StartWhenTheClientProvedItselfIfTheySayNoTime) {
    Fields fields = parts::ticket_fields();
    fields[6].clear();
    const std::string bytes = parts::message(parts::kTicketPart, fields);
    der::Fault fault;
    EXPECT_EQ(read_ticket_part(bytes_of(bytes), fault).starttime, 1704164645);
}

}  // namespace
}  // namespace mutauth::context::kerberos
