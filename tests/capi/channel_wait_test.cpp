// How long a channel waits where no deadline is given. The replaced poll(2) serves the library too:
// libmutauth calls it through the dynamic linker.
#include <dlfcn.h>
#include <poll.h>

#include <algorithm>
#include <climits>

#include "capi/channels.h"

namespace {

/// The longest wait of this thread, in milliseconds.
thread_local int longest = -1;

using Poll = int(pollfd*, nfds_t, int);

int noted_poll(pollfd* waits, nfds_t count, int milliseconds) {
    static auto* const real = reinterpret_cast<Poll*>(::dlsym(RTLD_NEXT, "poll"));
    longest = std::max(longest, milliseconds);
    return real(waits, count, milliseconds);
}

}  // namespace

#define SEEN_BY_THE_LIBRARY extern "C" __attribute__((visibility("default")))

SEEN_BY_THE_LIBRARY int poll(pollfd* waits, nfds_t count, int milliseconds) {
    return noted_poll(waits, count, milliseconds);
}

/// What is called in place of poll where sizes are known.
SEEN_BY_THE_LIBRARY int __poll_chk(  // NOLINT(bugprone-reserved-identifier)
    pollfd* waits,
    nfds_t count,
    int milliseconds,
    std::size_t /*size*/) {
    return noted_poll(waits, count, milliseconds);
}

namespace {

constexpr int kUsual = 30000;

/// The longest wait of a thread that runs the body, while this one keeps it waiting for a moment.
int longest_wait_of(const std::function<void()>& body, const std::function<void()>& end) {
    auto waiting = std::async(std::launch::async, [&] {
        body();
        return longest;
    });
    EXPECT_EQ(waiting.wait_for(std::chrono::milliseconds(50)), std::future_status::timeout);
    end();
    return waiting.get();
}

// Finding C22: a proven channel waits for its next message for as long as it may.
TEST(CapiChannelWait, ForAMessageHasNoEndUnlessOneIsGiven) {
    const realm::Ends ends = realm::open_ends();
    const auto receive = [&](const mutauth_deadline* deadline) {
        mutauth_bytes* out = nullptr;
        EXPECT_EQ(mutauth_channel_receive(ends.service.channel.get(), deadline, &out), MUTAUTH_OK)
            << realm::why();
        mutauth_bytes_free(out);
    };
    const auto send = [&] {
        EXPECT_EQ(realm::send(ends.client.channel, "at last"), MUTAUTH_OK);
    };
    EXPECT_EQ(longest_wait_of([&] { receive(nullptr); }, send), INT_MAX);
    const realm::Deadline deadline = realm::within(5000);
    const int bounded = longest_wait_of([&] { receive(deadline.get()); }, send);
    EXPECT_GT(bounded, 0);
    EXPECT_LE(bounded, 5000);
}

TEST(CapiChannelWait, ForAProofEndsAfterThirtySeconds) {
    auto [mine, peers] = support::socket_pair();
    const realm::Credential host = realm::computer();
    const realm::Negotiation service = realm::accept(host, realm::serving(realm::host_spn()));
    const int bounded = longest_wait_of(
        [&, fd = mine.get()] {
            mutauth_channel* out = nullptr;
            EXPECT_EQ(mutauth_channel_open(fd, service.get(), nullptr, &out),
                      MUTAUTH_STREAM_TRUNCATED);
        },
        [&, &other = peers] { other.close(); });
    EXPECT_GT(bounded, kUsual - 1000);
    EXPECT_LE(bounded, kUsual);
}

}  // namespace
