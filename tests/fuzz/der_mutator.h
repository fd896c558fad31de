// A mutator for inputs that are DER after some bytes of choice: half the time it changes a place of
// the tree, with all lengths right around it.
#pragma once

#include <algorithm>
#include <cstring>

#include "support/der_bend.h"

extern "C" size_t LLVMFuzzerMutate(uint8_t* data, size_t size, size_t max_size);

namespace fuzz {

/// The bytes before the DER are changed as libFuzzer does.
inline size_t mutate(uint8_t* data, size_t size, size_t max_size, unsigned seed, size_t head) {
    tree::Dice dice(seed);
    const char* const bytes = reinterpret_cast<const char*>(data);
    auto elements = size > head && dice.one_in(2)
                        ? tree::read(std::string_view(bytes + head, size - head))
                        : std::nullopt;
    if (!elements || elements->empty()) {
        return ::LLVMFuzzerMutate(data, size, max_size);
    }
    for (unsigned i = 1 + dice.below(3); i > 0; --i) {
        tree::bend((*elements)[dice.below(static_cast<unsigned>(elements->size()))], dice);
    }
    std::string out(bytes, head);
    for (const tree::Element& one : *elements) {
        out += tree::written(one);
    }
    out.resize(std::min(out.size(), max_size));
    std::memcpy(data, out.data(), out.size());
    return out.size();
}

}  // namespace fuzz
