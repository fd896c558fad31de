// The framing of Windows' SSPI samples against a peer written by their description: SendMsg,
// ReceiveMsg, EncryptThis and DecryptThis, with MIT's gss_wrap_iov in the place of EncryptMessage.
#include <gmock/gmock.h>

#include <array>
#include <future>

#include "channel/channel.h"
#include "channel/engine.h"
#include "credential/credential.h"
#include "integration/gss_peer.h"
#include "spn/service_principal_name.h"
#include "support/command.h"
#include "support/environment.h"
#include "support/files.h"
#include "support/tcp.h"

namespace {

using mutauth::bytes_of;
using mutauth::Deadline;
using mutauth::Status;
using mutauth::channel::Channel;
using mutauth::channel::Engine;
using mutauth::channel::Framing;
using mutauth::context::Policy;
using mutauth::credential::Credential;

constexpr const char* kHost = "host/host1.example.test";
constexpr size_t kLongestBody = 12000;

std::string low_first(size_t value) {
    std::string out;
    for (int shift = 0; shift < 32; shift += 8) {
        out += static_cast<char>(value >> shift & 0xff);
    }
    return out;
}

size_t number_in(const std::string& octets) {
    size_t out = 0;
    for (size_t i = 4; i-- > 0;) {
        out = out << 8 | static_cast<unsigned char>(octets.at(i));
    }
    return out;
}

/// SendMsg: nothing at all for an empty message.
void send_msg(int fd, const std::string& message) {
    if (!message.empty()) {
        EXPECT_TRUE(support::write_all(fd, low_first(message.size()) + message));
    }
}

/// ReceiveMsg; "" at the end of the stream.
std::string receive_msg(int fd) {
    std::string head;
    std::string body;
    if (!support::read_exactly(fd, head, 4)) {
        return "";
    }
    EXPECT_LE(number_in(head), kLongestBody);
    EXPECT_TRUE(support::read_exactly(fd, body, number_in(head)));
    return body;
}

/// EncryptThis: SECBUFFER_TOKEN and SECBUFFER_DATA are the header and the data here.
std::string encrypt_this(const peer::Side& side, std::string message) {
    std::array<gss_iov_buffer_desc, 2> parts{};
    parts[0].type = GSS_IOV_BUFFER_TYPE_HEADER | GSS_IOV_BUFFER_FLAG_ALLOCATE;
    parts[1].type = GSS_IOV_BUFFER_TYPE_DATA;
    parts[1].buffer = {message.size(), message.data()};
    OM_uint32 minor = 0;
    EXPECT_EQ(::gss_wrap_iov(&minor, side.context(), 1, GSS_C_QOP_DEFAULT, nullptr, parts.data(),
                             parts.size()),
              static_cast<OM_uint32>(GSS_S_COMPLETE));
    const std::string token(static_cast<const char*>(parts[0].buffer.value),
                            parts[0].buffer.length);
    ::gss_release_iov_buffer(&minor, parts.data(), parts.size());
    return low_first(token.size()) + token + message;
}

/// DecryptThis: takes the data only where DecryptMessage would find them.
std::string decrypt_this(const peer::Side& side, const std::string& body) {
    const size_t size = number_in(body);
    std::string token = body.substr(4, size);
    std::string data = body.substr(4 + size);
    std::array<gss_iov_buffer_desc, 2> parts{};
    parts[0].type = GSS_IOV_BUFFER_TYPE_HEADER;
    parts[0].buffer = {token.size(), token.data()};
    parts[1].type = GSS_IOV_BUFFER_TYPE_DATA;
    parts[1].buffer = {data.size(), data.data()};
    OM_uint32 minor = 0;
    int encrypted = 0;
    EXPECT_EQ(
        ::gss_unwrap_iov(&minor, side.context(), &encrypted, nullptr, parts.data(), parts.size()),
        static_cast<OM_uint32>(GSS_S_COMPLETE));
    EXPECT_EQ(encrypted, 1);
    return data;
}

mutauth::spn::ServicePrincipalName host() {
    auto parsed = mutauth::spn::parse(kHost);
    EXPECT_TRUE(parsed);
    return *parsed;
}

std::string keytab(const std::string& account) {
    return std::string(std::getenv("MUTAUTH_REALM_KEYTABS")) + "/" + account + ".keytab";
}

std::shared_ptr<mutauth::context::Negotiation> our_service() {
    auto keys = Credential::from_keytab(keytab("host1"), "");
    EXPECT_TRUE(keys) << keys.error().message();
    Policy demands;
    demands.served = mutauth::spn::serving({host()});
    auto made = mutauth::context::accept(**keys, demands);
    EXPECT_TRUE(made) << made.error().message();
    return std::move(*made);
}

std::shared_ptr<mutauth::context::Negotiation> our_client() {
    auto alice = Credential::from_keytab(keytab("alice"), "alice");
    EXPECT_TRUE(alice) << alice.error().message();
    auto made = mutauth::context::initiate(**alice, host(), Policy(), Deadline::usual());
    EXPECT_TRUE(made) << made.error().message();
    return std::move(*made);
}

/// The sample's two roles on one end of a socket pair, and our channel on the other.
class WindowsSample : public testing::Test {
  protected:
    WindowsSample() : ccache_("FILE:" + (folder_ / "ccache")) {
        support::must_run("kinit -c " + ccache_ + " -k -t " + keytab("alice") + " alice");
        std::tie(near_, far_) = support::socket_pair();
    }

