#include <mutauth/credential.h>

#include "callback.h"
#include "handles.h"
#include "identity/impersonation.h"

using namespace mutauth::capi;
using mutauth::Error;
using mutauth::Status;
using mutauth::credential::Credential;
using mutauth::credential::NameType;
using mutauth::credential::SecretText;

namespace {

bool acts_as_another() noexcept {
    return mutauth::identity::impersonation_depth() > 0;
}

constexpr size_t kLongestPassword = 1024;

std::optional<SecretText> asked_password(mutauth_password_ask ask,
                                         void* user,
                                         const std::string& principal) {
    mutauth::Bytes buffer(kLongestPassword);
    auto* text = reinterpret_cast<char*>(buffer.data());
    int32_t size = -1;
    call_back([&] { size = ask(user, principal.c_str(), text, buffer.size()); });
    if (size < 0 || static_cast<size_t>(size) > buffer.size()) {
        return std::nullopt;
    }
    return SecretText({text, static_cast<size_t>(size)});
}

/// What is added to a time must not run over.
bool is_span(int64_t seconds) noexcept {
    return seconds >= 0 && seconds <= INT32_MAX;
}

}  // namespace

mutauth_status mutauth_credential_from_ccache(const char* name, mutauth_credential** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (name == nullptr || out == nullptr) {
            return missing("name or out");
        }
        if (*name == '\0') {
            return Error(Status::invalid_argument, "the credential cache's name is empty");
        }
        // The kernel finds a thread's keyrings by its real uid, which stays the service's.
        if (std::string_view(name).starts_with("KEYRING:") && acts_as_another()) {
            return Error(Status::wrong_state,
                         "the keyrings of a thread that acts as a caller are the service's")
                .with("ccache", name)
                .with_remedy("read it before the impersonation begins");
        }
        return give(out, Credential::from_ccache(name));
    });
}

mutauth_status mutauth_credential_from_environment(mutauth_credential** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (acts_as_another()) {
            return Error(Status::wrong_state,
                         "the environment's tickets are the service's, not those of whom this "
                         "thread acts as")
                .with_remedy("use mutauth_credential_for_impersonated, or name the credential");
        }
        return give(out, Credential::from_environment());
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

mutauth_status mutauth_credential_from_enterprise_password(const char* name,
                                                           const char* password,
                                                           mutauth_credential** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (name == nullptr || password == nullptr || out == nullptr) {
            return missing("name, password or out");
        }
        return give(out, Credential::from_password(name, password, NameType::enterprise));
    });
}

mutauth_status mutauth_credential_from_enterprise_keytab(const char* file,
                                                         const char* name,
                                                         mutauth_credential** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (file == nullptr || name == nullptr || out == nullptr) {
            return missing("file, name or out");
        }
        if (*file == '\0') {
            return Error(Status::invalid_argument, "the keytab's name is empty");
        }
        return give(out, Credential::from_enterprise_keytab(file, name));
    });
}

mutauth_status mutauth_credential_from_client_keytab(const char* principal,
                                                     mutauth_credential** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (principal != nullptr && *principal == '\0') {
            return Error(Status::invalid_argument, "the principal is empty");
        }
        return give(out, Credential::from_client_keytab(std::string(optional_text(principal))));
    });
}

mutauth_status mutauth_credential_from_password_callback(const char* principal,
                                                         mutauth_password_ask ask,
                                                         void* user,
                                                         mutauth_release release,
                                                         mutauth_credential** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (principal == nullptr || ask == nullptr || out == nullptr) {
            return missing("principal, ask or out");
        }
        auto kept = std::make_shared<CallbackUser>(user);
        auto made = give(out, Credential::from_asking(principal, [ask, kept](const auto& whose) {
                             return asked_password(ask, kept->get(), whose);
                         }));
        if (made) {
            kept->own(release);
        }
        return made;
    });
}

mutauth_status mutauth_credential_follow_source(mutauth_credential* credential) {
    return guard([&]() -> Outcome {
        if (!live(credential)) {
            return wrong_handle("credential");
        }
        credential->object->follow_source();
        return done();
    });
}

mutauth_status mutauth_credential_ensure_fresh(mutauth_credential* credential,
                                               int64_t seconds,
                                               const mutauth_deadline* deadline) {
    return guard([&]() -> Outcome {
        if (!live(credential) || !good(deadline)) {
            return wrong_handle("credential or deadline");
        }
        if (!is_span(seconds)) {
            return Error(Status::invalid_argument, "seconds is out of range");
        }
        return outcome_of(credential->object->ensure_fresh(seconds, deadline_of(deadline)));
    });
}

mutauth_status mutauth_credential_renew_in_background(mutauth_credential* credential,
                                                      int64_t seconds,
                                                      const mutauth_log* log) {
    return guard([&]() -> Outcome {
        if (!live(credential) || (log != nullptr && !live(log))) {
            return wrong_handle("credential or log");
        }
        if (!is_span(seconds)) {
            return Error(Status::invalid_argument, "seconds is out of range");
        }
        return outcome_of(credential->object->renew_in_background(
            seconds, log == nullptr ? nullptr : log->object));
    });
}

mutauth_status mutauth_credential_stop_renewal(mutauth_credential* credential) {
    return guard([&]() -> Outcome {
        if (!live(credential)) {
            return wrong_handle("credential");
        }
        credential->object->stop_renewal();
        return done();
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
