// Authenticators (RFC 4120 5.5.1) under a true ticket: the subkey, RFC 4121's checksum, numbers and
// authorization data of a client that holds its session key.
#include "fuzz/forged.h"

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data,
                                          size_t size,
                                          size_t max_size,
                                          unsigned seed) {
    return fuzz::mutate(data, size, max_size, seed, 1);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) {
        return 0;
    }
    const auto& world = fuzz::World::get();
    const forge::Forger forger(world.library());
    const forge::Request says = fuzz::World::request();
    static const std::string ticket =
        world.library().sealed(says.service_key, forge::kTicketUsage, tree::written([&] {
                                   forge::Request lasting = says;
                                   lasting.ends = 10000000;
                                   return forge::ticket_part(lasting);
                               }()));
    const std::string said(text_of_input(data + 1, size - 1));
    world.accept(
        fuzz::Choice(data[0]),
        forger.request(says, ticket, fuzz::with(said, fuzz::kNow, tree::time_text(says.now))));
    return 0;
}
