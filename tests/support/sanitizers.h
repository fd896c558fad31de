// Which sanitizer watches the tests.
#pragma once

#if defined(__SANITIZE_ADDRESS__)  // gcc's word for it
#define MUTAUTH_TEST_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define MUTAUTH_TEST_ADDRESS_SANITIZER 1
#endif
#endif
#ifndef MUTAUTH_TEST_ADDRESS_SANITIZER
#define MUTAUTH_TEST_ADDRESS_SANITIZER 0
#endif

namespace support {

inline constexpr bool kUnderAddressSanitizer = MUTAUTH_TEST_ADDRESS_SANITIZER == 1;

}  // namespace support
