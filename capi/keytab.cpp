#include <mutauth/keytab.h>

#include "keytab_handles.h"
#include "registration/keytab_addition.h"
#include "registration/keytab_rotation.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::Status;
using mutauth::registration::KeytabAddition;
using mutauth::registration::KeytabCheck;
using mutauth::registration::KeytabPlace;
using mutauth::registration::KeytabRemoval;
using mutauth::registration::KeytabRotation;

static_assert(MUTAUTH_KEYTAB_GRACE == mutauth::registration::kUsualGrace);

mutauth_status mutauth_keytab_new(const char* file, const char* account, mutauth_keytab** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr || file == nullptr) {
            return missing(out == nullptr ? "out" : "file");
        }
        if (account != nullptr && *account == '\0') {
            return Error(Status::invalid_argument, "the account's name is empty");
        }
        return give(out, KeytabPlace::make(file, optional_text(account)));
    });
}

// What a caller must say is said at once.
// NOLINTNEXTLINE(readability-function-size)
mutauth_status mutauth_keytab_check(const mutauth_keytab* keytab,
                                    const mutauth_spn* const* spns,
                                    size_t count,
                                    mutauth_credential* client,
                                    int64_t grace,
                                    const mutauth_deadline* deadline,
                                    mutauth_report** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr || (spns == nullptr && count != 0)) {
            return missing(out == nullptr ? "out" : "spns");
        }
        if (!live(keytab) || !good(client) || !good(deadline)) {
            return wrong_handle("keytab, client or deadline");
        }
        if (grace < 0) {
            return Error(Status::invalid_argument, "the grace is negative");
        }
        auto wanted = copied(spns, count);
        if (!wanted) {
            return wrong_handle("one of the SPNs");
        }
        KeytabCheck check;
        check.spns = std::move(*wanted);
        check.client = credential_of(client);
        check.grace = grace;
        return give(out, check_keytab(keytab->object, check, deadline_of(deadline)));
    });
}

mutauth_status mutauth_keytab_add(const mutauth_keytab* keytab,
                                  const mutauth_spn* spn,
                                  const char* password,
                                  mutauth_credential* client,
                                  const mutauth_steps* steps,
                                  const mutauth_deadline* deadline) {
    return guard([&]() -> Outcome {
        if (!live(keytab) || !good(client) || !good(steps) || !good(deadline) ||
            (spn != nullptr && !live(spn))) {
            return wrong_handle("keytab, spn, client, steps or deadline");
        }
        KeytabAddition addition;
        if (spn != nullptr) {
            addition.spn = spn->object;
        }
        const mutauth::credential::SecretText secret(optional_text(password));
        addition.password = password != nullptr ? &secret : nullptr;
        addition.client = credential_of(client);
        return outcome_of(
            add_to_keytab(keytab->object, addition, steps_of(steps), deadline_of(deadline)));
    });
}

mutauth_status mutauth_keytab_rotate(const mutauth_keytab* keytab,
                                     mutauth_credential* administrator,
                                     int64_t grace,
                                     const char* keeper,
                                     const mutauth_steps* steps,
                                     const mutauth_deadline* deadline) {
    return guard([&]() -> Outcome {
        if (!live(keytab) || !good(administrator) || !good(steps) || !good(deadline)) {
            return wrong_handle("keytab, administrator, steps or deadline");
        }
        KeytabRotation rotation;
        rotation.administrator = credential_of(administrator);
        rotation.grace = grace;
        rotation.keeper = optional_text(keeper);
        return outcome_of(
            rotate_key(keytab->object, rotation, steps_of(steps), deadline_of(deadline)));
    });
}

void mutauth_keytab_free(mutauth_keytab* keytab) {
    release(keytab);
}

mutauth_status mutauth_keytab_read(const mutauth_keytab* keytab,
                                   const mutauth_deadline* deadline,
                                   mutauth_keytab_entries** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(keytab) || !good(deadline)) {
            return wrong_handle("keytab or deadline");
        }
        return give(out, read_contents(keytab->object, deadline_of(deadline)));
    });
}

size_t mutauth_keytab_entries_count(const mutauth_keytab_entries* entries) {
    return live(entries) ? entries->object.size() : 0;
}

// All of one entry at once.
// NOLINTNEXTLINE(readability-function-size)
mutauth_status mutauth_keytab_entries_at(const mutauth_keytab_entries* entries,
                                         size_t index,
                                         const char** principal,
                                         uint32_t* kvno,
                                         int32_t* enctype,
                                         const char** enctype_name,
                                         int64_t* timestamp) {
    clear_output(principal);
    clear_output(kvno);
    clear_output(enctype);
    clear_output(enctype_name);
    clear_output(timestamp);
    return guard([&]() -> Outcome {
        if (!live(entries)) {
            return wrong_handle("entries");
        }
        if (principal == nullptr || kvno == nullptr || enctype == nullptr ||
            enctype_name == nullptr || timestamp == nullptr || index >= entries->object.size()) {
            return Error(Status::invalid_argument, "a pointer is NULL, or there is no such entry");
        }
        const auto& entry = entries->object[index];
        *principal = entry.principal.c_str();
        *kvno = entry.kvno;
        *enctype = entry.enctype;
        *enctype_name = entry.enctype_name.c_str();
        *timestamp = entry.timestamp;
        return done();
    });
}

void mutauth_keytab_entries_free(mutauth_keytab_entries* entries) {
    release(entries);
}

mutauth_status mutauth_keytab_remove(const mutauth_keytab* keytab,
                                     const char* principal,
                                     int64_t kvno,
                                     int32_t enctype,
                                     const mutauth_steps* steps,
                                     const mutauth_deadline* deadline) {
    return guard([&]() -> Outcome {
        if (!live(keytab) || !good(steps) || !good(deadline)) {
            return wrong_handle("keytab, steps or deadline");
        }
        if (kvno < -1 || kvno > UINT32_MAX ||
            (principal == nullptr && kvno == -1 && enctype == 0)) {
            return Error(Status::invalid_argument,
                         "neither a principal, a kvno nor an encryption type says which entries");
        }
        KeytabRemoval removal;
        if (principal != nullptr) {
            removal.principal = principal;
        }
        if (kvno != -1) {
            removal.kvno = static_cast<uint32_t>(kvno);
        }
        if (enctype != 0) {
            removal.enctype = enctype;
        }
        return outcome_of(
            remove_from_keytab(keytab->object, removal, steps_of(steps), deadline_of(deadline)));
    });
}
