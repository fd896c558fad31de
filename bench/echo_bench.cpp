// A message sealed there and sealed back over loopback TCP, two processes on the processor that
// they were started on; and many messages one way, with one answer at their end.
#include <string>
#include <vector>

#include "channel_echo.h"
#include "gss_echo.h"
#include "rounds.h"
#ifdef BENCH_TIRPC
#include "rpc_echo.h"
#endif
#ifdef BENCH_SASL
#include "sasl_echo.h"
#endif

namespace {

using namespace mutauth::bench;

constexpr std::size_t kSizes[] = {64, 1024, 16384, 1048576};
/// What one call of the bulk rows sends.
constexpr std::size_t kBulk = std::size_t{1} << 20;

template <typename Peer>
void compare_echo(ChannelEcho& own, Peer& peer, const char* name, std::size_t longest) {
    const ProcessorTime used(own.server(), peer.server());
    for (const std::size_t size : kSizes) {
        if (size > longest) {
            continue;
        }
        std::vector<char> message(size, 'm');
        compare(
            {"echo " + size_name(size), name}, [&] { own.echo(message); },
            [&] { peer.echo(message); }, used);
    }
}

template <typename Peer>
void send_many(Peer& peer, const std::vector<char>& message) {
    static const std::vector<char> last(1, 'm');
    for (std::size_t sent = 0; sent < kBulk; sent += message.size()) {
        peer.send(message);
    }
    peer.echo(last);
}

void compare_bulk(ChannelEcho& own, GssEcho& peer) {
    const ProcessorTime used(own.server(), peer.server());
    for (const std::size_t size : kSizes) {
        const std::vector<char> message(size, kUnanswered);
        compare(
            {"bulk in " + size_name(size), "MIT gss_wrap in the same framing"},
            [&] { send_many(own, message); }, [&] { send_many(peer, message); }, used);
    }
}

}  // namespace

int main() {
    set_up_defaults();
    ChannelEcho own;
    GssEcho gss;
    compare_bulk(own, gss);
    compare_echo(own, gss, "MIT gss_wrap in the same framing", kBulk);
#ifdef BENCH_TIRPC
    RpcEcho rpc;
    compare_echo(own, rpc, "libtirpc RPCSEC_GSS privacy", RpcEcho::kLongest);
#endif
#ifdef BENCH_SASL
    SaslEcho sasl;
    compare_echo(own, sasl, "Cyrus SASL GSSAPI layer", kBulk);
#endif
}
