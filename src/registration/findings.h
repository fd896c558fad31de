// What a check found wrong, each thing with a code that stays, its own words and a remedy.
#pragma once

#include <string>
#include <vector>

namespace mutauth::registration {

enum class FindingCode : int {
    /// The keytab has no entry under the SPN's name, nor one that stands for it.
    key_missing = 1,
    /// The KDC's tickets use another version of the key than the keytab has.
    kvno_gap = 2,
    enctype_gap = 3,
    /// Version and encryption type fit, but the key does not open the ticket.
    key_wrong = 4,
    /// The KDC refuses the keytab's own key, so nothing more could be checked.
    key_refused = 5,
    weak_enctype = 6,
    /// Older versions of a key, beyond their grace.
    stale_key = 7,
    spn_unknown = 8,
    /// The keytab's name differs from the SPN in upper and lower case alone.
    case_differs = 9,
    /// Others than the owner and the group may read the keytab, or change it.
    file_exposed = 10,
    /// The SPN is on no account.
    spn_missing = 11,
    spn_elsewhere = 12,
    /// Two different keys under one name, version and encryption type.
    key_conflict = 13,
    /// The key is right, but its version's number is not the KDC's, or a higher one stands beside
    /// it.
    kvno_misleads = 14,
};

enum class Severity : int {
    /// Works now; is to be put right.
    warning = 1,
    /// Clients of the service fail.
    fault = 2,
};

struct Finding {
    FindingCode code;
    /// The SPN, principal or file that it is about.
    std::string subject;
    std::string text;
    std::string remedy;

    Severity severity() const noexcept;
};

using Findings = std::vector<Finding>;

/// "kvno_gap"; "" for a number that is no code.
const char* finding_name(int code) noexcept;

}  // namespace mutauth::registration
