#include "service.h"

namespace mutauth::command {
namespace {

/// How long calls in progress may take to end once the service is told to stop.
constexpr std::chrono::seconds kGrace{5};
/// After a failure to accept, such as too many open files, which no hurry mends.
constexpr std::chrono::milliseconds kPause{200};
/// Proven clients that wait because so many are served; each has a thread and a socket.
constexpr std::size_t kMostWaiting = 1000;

}  // namespace

Service::Service(const std::string& address, Terms& terms, std::size_t most_clients, bool once)
    : terms_(terms), most_clients_(most_clients), once_(once), listener_(address) {}

Service::~Service() {
    stop();
    finish();
}

void Service::run() {
    while (!stopping()) {
        serve_next();
        join_the_done();
    }
    finish();
}

bool Service::stopping() {
    const std::lock_guard lock(mutex_);
    return stopping_;
}

void Service::stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    accepting_.cancel();
    unproven_.end();
    terms_.waits.end(Waits::Reason::next_call);
    changed_.notify_all();
}

/// For a client that has proven itself. False when the service stops, or too many wait.
bool Service::wait_for_room() {
    std::unique_lock lock(mutex_);
    if (served_ >= most_clients_ && waiting_ >= kMostWaiting) {
        return false;
    }
    ++waiting_;
    changed_.wait(lock, [this] { return stopping_ || served_ < most_clients_; });
    --waiting_;
    if (stopping_) {
        return false;
    }
    ++served_;
    return true;
}

void Service::leave_room() {
    const std::lock_guard lock(mutex_);
    --served_;
    changed_.notify_all();
}

void Service::serve_next() {
    try {
        admit(listener_.accept(accepting_));
    } catch (const auth::Error& error) {
        if (error.status() == MUTAUTH_CANCELLED) {
            return;
        }
        terms_.unproven_log.write({{"accept", "failed"},
                                   {"status", error.symbol()},
                                   {"why", error.what()},
                                   {"remedy", error.remedy()}});
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, kPause, [this] { return stopping_; });
    }
}

void Service::admit(auth::Socket socket) {
    if (auto place = unproven_.admit(origin_of(socket.get()))) {
        start(std::move(socket), std::move(place));
        return;
    }
    terms_.unproven_log.write({{"peer", peer_of(socket.get())},
                               {"connection", "closed"},
                               {"why", "too many have proven nothing, of this address or in all"}});
}

void Service::start(auth::Socket socket, UnprovenPeers::Place place) {
    {
        const std::lock_guard lock(mutex_);
        ++busy_;
    }
    Worker& worker = workers_.emplace_back();
    try {
        worker.thread = std::thread([this, &worker, place, taken = std::move(socket)]() mutable {
            work(std::move(taken), place);
            const std::lock_guard lock(mutex_);
            --busy_;
            worker.done = true;
            ++done_;
            changed_.notify_all();
        });
    } catch (const std::system_error& error) {
        workers_.pop_back();
        unproven_.leave(*place);
        const std::lock_guard lock(mutex_);
        --busy_;
        terms_.unproven_log.write({{"thread", "failed"}, {"why", error.what()}});
    }
}

void Service::work(auth::Socket socket, const UnprovenPeers::Place& place) {
    try {
        if (auto conversation = prove(std::move(socket), place)) {
            converse(*conversation);
        }
    } catch (const std::exception& error) {
        terms_.log.write({{"conversation", "failed"}, {"why", error.what()}});
    }
}

std::optional<Conversation> Service::prove(auth::Socket socket, const UnprovenPeers::Place& place) {
    const auto leave = [this](const UnprovenPeers::Peer* peer) {
        unproven_.leave(*peer);
    };
    const std::unique_ptr<const UnprovenPeers::Peer, decltype(leave)> leaving(place.get(), leave);
    return Conversation::begin(std::move(socket), place->deadline, terms_);
}

void Service::converse(Conversation& conversation) {
    if (!wait_for_room()) {
        if (!stopping()) {
            conversation.turn_away("too many clients");
        }
        return;
    }
    const auto end = [](Service* service) {
        if (service->once_) {
            service->stop();
        }
        service->leave_room();
    };
    const std::unique_ptr<Service, decltype(end)> ending(this, end);
    conversation.run();
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
    if (done_.exchange(0) == 0) {
        return;
    }
    workers_.remove_if([](Worker& worker) {
        if (worker.done) {
            worker.thread.join();
        }
        return worker.done.load();
    });
}

}  // namespace mutauth::command
