#include <mutauth/duplicates.h>

#include "directory_handles.h"

using namespace mutauth::capi;
namespace registration = mutauth::registration;
using mutauth::Error;
using mutauth::Status;
using registration::DuplicateGroup;

static_assert(MUTAUTH_DUPLICATE_EXACT == static_cast<int>(DuplicateGroup::Kind::exact) &&
              MUTAUTH_DUPLICATE_ALIAS == static_cast<int>(DuplicateGroup::Kind::alias));

mutauth_status mutauth_directory_find_duplicates(mutauth_directory* session,
                                                 int32_t range,
                                                 const mutauth_deadline* deadline,
                                                 mutauth_duplicates** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(session) || !good(deadline)) {
            return wrong_handle("directory or deadline");
        }
        if (!is_range(range)) {
            return no_range();
        }
        return give(
            out, registration::Duplicates::find(*session->object, mutauth::directory::Range{range},
                                                deadline_of(deadline)));
    });
}

mutauth_status mutauth_duplicates_advance(mutauth_duplicates* duplicates,
                                          const mutauth_deadline* deadline,
                                          uint64_t* entries) {
    clear_output(entries);
    return guard([&]() -> Outcome {
        if (!live(duplicates) || !good(deadline)) {
            return wrong_handle("duplicates or deadline");
        }
        auto more = duplicates->object.advance(deadline_of(deadline));
        clear_output(entries, duplicates->object.entries());
        if (!more) {
            return std::move(more).error();
        }
        return *more ? MUTAUTH_CONTINUE : MUTAUTH_OK;
    });
}

mutauth_status mutauth_duplicates_next(mutauth_duplicates* duplicates,
                                       const mutauth_deadline* deadline,
                                       int32_t* kind,
                                       const char** spn) {
    clear_output(kind);
    clear_output(spn);
    return guard([&]() -> Outcome {
        if (!live(duplicates) || !good(deadline)) {
            return wrong_handle("duplicates or deadline");
        }
        if (kind == nullptr || spn == nullptr) {
            return missing("kind or spn");
        }
        auto next = duplicates->object.next(deadline_of(deadline));
        if (!next) {
            return std::move(next).error();
        }
        duplicates->current = *next ? std::move(**next) : DuplicateGroup();
        if (duplicates->current.holders.empty()) {
            return MUTAUTH_END;
        }
        *kind = static_cast<int32_t>(duplicates->current.kind);
        *spn = duplicates->current.spn.c_str();
        return done();
    });
}

size_t mutauth_duplicates_count(const mutauth_duplicates* duplicates) {
    return live(duplicates) ? duplicates->current.holders.size() : 0;
}

mutauth_status mutauth_duplicates_at(const mutauth_duplicates* duplicates,
                                     size_t index,
                                     const char** spn,
                                     const char** dn) {
    clear_output(spn);
    clear_output(dn);
    return guard([&]() -> Outcome {
        if (!live(duplicates)) {
            return wrong_handle("duplicates");
        }
        if (spn == nullptr || dn == nullptr) {
            return missing("spn or dn");
        }
        const auto& holders = duplicates->current.holders;
        if (index >= holders.size()) {
            return Error(Status::invalid_argument, "the group has no such name");
        }
        *spn = holders[index].spn.c_str();
        *dn = holders[index].dn.c_str();
        return done();
    });
}

void mutauth_duplicates_free(mutauth_duplicates* duplicates) {
    release(duplicates);
}
