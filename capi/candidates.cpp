#include <mutauth/candidates.h>

#include "handles.h"

using namespace mutauth::capi;
namespace spn = mutauth::spn;

namespace {

const CandidateState* at(const mutauth_candidates* candidates, size_t index) noexcept {
    return live(candidates) && index < candidates->object.size() ? &candidates->object[index]
                                                                 : nullptr;
}

}  // namespace

mutauth_status mutauth_candidates_of(const mutauth_spn* wanted,
                                     const char* domain,
                                     const mutauth_alias_map* aliases,
                                     mutauth_candidates** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (!live(wanted) || (aliases != nullptr && !live(aliases))) {
            return wrong_handle("wanted or aliases");
        }
        if (out == nullptr) {
            return missing("out");
        }
        if (domain != nullptr && *domain == '\0') {
            return mutauth::Error(mutauth::Status::invalid_name, "the domain is empty");
        }
        return give(out, spn::candidates(wanted->object, optional_text(domain),
                                         aliases == nullptr ? spn::AliasMap() : aliases->object));
    });
}

size_t mutauth_candidates_count(const mutauth_candidates* candidates) {
    return live(candidates) ? candidates->object.size() : 0;
}

const mutauth_spn* mutauth_candidates_name_at(const mutauth_candidates* candidates, size_t index) {
    const auto* one = at(candidates, index);
    return one == nullptr ? nullptr : &one->name;
}

int32_t mutauth_candidates_reason_at(const mutauth_candidates* candidates, size_t index) {
    const auto* one = at(candidates, index);
    return one == nullptr ? 0 : static_cast<int32_t>(one->reason);
}

const char* mutauth_candidates_words_at(const mutauth_candidates* candidates, size_t index) {
    const auto* one = at(candidates, index);
    return one == nullptr ? nullptr : spn::explanation(one->reason);
}

void mutauth_candidates_free(mutauth_candidates* candidates) {
    release(candidates);
}
