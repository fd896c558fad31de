#include "registration/findings.h"

#include <array>
#include <cstddef>

namespace mutauth::registration {

Severity Finding::severity() const noexcept {
    switch (code) {
        case FindingCode::weak_enctype:
        case FindingCode::stale_key:
        case FindingCode::file_exposed:
        case FindingCode::key_conflict:
        case FindingCode::kvno_misleads:
            return Severity::warning;
        default:
            return Severity::fault;
    }
}

const char* finding_name(int code) noexcept {
    static constexpr std::array kNames{"",
                                       "key_missing",
                                       "kvno_gap",
                                       "enctype_gap",
                                       "key_wrong",
                                       "key_refused",
                                       "weak_enctype",
                                       "stale_key",
                                       "spn_unknown",
                                       "case_differs",
                                       "file_exposed",
                                       "spn_missing",
                                       "spn_elsewhere",
                                       "key_conflict",
                                       "kvno_misleads"};
    return code > 0 && static_cast<std::size_t>(code) < kNames.size()
               ? kNames.at(static_cast<std::size_t>(code))
               : "";
}

}  // namespace mutauth::registration
