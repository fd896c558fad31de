// A rotation that has begun: its new password, on disk from before the KDC may know it until the
// keytab is right. Without it a crash in between could lose the only key that the KDC takes.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/deadline.h"
#include "core/file_descriptor.h"
#include "credential/secret_text.h"

namespace mutauth::registration {

/// One new password in the file.
struct PendingRotation {
    std::string account;
    credential::SecretText password;
    /// Under which version, and with which timestamp, the new keys were put into the keytab before
    /// the KDC said which it is; 0 if that is not known.
    std::uint32_t guess = 0;
    std::int64_t written = 0;
    /// A password server was, or may have been, asked to set the password. It may do so after it
    /// was last heard of, as long as the request has not grown too old.
    bool asked = false;
    /// When the last request was made of those whose outcome is not known, by the KDC's clock; 0 if
    /// the file does not tell.
    std::int64_t last_asked = 0;
};

/// The file beside the keytab, held against other rotations from hold to the object's end. As
/// secret as the keytab: mode 0600, and refused if it is anybody else's.
///
/// It only grows at its end, or is cut there, so that a kill leaves what stood there before.
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

    /// What an earlier run left, or null. One that was cut short while it was written was never
    /// used.
    const PendingRotation* pending() const noexcept;
    /// Passwords that were asked for and cannot be set any more, before the pending one. Their keys
    /// may have been the account's for a time.
    std::span<const PendingRotation> given_up() const noexcept;

    /// Makes this one pending, down to the disk; what was pending is given up.
    Result<void> save(PendingRotation pending);
    /// Takes back what was saved last, and never set: what was given up for it is pending again.
    Result<void> take_back();
    /// A request with the pending password is about to be sent. Down to the disk.
    Result<void> mark_asked(std::int64_t time);
    /// That request was answered, and not carried out.
    Result<void> unmark_asked();
    Result<void> remove();

  private:
    struct Mark {
        std::size_t begin;
        bool asked;
        std::int64_t last_asked;
    };

    RotationState() = default;
    Result<void> read();
    Result<void> append(ByteView content);
    Result<void> cut(std::size_t size);
    Error not_written(Error why) const;

    std::string path_;
    FileDescriptor file_;
    std::vector<PendingRotation> saved_;
    /// Where each begins in the file, and where what is whole in it ends.
    std::vector<std::size_t> begins_;
    std::size_t end_ = 0;
    /// The last one's request that is on its way.
    std::optional<Mark> mark_;
};

}  // namespace mutauth::registration
