#include "service.h"

#include <unistd.h>

namespace mutauth::command {
namespace {

/// How long calls in progress may take to end once the service is told to stop.
constexpr std::chrono::seconds kGrace{5};
/// After a failure to accept, such as too many open files, which no hurry mends.
constexpr std::chrono::milliseconds kPause{200};

}  // namespace

Service::Service(const std::string& address, Terms& terms, std::size_t most_clients, bool once)
    : terms_(terms), most_clients_(most_clients), once_(once), listener_(address) {}

Service::~Service() {
    stop();
    finish();
}

void Service::run() {
    while (wait_for_room()) {
        serve_next();
        join_the_done();
    }
    finish();
}

void Service::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    accepting_.cancel();
    terms_.waits.end(Waits::Reason::next_call);
    changed_.notify_all();
}

/// False when the service stops.
bool Service::wait_for_room() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopping_ || busy_ < most_clients_; });
    return !stopping_;
}

void Service::serve_next() {
    try {
        start(listener_.accept(accepting_));
    } catch (const auth::Error& error) {
        if (error.status() == MUTAUTH_CANCELLED) {
            return;
        }
        terms_.log.write({{"accept", "failed"},
                          {"status", error.symbol()},
                          {"why", error.what()},
                          {"remedy", error.remedy()}});
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, kPause, [this] { return stopping_; });
    }
}

void Service::start(int socket) {
    {
        const std::lock_guard lock(mutex_);
        ++busy_;
    }
    Worker& worker = workers_.emplace_back();
    try {
        worker.thread = std::thread([this, socket, &worker] { work(socket, worker); });
    } catch (const std::system_error& error) {
        workers_.pop_back();
        ::close(socket);
        const std::lock_guard lock(mutex_);
        --busy_;
        terms_.log.write({{"thread", "failed"}, {"why", error.what()}});
    }
}

void Service::work(int socket, Worker& worker) {
    bool proven = false;
    try {
        if (auto conversation = Conversation::begin(socket, terms_)) {
            proven = true;
            conversation->run();
        }
    } catch (const std::exception& error) {
        terms_.log.write({{"conversation", "failed"}, {"why", error.what()}});
    }
    if (proven && once_) {
        stop();
    }
    const std::lock_guard lock(mutex_);
    --busy_;
    worker.done = true;
    changed_.notify_all();
}

void Service::finish() {
    {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, kGrace, [this] { return busy_ == 0; });
    }
    terms_.waits.end(Waits::Reason::work);
    for (Worker& worker : workers_) {
        worker.thread.join();
    }
    workers_.clear();
}

void Service::join_the_done() {
    workers_.remove_if([](Worker& worker) {
        if (worker.done) {
            worker.thread.join();
        }
        return worker.done.load();
    });
}

}  // namespace mutauth::command
