// LeakSanitizer looks away while one lives: for leaks of other libraries, each with its reason.
#pragma once

#include "support/sanitizers.h"

#if MUTAUTH_TEST_ADDRESS_SANITIZER
#include <sanitizer/lsan_interface.h>
#endif

namespace support {

class LeaksForgiven {
  public:
#if MUTAUTH_TEST_ADDRESS_SANITIZER
    LeaksForgiven() {
        __lsan_disable();
    }
    ~LeaksForgiven() {
        __lsan_enable();
    }
#else
    LeaksForgiven() = default;
    // Not the default one, or a forgiving object would be an unused one.
    ~LeaksForgiven() {}
#endif
    LeaksForgiven(const LeaksForgiven&) = delete;
    LeaksForgiven& operator=(const LeaksForgiven&) = delete;
};

}  // namespace support
