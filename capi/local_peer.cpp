#include <mutauth/local_peer.h>

#include "identity_handles.h"

using namespace mutauth::capi;

mutauth_status mutauth_local_peer_of(int socket, mutauth_local_peer** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        return give(out, mutauth::identity::prove_local_peer(socket));
    });
}

const mutauth_identity* mutauth_local_peer_identity(const mutauth_local_peer* peer) {
    return live(peer) ? peer->identity.get() : nullptr;
}

int32_t mutauth_local_peer_process(const mutauth_local_peer* peer) {
    return get_or(
        peer, [](const auto& proof) { return proof->local->process; }, -1);
}

void mutauth_local_peer_free(mutauth_local_peer* peer) {
    release(peer);
}
