// A keytab file as a value: read whole, changed in memory, and put in the old one's place at once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/bytes.h"
#include "core/deadline.h"
#include "core/file_descriptor.h"
#include "core/result.h"

namespace mutauth::credential {

struct KeytabEntry {
    /// As krb5_unparse_name writes it.
    std::string principal;
    std::uint32_t kvno = 0;
    std::int32_t enctype = 0;
    /// When it was put there, in seconds since 1970.
    std::int64_t timestamp = 0;
    Bytes key;

    bool operator==(const KeytabEntry&) const = default;
    /// The same name, version and encryption type, whatever the key.
    bool stands_for(const KeytabEntry& other) const noexcept;
};

using KeytabEntries = std::vector<KeytabEntry>;

/// The path in "FILE:/path", "WRFILE:/path" or "/path"; keytab_unreadable for what is no file.
Result<std::string> keytab_path(std::string_view name);

/// For reading, without waiting; keytab_unreadable says why not, and what it is if no file.
Result<FileDescriptor> open_keytab(const std::string& path);

/// keytab_unreadable says why: no such file, no permission, not a regular file, not a keytab, cut
/// short, larger than a keytab can be.
Result<KeytabEntries> read_keytab(const std::string& path, const Deadline& deadline);

/// Who may read it, for those who check: 0 if it cannot be told.
std::uint32_t keytab_mode(const std::string& path) noexcept;

/// One change of a keytab file, held against other writers from its begin to its end: against our
/// own by a lock on the file that is to be the new one, against libkrb5's by a lock on the old one.
///
/// libkrb5 writes in place: a program of its own that waits for the lock meanwhile writes into the
/// old file, which is then no longer the keytab. Nothing on our side can prevent that.
class KeytabEdit {
  public:
    /// Waits for other writers; keytab_busy once the deadline has passed. A symbolic link is
    /// followed to its file if it is root's or the caller's own, and refused otherwise.
    static Result<KeytabEdit> begin(const std::string& path, const Deadline& deadline);
    KeytabEdit(KeytabEdit&& other) noexcept;
    KeytabEdit& operator=(KeytabEdit&&) = delete;
    KeytabEdit(const KeytabEdit&) = delete;
    KeytabEdit& operator=(const KeytabEdit&) = delete;
    ~KeytabEdit();

    /// What the file holds; empty if there is none yet.
    const KeytabEntries& entries() const noexcept { return entries_; }
    /// Writes the new file beside the old one, with its owner, mode and access list (0600 for the
    /// first one), down to the disk.
    Result<void> write(const KeytabEntries& entries);
    /// Puts what was written in the old file's place.
    Result<void> replace();

  private:
    KeytabEdit() = default;
    Result<void> hold_old(const Deadline& deadline);

    std::string target_;
    std::string fresh_path_;
    FileDescriptor fresh_;
    FileDescriptor old_;
    KeytabEntries entries_;
};

/// Root's or the caller's own symbolic links followed: the file that a change replaces.
Result<std::string> real_keytab_path(const std::string& path);

}  // namespace mutauth::credential
