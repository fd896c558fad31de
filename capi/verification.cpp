#include <mutauth/verification.h>

#include "keytab_handles.h"
#include "registration/verification.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::Status;
using mutauth::registration::Account;
using mutauth::registration::KeytabCheck;

// What a caller must say is said at once.
// NOLINTNEXTLINE(readability-function-size)
mutauth_status mutauth_verification_run(mutauth_directory* directory,
                                        const char* account,
                                        const mutauth_keytab* keytab,
                                        const mutauth_spn* const* spns,
                                        size_t count,
                                        mutauth_credential* client,
                                        const mutauth_deadline* deadline,
                                        mutauth_report** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr || (spns == nullptr && count != 0)) {
            return missing(out == nullptr ? "out" : "spns");
        }
        if (!live(directory) || !live(keytab) || !good(client) || !good(deadline)) {
            return wrong_handle("directory, keytab, client or deadline");
        }
        if (account != nullptr && *account == '\0') {
            return Error(Status::invalid_argument, "the account's name is empty");
        }
        auto wanted = copied(spns, count);
        if (!wanted) {
            return wrong_handle("one of the SPNs");
        }
        const auto name =
            account == nullptr ? std::nullopt : std::optional<std::string_view>(account);
        const mutauth::Deadline until = deadline_of(deadline);
        auto found = Account::find(*directory->object, name, until);
        if (!found) {
            return std::move(found).error();
        }
        KeytabCheck check;
        check.spns = std::move(*wanted);
        check.client = credential_of(client);
        return give(out, verify_service(*directory->object, *found, keytab->object, check, until));
    });
}
