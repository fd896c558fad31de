#include "waiting.h"

#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <memory>
#include <thread>

namespace binding {

Waits::Entry::Entry(Waits& waits, const v1::Deadline& deadline)
    : waits_(waits), deadline_(deadline) {
    const std::lock_guard lock(waits_.mutex_);
    if (waits_.ended_) {
        throw v1::Error(MUTAUTH_WRONG_STATE, "the object was freed");
    }
    waits_.running_.push_back(&deadline_);
}

Waits::Entry::~Entry() {
    const std::lock_guard lock(waits_.mutex_);
    auto& running = waits_.running_;
    running.erase(std::find(running.begin(), running.end(), &deadline_));
}

void Waits::end() {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    for (const v1::Deadline* deadline : running_) {
        deadline->cancel();
    }
}

Turn::Lock Turn::take(const v1::Deadline& deadline) {
    constexpr std::chrono::milliseconds look{20};
    Lock lock(mutex_, std::try_to_lock);
    while (!lock.owns_lock() && !lock.try_lock_for(look)) {
        if (deadline.left().count() == 0) {
            throw v1::Error(MUTAUTH_DEADLINE_PASSED,
                            "the deadline passed while another thread used the object");
        }
    }
    return lock;
}

namespace {

/// A thread that runs bodies on behalf of Python's main thread, which watches for signals
/// meanwhile. Kept for the next call, because starting a thread costs more than many calls.
class Worker {
  public:
    Worker() {
        std::thread([this] { serve(); }).detach();
    }

    void start(const std::function<void()>& body) {
        {
            const std::lock_guard lock(mutex_);
            body_ = &body;
            failure_ = nullptr;
        }
        changed_.notify_all();
    }

    /// Whether the body ended in that time.
    bool wait(std::chrono::milliseconds time) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, time, [this] { return body_ == nullptr; });
    }

    void wait() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return body_ == nullptr; });
    }

    std::exception_ptr failure() const { return failure_; }

  private:
    [[noreturn]] void serve() {
        std::unique_lock lock(mutex_);
        for (;;) {
            changed_.wait(lock, [this] { return body_ != nullptr; });
            const std::function<void()>* body = body_;
            lock.unlock();
            std::exception_ptr failure;
            try {
                (*body)();
            } catch (...) {
                failure = std::current_exception();
            }
            lock.lock();
            failure_ = std::move(failure);
            body_ = nullptr;
            changed_.notify_all();
        }
    }

    std::mutex mutex_;
    std::condition_variable changed_;
    const std::function<void()>* body_ = nullptr;
    std::exception_ptr failure_;
};

/// Signals are for the program's own threads; the new thread inherits this mask.
std::unique_ptr<Worker> new_worker() {
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    struct Restore {
        const sigset_t& mask;
        ~Restore() { ::pthread_sigmask(SIG_SETMASK, &mask, nullptr); }
    } restore{before};
    return std::make_unique<Worker>();
}

/// The workers that rest. Only Python's main thread comes here, holding the interpreter's lock; a
/// signal handler that calls in while a call waits gets a worker of its own.
class Workers {
  public:
    std::unique_ptr<Worker> take() {
        if (process_ != ::getpid()) {
            // fork() left their threads behind.
            for (auto& worker : resting_) {
                static_cast<void>(worker.release());
            }
            resting_.clear();
            process_ = ::getpid();
        }
        if (resting_.empty()) {
            return new_worker();
        }
        auto worker = std::move(resting_.back());
        resting_.pop_back();
        return worker;
    }

    void give_back(std::unique_ptr<Worker> worker) { resting_.push_back(std::move(worker)); }

  private:
    ::pid_t process_ = ::getpid();
    std::vector<std::unique_ptr<Worker>> resting_;
};

Workers& workers() {
    // Never destroyed: its threads run until the process ends.
    static auto* all = new Workers;
    return *all;
}

/// The exception that a signal handler raised before the worker ended, if one did.
std::optional<py::error_already_set> watch(Worker& worker, const v1::Deadline& deadline) {
    const auto ended = [&worker] {
        const OthersRun others_run;
        return worker.wait(slice);
    };
    while (!ended()) {
        if (PyErr_CheckSignals() != 0) {
            std::optional<py::error_already_set> raised(std::in_place);
            deadline.cancel();
            const OthersRun others_run;
            worker.wait();
            return raised;
        }
    }
    return std::nullopt;
}

}  // namespace

void run_interruptibly(const v1::Deadline& deadline, const std::function<void()>& body) {
    // A worker is the service: it would not act as whom this thread acts as, and one that is
    // started now would do so for ever. So signals wait there.
    if (!on_main_thread() || mutauth_impersonation_depth() > 0) {
        const OthersRun others_run;
        body();
        return;
    }
    auto worker = workers().take();
    worker->start(body);
    auto raised = watch(*worker, deadline);
    const std::exception_ptr failure = worker->failure();
    workers().give_back(std::move(worker));
    if (raised) {
        throw std::move(*raised);
    }
    if (failure) {
        std::rethrow_exception(failure);
    }
}

bool on_main_thread() {
    const py::object main = py::module_::import("threading").attr("main_thread")();
    return main.attr("ident").cast<unsigned long>() == PyThread_get_thread_ident();
}

}  // namespace binding
