// A thread that does something again and again, each time when the last one said.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include "core/deadline.h"
#include "core/joined_thread.h"

namespace mutauth::credential {

class BackgroundRenewal {
  public:
    /// How long to wait until the next time; nothing ends it.
    using Work = std::function<std::optional<std::chrono::milliseconds>(const Deadline&)>;

    static Result<std::unique_ptr<BackgroundRenewal>> start(Work work);
    BackgroundRenewal(const BackgroundRenewal&) = delete;
    BackgroundRenewal& operator=(const BackgroundRenewal&) = delete;
    /// Ends the work under way, and waits for its end unless it is the work that lets this go.
    ~BackgroundRenewal();

  private:
    struct Shared {
        Work work;
        std::shared_ptr<Cancellation> ending;
    };

    explicit BackgroundRenewal(std::shared_ptr<const Shared> shared) : shared_(std::move(shared)) {}
    static void run(const Shared& shared);

    std::shared_ptr<const Shared> shared_;
    // Goes first: what is shared is let go when nobody uses it any more.
    JoinedThread thread_;
};

}  // namespace mutauth::credential