    std::unique_ptr<peer::Side> sample_client() const {
        auto side = std::make_unique<peer::Side>(GSS_C_INITIATE, "ccache", ccache_, peer::krb5());
        side->ask_for(std::string(kHost) + "@EXAMPLE.TEST", peer::kAllFlags);
        std::string out;
        OM_uint32 major = side->initiate("", out);
        send_msg(near_.get(), out);
        while (major == GSS_S_CONTINUE_NEEDED) {
            major = side->initiate(receive_msg(near_.get()), out);
            // Also after the last leg, where there is nothing to send.
            send_msg(near_.get(), out);
        }
        EXPECT_EQ(major, static_cast<OM_uint32>(GSS_S_COMPLETE));
        return side;
    }

    std::unique_ptr<peer::Side> sample_service() const {
        auto side = std::make_unique<peer::Side>(GSS_C_ACCEPT, "keytab", "FILE:" + keytab("host1"),
                                                 peer::krb5());
        OM_uint32 major = GSS_S_CONTINUE_NEEDED;
        while (major == GSS_S_CONTINUE_NEEDED) {
            std::string out;
            major = side->accept(receive_msg(near_.get()), out);
            send_msg(near_.get(), out);
        }
        EXPECT_EQ(major, static_cast<OM_uint32>(GSS_S_COMPLETE));
        return side;
    }

    std::unique_ptr<Channel> open(const std::shared_ptr<mutauth::context::Negotiation>& with) {
        auto opened = Channel::open(far_.get(), *with, Framing::windows_sample, Deadline::usual());
        EXPECT_TRUE(opened) << opened.error().message();
        far_.release();
        return std::move(*opened);
    }

    void speaks(const peer::Side& side, Channel& channel) const {
        for (const size_t size : {size_t{1}, size_t{5}, size_t{1000}, kLongestBody - 4 - 72}) {
            const std::string message(size, 'm');
            ASSERT_TRUE(channel.send(bytes_of(message), Deadline::usual()));
            EXPECT_EQ(decrypt_this(side, receive_msg(near_.get())), message);
            send_msg(near_.get(), encrypt_this(side, message));
            auto got = channel.receive(Deadline::usual());
            ASSERT_TRUE(got) << got.error().message();
            EXPECT_EQ(mutauth::text_of(**got), message);
        }
    }

