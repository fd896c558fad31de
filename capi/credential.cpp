#include <mutauth/credential.h>

#include "handles.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::Status;
using mutauth::credential::Credential;

mutauth_status mutauth_credential_from_ccache(const char* name, mutauth_credential** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (name == nullptr || out == nullptr) {
            return missing("name or out");
        }
        if (*name == '\0') {
            return Error(Status::invalid_argument, "the credential cache's name is empty");
        }
        return give(out, Credential::from_ccache(name));
    });
}

mutauth_status mutauth_credential_from_environment(mutauth_credential** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        return out == nullptr ? missing("out") : give(out, Credential::from_environment());
    });
}

mutauth_status mutauth_credential_from_keytab(const char* file,
                                              const char* principal,
                                              mutauth_credential** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (file == nullptr || out == nullptr) {
            return missing("file or out");
        }
        if (*file == '\0' || (principal != nullptr && *principal == '\0')) {
            return Error(Status::invalid_argument, "the keytab's name or the principal is empty");
        }
        return give(out, Credential::from_keytab(file, std::string(optional_text(principal))));
    });
}

mutauth_status mutauth_credential_from_password(const char* principal,
                                                const char* password,
                                                mutauth_credential** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (principal == nullptr || password == nullptr || out == nullptr) {
            return missing("principal, password or out");
        }
        return give(out, Credential::from_password(principal, password));
    });
}

mutauth_status mutauth_credential_fetch(mutauth_credential* credential,
                                        const mutauth_spn* spn,
                                        const mutauth_deadline* deadline) {
    return guard([&]() -> Outcome {
        if (!live(credential) || (spn != nullptr && !live(spn)) || !good(deadline)) {
            return wrong_handle("credential, spn or deadline");
        }
        auto got = credential->object->fetch(spn == nullptr ? nullptr : &spn->object,
                                             deadline_of(deadline));
        return got ? done() : Outcome(std::move(got).error());
    });
}

const char* mutauth_credential_principal(const mutauth_credential* credential) {
    return live(credential) ? credential->object->principal().c_str() : nullptr;
}

int64_t mutauth_credential_expires(const mutauth_credential* credential) {
    return live(credential) ? credential->object->expires() : 0;
}

void mutauth_credential_free(mutauth_credential* credential) {
    release(credential);
}
