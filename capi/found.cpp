#include <mutauth/found.h>

#include "directory_handles.h"
#include "registration/alias_conflicts.h"
#include "registration/lookup_spn.h"
#include "registration/unique.h"

using namespace mutauth::capi;
namespace registration = mutauth::registration;
using mutauth::directory::Range;
using registration::FoundBy;

static_assert(MUTAUTH_RANGE_BASE == static_cast<int>(Range::base) &&
              MUTAUTH_RANGE_FOREST == static_cast<int>(Range::forest));
static_assert(MUTAUTH_FOUND_BY_NOTHING == static_cast<int>(FoundBy::nothing) &&
              MUTAUTH_FOUND_BY_EXACT == static_cast<int>(FoundBy::exact) &&
              MUTAUTH_FOUND_BY_ALIAS == static_cast<int>(FoundBy::alias) &&
              MUTAUTH_FOUND_BY_DSA_GUID == static_cast<int>(FoundBy::dsa_guid));

mutauth_status mutauth_directory_find_spns(mutauth_directory* session,
                                           const char* pattern,
                                           int32_t range,
                                           const mutauth_deadline* deadline,
                                           mutauth_found** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr || pattern == nullptr) {
            return missing("pattern or out");
        }
        if (!live(session) || !good(deadline)) {
            return wrong_handle("directory or deadline");
        }
        if (!is_range(range)) {
            return no_range();
        }
        auto parsed = registration::SpnPattern::parse(pattern);
        if (!parsed) {
            return std::move(parsed).error();
        }
        return give(out, registration::FoundSpns::find(*session->object, *parsed, Range{range},
                                                       deadline_of(deadline)));
    });
}

mutauth_status mutauth_directory_find_alias_conflicts(mutauth_directory* session,
                                                      const mutauth_spn* spn,
                                                      const char* dn,
                                                      const mutauth_deadline* deadline,
                                                      mutauth_found** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(session) || !live(spn) || !good(deadline)) {
            return wrong_handle("directory, spn or deadline");
        }
        auto found = registration::find_alias_conflicts(
            *session->object, spn->object, std::string(optional_text(dn)), deadline_of(deadline));
        if (!found) {
            return std::move(found).error();
        }
        *out = new mutauth_found(std::move(*found));
        return done();
    });
}

mutauth_status mutauth_directory_check_unique(mutauth_directory* session,
                                              const mutauth_spn* spn,
                                              const char* dn,
                                              const mutauth_deadline* deadline) {
    return guard([&]() -> Outcome {
        if (!live(session) || !live(spn) || !good(deadline)) {
            return wrong_handle("directory, spn or deadline");
        }
        return outcome_of(registration::check_unique(
            *session->object, spn->object, std::string(optional_text(dn)), deadline_of(deadline)));
    });
}

mutauth_status mutauth_directory_look_up_spn(mutauth_directory* session,
                                             const mutauth_spn* spn,
                                             const mutauth_deadline* deadline,
                                             int32_t* by,
                                             mutauth_holders** out) {
    clear_output(by);
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(session) || !live(spn) || !good(deadline)) {
            return wrong_handle("directory, spn or deadline");
        }
        auto found =
            registration::look_up_spn(*session->object, spn->object, deadline_of(deadline));
        if (!found) {
            return std::move(found).error();
        }
        *out = new mutauth_holders(std::move(found->holders));
        clear_output(by, static_cast<int32_t>(found->by));
        return done();
    });
}

mutauth_status mutauth_found_next(mutauth_found* found,
                                  const mutauth_deadline* deadline,
                                  const char** spn,
                                  const char** dn) {
    clear_output(spn);
    clear_output(dn);
    return guard([&]() -> Outcome {
        if (!live(found) || !good(deadline)) {
            return wrong_handle("found or deadline");
        }
        if (spn == nullptr || dn == nullptr) {
            return missing("spn or dn");
        }
        auto next = found->object.next(deadline_of(deadline));
        if (!next) {
            return std::move(next).error();
        }
        if (!*next) {
            return MUTAUTH_END;
        }
        found->current = std::move(**next);
        *spn = found->current.spn.c_str();
        *dn = found->current.dn.c_str();
        return done();
    });
}

uint64_t mutauth_found_entries(const mutauth_found* found) {
    return live(found) ? found->object.entries() : 0;
}

void mutauth_found_free(mutauth_found* found) {
    release(found);
}