    support::Folder folder_;
    std::string ccache_;
    support::Socket near_;
    support::Socket far_;
};

TEST_F(WindowsSample, ServesTheSamplesClient) {
    auto ours = std::async(std::launch::async, [&] { return open(our_service()); });
    const auto side = sample_client();
    const auto channel = ours.get();
    EXPECT_EQ(channel->context().proof().client, "alice@EXAMPLE.TEST");
    speaks(*side, *channel);
}

TEST_F(WindowsSample, CallsTheSamplesService) {
    auto ours = std::async(std::launch::async, [&] { return open(our_client()); });
    const auto side = sample_service();
    const auto channel = ours.get();
    speaks(*side, *channel);
}

TEST_F(WindowsSample, AnEndIsNeverProven) {
    auto ours = std::async(std::launch::async, [&] { return open(our_client()); });
    const auto side = sample_service();
    const auto channel = ours.get();
    EXPECT_EQ(channel->refuse("no", Deadline::usual()).error().status(), Status::not_in_framing);
    send_msg(near_.get(), encrypt_this(*side, "last"));
    ASSERT_TRUE(channel->close(Deadline::usual()));
    EXPECT_EQ(receive_msg(near_.get()), "");
    near_.close();
    auto got = channel->receive(Deadline::usual());
    ASSERT_TRUE(got);
    EXPECT_EQ(mutauth::text_of(**got), "last");
    EXPECT_EQ(channel->receive(Deadline::usual()).error().status(), Status::stream_end_unproven);
    EXPECT_EQ(channel->receive(Deadline::usual()).error().status(), Status::wrong_state);
}

TEST_F(WindowsSample, BoundsItsFramesBothWays) {
    auto ours = std::async(std::launch::async, [&] { return open(our_client()); });
    const auto side = sample_service();
    const auto channel = ours.get();
    const std::string longer(kLongestBody - 4 - 59, 'm');
    EXPECT_EQ(channel->send(bytes_of(longer), Deadline::usual()).error().status(),
              Status::invalid_argument);
    ASSERT_TRUE(channel->send(bytes_of("next"), Deadline::usual()));
    EXPECT_EQ(decrypt_this(*side, receive_msg(near_.get())), "next");
    support::write_all(near_.get(), low_first(kLongestBody + 1));
    EXPECT_EQ(channel->receive(Deadline::usual()).error().status(), Status::frame_too_large);
}

/// Our engine, proven by the sample's service, and one message that was sealed for it.
struct Proven {
    std::unique_ptr<Engine> engine;
    std::string frame;
};

TEST_F(WindowsSample, EveryFlippedOctetOfAMessageIsSeen) {
    const auto proven = [&] {
        auto begun = Engine::begin(our_client(), Framing::windows_sample);
        EXPECT_TRUE(begun);
        peer::Side side(GSS_C_ACCEPT, "keytab", "FILE:" + keytab("host1"), peer::krb5());
        std::string out;
        const auto waiting = (*begun)->to_send();
        const std::string first(waiting->begin(), waiting->end());
        EXPECT_EQ(number_in(first), first.size() - 4);
        EXPECT_EQ(side.accept(first.substr(4), out), static_cast<OM_uint32>(GSS_S_COMPLETE));
        EXPECT_TRUE((*begun)->feed(bytes_of(low_first(out.size()) + out)));
        const std::string body = encrypt_this(side, "hello");
        return Proven{std::move(*begun), low_first(body.size()) + body};
    };
    Proven whole = proven();
    ASSERT_TRUE(whole.engine->feed(bytes_of(whole.frame)));
    EXPECT_EQ(mutauth::text_of(**whole.engine->receive()), "hello");
    size_t accepted = 0;
    for (size_t at = 0; at < whole.frame.size(); ++at) {
        Proven spoiled = proven();
        spoiled.frame[at] = static_cast<char>(spoiled.frame[at] ^ (1 << at % 8));
        ASSERT_TRUE(spoiled.engine->feed(bytes_of(spoiled.frame)));
        ASSERT_TRUE(spoiled.engine->ended());
        accepted += spoiled.engine->receive() ? 1 : 0;
    }
    std::cout << whole.frame.size() << " octets flipped, " << accepted << " accepted\n";
    EXPECT_EQ(accepted, 0U);
}

}  // namespace
