// A mutex that a forked child can take whatever the parent's threads were doing.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "core/fork_guard.h"

namespace mutauth {

/// A thread that holds a mutex while its process forks is not there in the child to give it back.
/// So the child begins with a fresh one, and the old one is never freed: nobody may free a mutex
/// that is held. What a mutex guards must therefore be whole whenever its holder may wait for long.
class ForkableMutex {
  public:
    ForkableMutex() : made_(new Made) {}
    ForkableMutex(const ForkableMutex&) = delete;
    ForkableMutex& operator=(const ForkableMutex&) = delete;
    ~ForkableMutex() {
        Made* const made = made_.load(std::memory_order_relaxed);
        if (made->generation == process_generation()) {
            delete made;
        }
    }

    void lock() { current().lock(); }
    bool try_lock() { return current().try_lock(); }
    template <typename Time>
    bool try_lock_until(const Time& time) {
        return current().try_lock_until(time);
    }
    void unlock() { current().unlock(); }

  private:
    struct Made {
        std::timed_mutex mutex;
        std::uint64_t generation = process_generation();
    };

    std::timed_mutex& current() {
        Made* now = made_.load(std::memory_order_acquire);
        if (now->generation == process_generation()) {
            return now->mutex;
        }
        auto fresh = std::make_unique<Made>();
        // Another thread of the child may have come first.
        if (made_.compare_exchange_strong(now, fresh.get(), std::memory_order_acq_rel)) {
            return fresh.release()->mutex;
        }
        return now->mutex;
    }

    std::atomic<Made*> made_;
};

}  // namespace mutauth
