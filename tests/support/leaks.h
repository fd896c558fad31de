// LeakSanitizer looks away while one lives: for leaks of other libraries, each with its reason.
#pragma once

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

namespace support {

class LeaksForgiven {
  public:
#if defined(__SANITIZE_ADDRESS__)
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
