// LeakSanitizer looks away while one lives: for leaks of other libraries, each with its reason.
#pragma once

#if defined(__SANITIZE_ADDRESS__)  // gcc's word for it
#define MUTAUTH_TEST_FINDS_LEAKS
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MUTAUTH_TEST_FINDS_LEAKS
#endif
#endif

#ifdef MUTAUTH_TEST_FINDS_LEAKS
#include <sanitizer/lsan_interface.h>
#endif

namespace support {

class LeaksForgiven {
  public:
#ifdef MUTAUTH_TEST_FINDS_LEAKS
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
