// A rotation that has begun: its new password, on disk from before the KDC may know it until the
// keytab is right. Without it a crash in between could lose the only key that the KDC takes.
#pragma once

#include <optional>
#include <string>

#include "core/deadline.h"
#include "core/file_descriptor.h"
#include "credential/secret_text.h"

namespace mutauth::registration {

/// What stands in the file.
struct PendingRotation {
    std::string account;
    credential::SecretText password;
};

/// The file beside the keytab, held against other rotations from hold to the object's end. As
/// secret as the keytab: mode 0600, and refused if it is anybody else's.
class RotationState {
  public:
    static std::string path_for(const std::string& keytab);
    static Result<RotationState> hold(const std::string& keytab, const Deadline& deadline);
    RotationState(RotationState&& other) noexcept;
    RotationState& operator=(RotationState&&) = delete;
    RotationState(const RotationState&) = delete;
    RotationState& operator=(const RotationState&) = delete;
    /// Removes the file if nothing is pending.
    ~RotationState();

    /// What an earlier run left. One that was cut short while it was written was never used.
    const std::optional<PendingRotation>& pending() const noexcept { return pending_; }
    /// Down to the disk.
    Result<void> save(PendingRotation pending);
    Result<void> remove();

  private:
    RotationState() = default;
    Result<void> read();

    std::string path_;
    FileDescriptor file_;
    std::optional<PendingRotation> pending_;
};

}  // namespace mutauth::registration
