// Included first into every source of a mutation build: switches one seeded fault on by number.
//
// All faults of a run are compiled in at once, so that a fault costs the time of its tests and not
// that of a build. MUTAUTH_FAULT names the one that is on; MUTAUTH_REACHED names a file with one
// byte for each fault, set once the place of that fault has been executed.
#pragma once

#ifdef __cplusplus

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>

namespace seeded {

struct State {
    unsigned long active = ~0UL;
    unsigned char* reached = nullptr;
    unsigned long size = 0;

    State() noexcept {
        if (const char* number = ::getenv("MUTAUTH_FAULT")) {
            active = ::strtoul(number, nullptr, 10);
        }
        if (const char* path = ::getenv("MUTAUTH_REACHED")) {
            map(path);
        }
    }

    void map(const char* path) noexcept {
        const int file = ::open(path, O_RDWR | O_CLOEXEC);
        struct stat found {};
        if (file < 0) {
            return;
        }
        if (::fstat(file, &found) == 0 && found.st_size > 0) {
            size = static_cast<unsigned long>(found.st_size);
            void* bytes = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
            reached = bytes == MAP_FAILED ? nullptr : static_cast<unsigned char*>(bytes);
        }
        ::close(file);
    }
};

inline bool fault(unsigned long number) noexcept {
    static const State state;
    if (state.reached != nullptr && number < state.size) {
        state.reached[number] = 1;
    }
    return number == state.active;
}

}  // namespace seeded

#endif
