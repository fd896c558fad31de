// What a service demands of its caller, checked on every call.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "context/proof.h"
#include "core/result.h"

namespace mutauth::identity {

/// Everything that is not restricted is allowed. Only proven facts are compared; the service name
/// that the ticket claims is not one of them.
class Requirements {
  public:
    void set_level(context::Level level) noexcept { level_ = level; }
    void set_mechanism(context::Mechanism mechanism) noexcept { mechanism_ = mechanism; }
    /// "class/host" or "name", with or without "@REALM".
    void add_service_key(std::string_view name);
    /// "name@REALM".
    Result<void> add_client(std::string_view principal);

    Result<void> check(const context::Proof& caller) const;

  private:
    struct ServiceKey {
        std::string name;
        std::string realm;
    };

    bool allows_key(const std::string& key) const;

    context::Level level_ = context::Level::privacy;
    std::optional<context::Mechanism> mechanism_;
    std::vector<ServiceKey> service_keys_;
    std::vector<std::string> clients_;
};

}  // namespace mutauth::identity
