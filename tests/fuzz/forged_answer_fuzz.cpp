// What is sealed in an AP-REP (RFC 4120 5.5.2), of a service that holds its key.
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
    fuzz::World::get().answer(fuzz::Choice(data[0]),
                              std::string(text_of_input(data + 1, size - 1)));
    return 0;
}
