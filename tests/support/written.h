// How a write ended, for tests that expect it to end one way.
#pragma once

#include "core/outcome.h"

namespace mutauth::testing {

inline Result<void> written(Write write) {
    return std::move(write).match([](auto) { return Result<void>(); },
                                  [](Error why) { return why; }, [](Error why) { return why; });
}

}  // namespace mutauth::testing
