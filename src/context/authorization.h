// What a ticket says of its client beside the name: the PAC and the authentication indicators.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "core/bytes.h"

namespace mutauth::context {

/// [MS-PAC], as the ticket holds it. Its signature is checked when somebody first asks: most
/// services never do. May be used by many threads.
class Pac {
  public:
    Pac(Bytes bytes, std::function<bool(ByteView)> verify)
        : bytes_(std::move(bytes)), verify_(std::move(verify)) {}

    ByteView bytes() const noexcept { return bytes_; }

    /// The service's own key made the server signature ([MS-PAC] 2.8), for this client.
    bool verified() const {
        std::call_once(asked_, [this] {
            verified_ = verify_(bytes_);
            // The key was in there.
            verify_ = nullptr;
        });
        return verified_;
    }

  private:
    Bytes bytes_;
    mutable std::once_flag asked_;
    mutable std::function<bool(ByteView)> verify_;
    mutable bool verified_ = false;
};

struct Authorization {
    /// Null if the ticket holds none.
    std::shared_ptr<const Pac> pac;
    /// RFC 8129, those whose issuer is the service's own KDC.
    std::vector<std::string> indicators;
};

}  // namespace mutauth::context
