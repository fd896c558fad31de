// A keytab file and the account whose keys it holds: what the keytab commands work on.
#pragma once

#include <optional>
#include <string>

#include "credential/credential.h"
#include "credential/keytab_file.h"

namespace mutauth::registration {

/// Seven days: the longest that tickets are renewable for in the usual realm, so that no ticket
/// outlives the key that it was sealed with.
inline constexpr std::int64_t kUsualGrace = std::int64_t{7} * 24 * 3600;

/// Kerberos principal names of an account and its keytab. Holds nothing open.
class KeytabPlace {
  public:
    /// The account is a principal, "name@REALM" or "name" in the default realm; "" if the keytab
    /// alone says whose keys it holds.
    static Result<KeytabPlace> make(std::string_view file, std::string_view account);

    const std::string& path() const noexcept { return path_; }
    /// "" if none was named.
    const std::string& account() const noexcept { return account_; }
    /// The account named, or else the first entry's principal; keytab_lacks_name for an empty
    /// keytab.
    Result<std::string> account_in(const credential::KeytabEntries& entries) const;
    /// A credential of these entries, in the account's name.
    Result<std::shared_ptr<credential::Credential>> credential_of(
        const credential::KeytabEntries& entries) const;

  private:
    KeytabPlace(std::string path, std::string account)
        : path_(std::move(path)), account_(std::move(account)) {}

    std::string path_;
    std::string account_;
};

/// The newest version under a principal's name, 0 if there is none.
std::uint32_t newest_kvno(const credential::KeytabEntries& entries, const std::string& principal);

/// Versions of a key that newer ones replaced longer ago than the grace. Never the one that the KDC
/// has now, 0 if that is not known: numbers may begin again (MIT's database keeps 16 bits, and an
/// account may have been made anew), and what came later is newer then.
bool is_stale(const credential::KeytabEntries& entries,
              const credential::KeytabEntry& entry,
              std::uint32_t current,
              std::int64_t grace,
              std::int64_t now);

}  // namespace mutauth::registration
