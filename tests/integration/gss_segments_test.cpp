// Messages in segments, in DCE style and without, between the library and MIT's gss_wrap_iov; the
// sizes from 0 to 70000 of the other protections; and the key that both sides share.
#include "integration/gss_enctype.h"

#include <algorithm>
#include <vector>

namespace enctype {
namespace {

using mutauth::Bytes;
using mutauth::MutableByteView;
using mutauth::context::Segment;

std::string octets(std::size_t size, char first) {
    std::string out(size, '\0');
    std::generate(out.begin(), out.end(), [&] { return first = static_cast<char>(first * 7 + 1); });
    return out;
}

/// A DCE/RPC PDU in parts: head in the clear, stub encrypted, trailer in the clear.
struct Pdu {
    explicit Pdu(std::size_t size) : stub(octets(size, 3)) {}

    std::vector<Segment> ours() {
        return {{view(head), false}, {view(stub), true}, {view(trailer), false}};
    }
    std::vector<peer::Part> theirs() { return {{&head, false}, {&stub, true}, {&trailer, false}}; }
    bool operator==(const Pdu&) const = default;

    std::string head = octets(24, 1);
    std::string stub;
    std::string trailer = octets(8, 2);

  private:
    static MutableByteView view(std::string& text) {
        return {reinterpret_cast<std::uint8_t*>(text.data()), text.size()};
    }
};

std::vector<Way> ways() {
    std::vector<Way> out;
    for (const auto& [mechanism, oid] : {std::pair(Mechanism::krb5, peer::krb5()),
                                         std::pair(Mechanism::negotiate, peer::spnego())}) {
        for (const bool dce_style : {false, true}) {
            for (const Protector protector : {Protector::own, Protector::gss}) {
                out.push_back({mechanism, oid, Level::privacy,
                               peer::kAllFlags | (dce_style ? OM_uint32{GSS_C_DCE_STYLE} : 0),
                               protector, dce_style});
            }
        }
    }
    return out;
}

std::vector<std::size_t> sizes() {
    std::vector<std::size_t> out;
    for (std::size_t size = 0; size < 100; ++size) {
        out.push_back(size);
    }
    out.insert(out.end(), {4095, 4096, 5000, 70000});
    return out;
}

void exchange(peer::Side& theirs, SecurityContext& ours, const Way& way) {
    for (const std::size_t size : sizes()) {
        const Pdu original(size);
        Pdu pdu(size);
        Bytes token(ours.token_size());
        ASSERT_TRUE(ours.seal_segments(pdu.ours(), token));
        ASSERT_EQ(pdu.head, original.head);
        ASSERT_EQ(theirs.unwrap_parts(pdu.theirs(), std::string(mutauth::text_of(token))),
                  kComplete)
            << size;
        ASSERT_TRUE(pdu == original) << size;
        const std::string from_them = theirs.wrap_parts(pdu.theirs());
        ASSERT_EQ(from_them.size(), token.size());
        // As seen of Windows and Samba: EC 16 and RRC 28 with SHA-1 in DCE style.
        ASSERT_EQ(from_them[5], way.dce_style ? 16 : 0);
        ASSERT_EQ(from_them.substr(4, 4), std::string(mutauth::text_of(token)).substr(4, 4));
        ASSERT_TRUE(ours.open_segments(pdu.ours(), bytes_of(from_them))) << size;
        ASSERT_TRUE(pdu == original) << size;
        ASSERT_TRUE(ours.verify_segments(pdu.ours(), bytes_of(theirs.sign_parts(pdu.theirs()))));
        Bytes signature(ours.signature_size());
        ASSERT_TRUE(ours.sign_segments(pdu.ours(), signature));
        ASSERT_EQ(theirs.verify(pdu.head + pdu.stub + pdu.trailer,
                                std::string(mutauth::text_of(signature))),
                  kComplete);
    }
}

void share_a_key(const peer::Side& theirs, const SecurityContext& ours) {
    EXPECT_EQ(mutauth::text_of(ours.key()), theirs.session_key());
}

class GssSegments : public GssEnctype {};

TEST_P(GssSegments, AreExchangedWithMitsClient) {
    for (const Way& way : ways()) {
        SCOPED_TRACE(testing::Message()
                     << "mechanism " << static_cast<int>(way.mechanism) << " protector "
                     << static_cast<int>(way.protector) << " dce " << way.dce_style);
        peer::Side theirs(GSS_C_INITIATE, "ccache", ccache_, way.theirs);
        theirs.ask_for(spn_ + "@EXAMPLE.TEST", way.flags);
        const auto ours = serve(theirs, way);
        ASSERT_TRUE(ours);
        exchange(theirs, *ours, way);
        share_a_key(theirs, *ours);
    }
}

TEST_P(GssSegments, AreExchangedWithMitsService) {
    for (const Way& way : ways()) {
        SCOPED_TRACE(testing::Message()
                     << "mechanism " << static_cast<int>(way.mechanism) << " protector "
                     << static_cast<int>(way.protector) << " dce " << way.dce_style);
        peer::Side theirs(GSS_C_ACCEPT, "keytab", "FILE:" + keytab_, way.theirs);
        const auto ours = call(theirs, way);
        ASSERT_TRUE(ours);
        exchange(theirs, *ours, way);
        share_a_key(theirs, *ours);
    }
}

/// Every size up to 300, then those around each power of two, to 70000.
std::vector<std::size_t> sizes_to_70000() {
    std::vector<std::size_t> out;
    for (std::size_t size = 0; size <= 300; ++size) {
        out.push_back(size);
    }
    for (std::size_t power = 512; power <= 65536; power *= 2) {
        for (std::size_t size = power - 17; size <= power + 17; ++size) {
            out.push_back(size);
        }
    }
    out.push_back(70000);
    return out;
}

TEST_P(GssSegments, AndOtherMessagesHaveMitsFormAtEachSize) {
    const Way way{Mechanism::krb5, peer::krb5(), Level::privacy, peer::kAllFlags, Protector::own};
    peer::Side theirs(GSS_C_ACCEPT, "keytab", "FILE:" + keytab_, way.theirs);
    const auto ours = call(theirs, way);
    ASSERT_TRUE(ours);
    for (const std::size_t size : sizes_to_70000()) {
        const std::string message = octets(size, 5);
        std::string got;
        auto sealed = ours->seal(bytes_of(message));
        ASSERT_TRUE(sealed);
        ASSERT_EQ(theirs.unwrap(std::string(mutauth::text_of(*sealed)), got), kComplete);
        ASSERT_EQ(got, message);
        auto opened = ours->open(bytes_of(theirs.wrap(message)));
        ASSERT_TRUE(opened);
        ASSERT_EQ(mutauth::text_of(*opened), message);
        auto wrapped = ours->wrap(bytes_of(message));
        ASSERT_TRUE(wrapped);
        // Signed, but not encrypted.
        ASSERT_EQ(theirs.unwrap(std::string(mutauth::text_of(*wrapped)), got),
                  static_cast<OM_uint32>(GSS_S_FAILURE));
        ASSERT_EQ(got, message);
        auto unwrapped = ours->unwrap(bytes_of(theirs.wrap(message, false)));
        ASSERT_TRUE(unwrapped);
        ASSERT_EQ(mutauth::text_of(*unwrapped), message);
        Bytes signature(ours->signature_size());
        ASSERT_TRUE(ours->sign(bytes_of(message), signature));
        ASSERT_EQ(theirs.verify(message, std::string(mutauth::text_of(signature))), kComplete);
        ASSERT_TRUE(ours->verify(bytes_of(message), bytes_of(theirs.sign(message))));
    }
}

INSTANTIATE_TEST_SUITE_P(Aes, GssSegments, all_of_aes());

}  // namespace
}  // namespace enctype
