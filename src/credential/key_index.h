// Finds the few of a keytab's keys that may open a ticket, however many keys there are.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/bytes.h"

namespace mutauth::credential {

/// One entry of a keytab.
struct Key {
    /// As krb5_unparse_name writes it.
    std::string principal;
    std::uint32_t kvno = 0;
    std::int32_t enctype = 0;
    Bytes key;
    /// When it was put there, in seconds since 1970.
    std::int64_t timestamp = 0;
};

class KeyIndex {
  public:
    /// More keys than this are never tried on one ticket.
    static constexpr std::size_t kMost = 8;

    /// Points into the keys, which must stay where they are.
    explicit KeyIndex(const std::vector<Key>& keys);

    /// Those under the account's name, which is "" if none was named, then those under the name
    /// that the ticket claims, then others, each key once and of the ticket's type: those of its
    /// version first, then the rest, newest first. What opens is the right key, whatever number a
    /// keytab gives it.
    std::vector<const Key*> may_open(std::string_view claimed,
                                     std::string_view account,
                                     std::optional<std::int64_t> kvno,
                                     std::int32_t enctype) const;

  private:
    using Bucket = std::vector<const Key*>;

    std::unordered_map<std::string_view, Bucket> by_principal_;
    std::unordered_map<std::int32_t, Bucket> by_enctype_;
    /// By enctype and the version's lowest octet.
    std::unordered_map<std::uint64_t, Bucket> by_version_;
};

}  // namespace mutauth::credential
