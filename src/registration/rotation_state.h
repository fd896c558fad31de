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
    /// Under which version, and with which timestamp, the new keys were put into the keytab before
    /// the KDC said which it is; 0 if that is not known.
    std::uint32_t guess = 0;
    std::int64_t written = 0;
    /// A password server was, or may have been, asked to set the password. It may do so long after
    /// it was last heard of.
    bool asked = false;
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
    /// Down to the disk too, before a server is asked.
    Result<void> mark_asked();
    Result<void> remove();

  private:
    RotationState() = default;
    Result<void> read();

    std::string path_;
    FileDescriptor file_;
    std::optional<PendingRotation> pending_;
};

}  // namespace mutauth::registration
