// A keytab's keys, read anew when its file has changed: a rotation reaches a service that runs.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "core/forkable_mutex.h"
#include "core/log.h"
#include "credential/file_watch.h"
#include "credential/keys.h"

namespace mutauth::credential {

/// May be used by many threads. Keys that were given out stay as they are.
class WatchedKeys {
  public:
    /// The watch is older than the keys, so that no change between the two is missed.
    WatchedKeys(std::shared_ptr<const Keys> keys, std::string account, FileWatch file);

    /// A file that cannot be read, is empty, or has lost the account's keys changes nothing but
    /// the log: it may be half written.
    std::shared_ptr<const Keys> all(const Log& log);
    /// The keys that may open a ticket for one of the SPNs.
    Result<std::shared_ptr<const Keys>> for_served(
        const std::shared_ptr<const spn::ServedNames>& served, const Log& log);

    /// The account whose keys stand for every served SPN, "" if none was named.
    const std::string& account() const noexcept { return account_; }

  private:
    /// What the log is to be told, once nothing is locked any more.
    struct News {
        LogLevel level;
        std::string text;
    };

    std::optional<News> look();
    Result<std::shared_ptr<const Keys>> served_keys(
        const std::shared_ptr<const spn::ServedNames>& served);
    Result<std::shared_ptr<const Keys>> read_again() const;

    const std::string account_;
    ForkableMutex mutex_;
    std::shared_ptr<const Keys> keys_;
    FileWatch file_;
    /// The last answer of for_served: a service asks with the same names for every client.
    std::shared_ptr<const spn::ServedNames> served_;
    std::shared_ptr<const Keys> served_keys_;
};

}  // namespace mutauth::credential
