// The SPNs that an acceptor serves: single names, and patterns for many.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "core/result.h"
#include "core/wildcard.h"
#include "spn/service_principal_name.h"

namespace mutauth::spn {

/// Looked up without a scan of the single names, however many there are.
class ServedNames {
  public:
    bool empty() const noexcept { return names_.empty() && patterns_.empty(); }
    void add(const ServicePrincipalName& name);
    /// CLASS/HOST with asterisks behind the class, or with "_HOST" for this machine's name.
    /// spn_pattern_malformed for anything else: there is no "any".
    Result<void> add_pattern(std::string_view text);

    /// Whether a client may ask for it. Case in ASCII is ignored, as a directory does: it is the
    /// key that decides.
    bool serves(std::string_view text) const;
    /// Whether the key under this principal's name may open a client's ticket.
    bool has_key_of(std::string_view principal) const;

    /// The names and patterns, for people.
    std::string list() const;

  private:
    std::vector<std::string> shown_;
    /// In lower case, without a realm.
    std::unordered_set<std::string> names_;
    /// Names as keytabs have them, with "@REALM" or with "@" for any.
    std::unordered_set<std::string> key_names_;
    std::vector<Wildcard> patterns_;
    std::vector<Wildcard> lower_patterns_;
};

/// Single names, ready to be shared.
std::shared_ptr<const ServedNames> serving(std::initializer_list<ServicePrincipalName> names);

}  // namespace mutauth::spn
