// A listening service: a thread for each client, up to a bound for those that have proven
// themselves and another for those that have not.
#pragma once

#include <mutauth/mutauth.hpp>

#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "conversation.h"
#include "unproven.h"

namespace mutauth::command {

class Service {
  public:
    /// Listens at once. With `once` it stops after the first client that proved itself.
    Service(const std::string& address, Terms& terms, std::size_t most_clients, bool once);
    ~Service();

    std::string_view address() const noexcept { return listener_.address(); }

    /// Accepts until stop() is called, then lets the calls in progress end.
    void run();

    /// Any thread may call it, before or during run().
    void stop();

  private:
    struct Worker {
        std::atomic<bool> done = false;
        std::thread thread;
    };

    bool wait_for_room();
    void leave_room();
    bool stopping();
    void serve_next();
    void admit(auth::Socket socket);
    void start(auth::Socket socket, UnprovenPeers::Place place);
    void work(auth::Socket socket, const UnprovenPeers::Place& place);
    std::optional<Conversation> prove(auth::Socket socket, const UnprovenPeers::Place& place);
    void converse(Conversation& conversation);
    void finish();
    void join_the_done();

    Terms& terms_;
    std::size_t most_clients_;
    bool once_;
    auth::Listener listener_;
    auth::Deadline accepting_ = auth::Deadline::never();
    UnprovenPeers unproven_;

    std::mutex mutex_;
    std::condition_variable changed_;
    /// Threads that run, those of them whose clients are served, and those whose wait for that.
    std::size_t busy_ = 0;
    std::size_t served_ = 0;
    std::size_t waiting_ = 0;
    std::atomic<std::size_t> done_ = 0;
    bool stopping_ = false;
    // Only run()'s thread touches the list; a worker touches its own element.
    std::list<Worker> workers_;
};

}  // namespace mutauth::command
