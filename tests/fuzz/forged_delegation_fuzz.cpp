// The tickets that a client hands over: what is sealed in a KRB-CRED (RFC 4120 5.8.1), with as many
// tickets beside it as the input says. Policies that do not keep them are asked too.
#include "fuzz/forged.h"

namespace {

/// A byte of choice, a byte of numbers, and EncKrbCredPart.
constexpr std::size_t kHead = 2;

}  // namespace

extern "C" size_t LLVMFuzzerCustomMutator(uint8_t* data,
                                          size_t size,
                                          size_t max_size,
                                          unsigned seed) {
    return fuzz::mutate(data, size, max_size, seed, kHead);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size <= kHead) {
        return 0;
    }
    const auto& world = fuzz::World::get();
    const forge::Forger forger(world.library());
    forge::Request says = fuzz::World::request();
    forge::Delegation over;
    over.tickets = data[1] % 4;
    over.by = static_cast<forge::Delegation::By>(data[1] / 4 % 3);
    const std::string part(text_of_input(data + kHead, size - kHead));
    const std::string handed = forger.cred_message(says, over, part);
    says.flags |= forge::kDelegates;
    says.after_checksum =
        forge::little_endian(1, 2) + forge::little_endian(handed.size(), 2) + handed;
    world.accept(fuzz::Choice(data[0]), forger.request(says));
    return 0;
}
