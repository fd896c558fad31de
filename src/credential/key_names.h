// The names that a keytab has one key under.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "credential/key_index.h"

namespace mutauth::credential {

/// Service principal names of one account share its key, so what opens with the key is for any of
/// them: which one a ticket is for, its clear part says, and that is not proven. Immutable.
class KeyNames {
  public:
    /// Of all of a keytab's entries.
    explicit KeyNames(const std::vector<Key>& entries);

    /// In the keytab's order, each once; empty for a key that is not in it.
    const std::vector<std::string>& of(const Key& key) const;

  private:
    /// Type and bytes.
    std::map<std::pair<std::int32_t, Bytes>, std::vector<std::string>> names_;
};

}  // namespace mutauth::credential
