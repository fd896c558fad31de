// Every way there is to protect a message: the encryption types, and what does the cryptography.
#pragma once

#include <gtest/gtest.h>

#include <ostream>

#include "context/cfx_units.h"

namespace mutauth::context::cfx {

/// An encryption type, and what does it.
struct Way {
    std::int32_t number;
    Engine engine;

    Enctype enctype() const { return *enctype_of(number); }
};

inline void PrintTo(const Way& way, std::ostream* to) {
    *to << way.number << (way.engine == Engine::openssl ? " by OpenSSL" : " by the best");
}

/// Only those of SHA-1 have another one than OpenSSL.
inline auto ways() {
    return testing::Values(Way{17, Engine::best}, Way{17, Engine::openssl}, Way{18, Engine::best},
                           Way{18, Engine::openssl}, Way{19, Engine::best}, Way{20, Engine::best});
}

}  // namespace mutauth::context::cfx
