// What a ticket says of its client beside the name: the PAC and the authentication indicators.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/forkable_mutex.h"
#include "core/result.h"

namespace mutauth::context {

/// [MS-PAC], as the ticket holds it. Its signature is checked when somebody first asks: most
/// services never do. May be used by many threads.
class Pac {
  public:
    /// Verify answers whether it is proven; an error says nothing of that.
    Pac(Bytes bytes, std::function<Result<bool>(ByteView)> verify)
        : bytes_(std::move(bytes)), verify_(std::move(verify)) {}

    ByteView bytes() const noexcept { return bytes_; }

    /// The service's own key made the server signature ([MS-PAC] 2.8), for this client. A failure
    /// to find out is not kept: it is tried again the next time.
    Result<bool> verified() const {
        const std::lock_guard lock(asking_);
        if (!verified_) {
            auto answer = verify_(bytes_);
            if (!answer) {
                return answer;
            }
            verified_ = *answer;
            // The key was in there.
            verify_ = nullptr;
        }
        return *verified_;
    }

  private:
    Bytes bytes_;
    mutable ForkableMutex asking_;
    mutable std::function<Result<bool>(ByteView)> verify_;
    mutable std::optional<bool> verified_;
};

struct Authorization {
    /// Null if the ticket holds none.
    std::shared_ptr<const Pac> pac;
    /// RFC 8129, those whose issuer is the service's own KDC.
    std::vector<std::string> indicators;
};

}  // namespace mutauth::context
