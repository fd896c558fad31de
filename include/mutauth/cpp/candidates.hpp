/* The names under which the service that a client wants may be registered. */
#ifndef MUTAUTH_CPP_CANDIDATES_HPP
#define MUTAUTH_CPP_CANDIDATES_HPP

#include <mutauth/candidates.h>
#include <mutauth/cpp/alias_map.hpp>
#include <mutauth/cpp/bytes.hpp>
#include <mutauth/cpp/error.hpp>
#include <mutauth/cpp/handle.hpp>
#include <mutauth/cpp/spn.hpp>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mutauth::v1 {

struct Candidate {
    Spn name;
    /// One of MUTAUTH_CANDIDATE_...
    std::int32_t reason;
    std::string words;
};

/// Best first; a null domain leaves a short host short. See mutauth_candidates_of.
inline std::vector<Candidate> candidates(const Spn& wanted,
                                         const Text& domain = nullptr,
                                         const AliasMap& aliases = AliasMap()) {
    mutauth_candidates* made = nullptr;
    detail::check(mutauth_candidates_of(wanted.get(), domain.c_str(), aliases.get(), &made));
    const detail::Keep list(made, [](mutauth_candidates* all) { mutauth_candidates_free(all); });
    std::vector<Candidate> result;
    for (std::size_t i = 0; i < mutauth_candidates_count(made); ++i) {
        result.push_back({Spn(mutauth_candidates_name_at(made, i), list),
                          mutauth_candidates_reason_at(made, i),
                          mutauth_candidates_words_at(made, i)});
    }
    return result;
}

}  // namespace mutauth::v1

#endif
