#include <mutauth/account.h>

#include "directory_handles.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::Status;
using mutauth::registration::Account;

mutauth_status mutauth_account_find(mutauth_directory* directory,
                                    const char* name,
                                    const mutauth_deadline* deadline,
                                    mutauth_account** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(directory) || !good(deadline)) {
            return wrong_handle("directory or deadline");
        }
        if (name != nullptr && *name == '\0') {
            return Error(Status::invalid_argument, "the account's name is empty");
        }
        const auto wanted = name == nullptr ? std::nullopt : std::optional<std::string_view>(name);
        return give(out, Account::find(*directory->object, wanted, deadline_of(deadline)));
    });
}

const char* mutauth_account_dn(const mutauth_account* account) {
    return live(account) ? account->object.dn().c_str() : nullptr;
}

mutauth_status mutauth_account_spns(mutauth_account* account,
                                    const mutauth_deadline* deadline,
                                    mutauth_texts** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(account) || !good(deadline)) {
            return wrong_handle("account or deadline");
        }
        return give(out, account->object.spns(deadline_of(deadline)));
    });
}

mutauth_status mutauth_account_add_spn(mutauth_account* account,
                                       const mutauth_spn* spn,
                                       const mutauth_deadline* deadline) {
    return guard([&]() -> Outcome {
        if (!live(account) || !live(spn) || !good(deadline)) {
            return wrong_handle("account, spn or deadline");
        }
        return outcome_of(account->object.add_spn(spn->object, deadline_of(deadline)));
    });
}

mutauth_status mutauth_account_delete_spn(mutauth_account* account,
                                          const mutauth_spn* spn,
                                          const mutauth_deadline* deadline) {
    return guard([&]() -> Outcome {
        if (!live(account) || !live(spn) || !good(deadline)) {
            return wrong_handle("account, spn or deadline");
        }
        return outcome_of(account->object.delete_spn(spn->object, deadline_of(deadline)));
    });
}

void mutauth_account_free(mutauth_account* account) {
    release(account);
}
