#include "core/fork_guard.h"

#include <sys/mman.h>
#include <unistd.h>

#include <atomic>

namespace mutauth {
namespace {

/// Survives a fork, so that the child counts on from its parent.
std::atomic<std::uint64_t> generations{0};

/// A word that the kernel sets to zero in a child; nullptr where it cannot (Linux before 4.14).
std::atomic<std::uint64_t>* wiped_word() noexcept {
    static std::atomic<std::uint64_t>* const word = []() -> std::atomic<std::uint64_t>* {
        const auto size = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        void* page =
            ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
        if (page == MAP_FAILED) {
            return nullptr;
        }
        if (::madvise(page, size, MADV_WIPEONFORK) != 0) {
            ::munmap(page, size);
            return nullptr;
        }
        return static_cast<std::atomic<std::uint64_t>*>(page);
    }();
    return word;
}

}  // namespace

std::uint64_t process_generation() noexcept {
    std::atomic<std::uint64_t>* const word = wiped_word();
    if (word == nullptr) {
        return static_cast<std::uint64_t>(::getpid());
    }
    std::uint64_t now = word->load(std::memory_order_relaxed);
    if (now == 0) {
        std::uint64_t fresh = generations.fetch_add(1) + 1;
        // Two threads of a new child may both come here; the first one's number counts.
        now = word->compare_exchange_strong(now, fresh) ? fresh : now;
    }
    return now;
}

}  // namespace mutauth
