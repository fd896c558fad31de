// Sealing and opening one message, against MIT's gss_wrap and gss_unwrap under the same session key
// type.
#include <vector>

#include "mit_peer.h"
#include "own_peer.h"
#include "rounds.h"

namespace {

using namespace mutauth::bench;

void own_round_trip(const OwnPair& pair, std::vector<char>& message, std::vector<char>& sealed) {
    size_t size = 0;
    require(mutauth_context_seal(pair.client, message.data(), message.size(), sealed.data(),
                                 sealed.size(), &size) == 0);
    std::vector<char> opened(size);
    require(mutauth_context_open(pair.service, sealed.data(), size, opened.data(), opened.size(),
                                 &size) == 0 &&
            size == message.size());
}

void mit_round_trip(const MitPair& pair, std::vector<char>& message) {
    OM_uint32 minor = 0;
    int encrypted = 0;
    gss_buffer_desc in{message.size(), message.data()};
    gss_buffer_desc sealed = GSS_C_EMPTY_BUFFER;
    gss_buffer_desc opened = GSS_C_EMPTY_BUFFER;
    require(::gss_wrap(&minor, pair.client, 1, GSS_C_QOP_DEFAULT, &in, &encrypted, &sealed) ==
            GSS_S_COMPLETE);
    require(::gss_unwrap(&minor, pair.service, &sealed, &opened, &encrypted, nullptr) ==
                GSS_S_COMPLETE &&
            opened.length == message.size());
    ::gss_release_buffer(&minor, &sealed);
    ::gss_release_buffer(&minor, &opened);
}

void compare_size(const OwnPair& own, const MitPair& mit, const char* name, std::size_t size) {
    std::vector<char> message(size, 'm');
    std::vector<char> sealed(mutauth_context_sealed_size(own.client, size));
    compare(
        {name, "MIT gss_wrap + gss_unwrap"}, [&] { own_round_trip(own, message, sealed); },
        [&] { mit_round_trip(mit, message); });
}

}  // namespace

int main() {
    set_up_defaults();
    const OwnSides sides;
    OwnPair own;
    MitPair mit;
    establish(own, sides);
    establish(mit, host_name());
    compare_size(own, mit, "seal and open 64 B", 64);
    compare_size(own, mit, "seal and open 1 KiB", 1024);
    compare_size(own, mit, "seal and open 16 KiB", 16384);
}
