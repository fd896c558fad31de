// Runs a call that cannot be interrupted, so that the caller need not wait longer than it wants.
#pragma once

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>
#include <exception>
#include <memory>
#include <system_error>
#include <thread>

#include "core/deadline.h"
#include "core/signals_blocked.h"
#include "core/system_error.h"

#include <poll.h>

namespace mutauth {

/// Calls work() on a new thread. When the deadline passes first, the thread is left to finish by
/// itself, so work must own all it touches.
template <typename T, typename Work>
Result<T> on_thread(Work work, const Deadline& deadline) {
    struct Shared {
        FileDescriptor done;
        std::unique_ptr<Result<T>> answer;
    };
    auto shared = std::make_shared<Shared>();
    shared->done = FileDescriptor(::eventfd(0, EFD_CLOEXEC));
    if (!shared->done) {
        return system_error("eventfd");
    }
    try {
        const SignalsBlocked blocked;
        std::thread([shared, work = std::move(work)]() mutable {
            try {
                shared->answer = std::make_unique<Result<T>>(work());
            } catch (const std::exception&) {
                shared->answer = nullptr;
            }
            const std::uint64_t one = 1;
            [[maybe_unused]] const auto written = ::write(shared->done.get(), &one, sizeof one);
        }).detach();
    } catch (const std::system_error& e) {
        return system_error("starting a thread", e.code().value());
    }
    if (auto waited = wait_for(shared->done.get(), POLLIN, deadline); !waited) {
        return std::move(waited).error();
    }
    // The read orders the thread's writes before ours.
    std::uint64_t count = 0;
    if (::read(shared->done.get(), &count, sizeof count) != sizeof count || !shared->answer) {
        return Error(Status::out_of_memory);
    }
    return std::move(*shared->answer);
}

}  // namespace mutauth
