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
