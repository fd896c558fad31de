#include <mutauth/findings.h>

#include "handles.h"

using namespace mutauth::capi;
namespace spn = mutauth::spn;

namespace {

const spn::Finding* at(const mutauth_findings* findings, size_t index) noexcept {
    return live(findings) && index < findings->object.size() ? &findings->object[index] : nullptr;
}

}  // namespace

mutauth_status mutauth_findings_of(const mutauth_spn* name,
                                   const mutauth_spn* other,
                                   mutauth_findings** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (!live(name) || (other != nullptr && !live(other))) {
            return wrong_handle("spn or other");
        }
        if (out == nullptr) {
            return missing("out");
        }
        *out = new mutauth_findings(other == nullptr ? spn::lint(name->object)
                                                     : spn::lint_pair(name->object, other->object));
        return done();
    });
}

size_t mutauth_findings_count(const mutauth_findings* findings) {
    return live(findings) ? findings->object.size() : 0;
}

int32_t mutauth_findings_code_at(const mutauth_findings* findings, size_t index) {
    const auto* one = at(findings, index);
    return one == nullptr ? 0 : static_cast<int32_t>(one->code);
}

int32_t mutauth_findings_level_at(const mutauth_findings* findings, size_t index) {
    const auto* one = at(findings, index);
    return one == nullptr ? 0 : static_cast<int32_t>(one->level);
}

const char* mutauth_findings_part_at(const mutauth_findings* findings, size_t index) {
    const auto* one = at(findings, index);
    return one == nullptr ? nullptr : one->part;
}

const char* mutauth_findings_text_at(const mutauth_findings* findings, size_t index) {
    const auto* one = at(findings, index);
    return one == nullptr ? nullptr : one->text.c_str();
}

const char* mutauth_findings_remedy_at(const mutauth_findings* findings, size_t index) {
    const auto* one = at(findings, index);
    return one == nullptr ? nullptr : one->remedy.c_str();
}

void mutauth_findings_free(mutauth_findings* findings) {
    release(findings);
}
