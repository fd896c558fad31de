// Whole mutual negotiations, both sides in one process, against MIT's calls with default
// credentials.
#include "mit_peer.h"
#include "own_peer.h"
#include "rounds.h"

int main() {
    using namespace mutauth::bench;
    set_up_defaults();
    const gss_name_t name = host_name();
    const OwnSides sides;
    compare(
        {"establish a context, both sides", "MIT gss_init/accept, default credentials"},
        [&] {
            OwnPair pair;
            establish(pair, sides);
        },
        [&] {
            MitPair pair;
            establish(pair, name);
        });
}
