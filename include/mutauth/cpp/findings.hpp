/* What of a name will hurt. */
#ifndef MUTAUTH_CPP_FINDINGS_HPP
#define MUTAUTH_CPP_FINDINGS_HPP

#include <mutauth/findings.h>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/spn.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mutauth::v1 {

struct Finding {
    /// One of MUTAUTH_FINDING_...
    std::int32_t code;
    /// One of MUTAUTH_FINDING_LEVEL_...
    std::int32_t level;
    /// "" for the whole name.
    std::string part;
    std::string text;
    std::string remedy;
};

namespace detail {

inline std::vector<Finding> findings(const mutauth_spn* spn, const mutauth_spn* other) {
    mutauth_findings* made = nullptr;
    check(mutauth_findings_of(spn, other, &made));
    const Handle<mutauth_findings, mutauth_findings_free> list(made);
    std::vector<Finding> result;
    for (std::size_t i = 0; i < mutauth_findings_count(made); ++i) {
        result.push_back({mutauth_findings_code_at(made, i), mutauth_findings_level_at(made, i),
                          mutauth_findings_part_at(made, i), mutauth_findings_text_at(made, i),
                          mutauth_findings_remedy_at(made, i)});
    }
    return result;
}

}  // namespace detail

/// What of one name will hurt. See mutauth_findings_of.
inline std::vector<Finding> lint(const Spn& spn) {
    return detail::findings(spn.get(), nullptr);
}

/// What sets two names apart that are meant as one.
inline std::vector<Finding> lint(const Spn& spn, const Spn& other) {
    return detail::findings(spn.get(), other.get());
}

}  // namespace mutauth::v1

#endif
