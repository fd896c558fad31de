// A listening service: a thread for each client, up to a bound.
#pragma once

#include <mutauth/mutauth.hpp>

#include <atomic>
#include <condition_variable>
#include <list>
#include <mutex>
#include <string>
#include <thread>

#include "conversation.h"

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
    void serve_next();
    void start(int socket);
    void work(int socket, Worker& worker);
    void finish();
    void join_the_done();

    Terms& terms_;
    std::size_t most_clients_;
    bool once_;
    auth::Listener listener_;
    auth::Deadline accepting_ = auth::Deadline::never();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::size_t busy_ = 0;
    bool stopping_ = false;
    // Only run()'s thread touches the list; a worker touches its own element.
    std::list<Worker> workers_;
};

}  // namespace mutauth::command
