#include <mutauth/delegation.h>

#include "handles.h"
#include "identity/caller.h"

using namespace mutauth::capi;
using mutauth::credential::Credential;
using mutauth::credential::NameType;
using mutauth::identity::Caller;
using mutauth::identity::credential_of;

mutauth_status mutauth_credential_for_caller(const mutauth_credential* service,
                                             const mutauth_identity* identity,
                                             mutauth_credential** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(service) || !live(identity)) {
            return wrong_handle(live(service) ? "identity" : "service");
        }
        return give(out, credential_of(Caller(identity->object.proof()), service->object));
    });
}

mutauth_status mutauth_credential_for_user(const mutauth_credential* service,
                                           const char* client,
                                           mutauth_credential** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (client == nullptr || out == nullptr) {
            return missing("client or out");
        }
        if (!live(service)) {
            return wrong_handle("service");
        }
        return give(out, Credential::on_behalf(service->object, client, {}));
    });
}

mutauth_status mutauth_credential_for_enterprise_user(const mutauth_credential* service,
                                                      const char* name,
                                                      mutauth_credential** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (name == nullptr || out == nullptr) {
            return missing("name or out");
        }
        if (!live(service)) {
            return wrong_handle("service");
        }
        return give(out, Credential::on_behalf(service->object, name, {}, NameType::enterprise));
    });
}

mutauth_status mutauth_credential_for_impersonated(const mutauth_credential* service,
                                                   mutauth_credential** out) {
    clear_output(out);
    return guard([&]() -> Outcome {
        if (out == nullptr) {
            return missing("out");
        }
        if (!live(service)) {
            return wrong_handle("service");
        }
        return give(out, mutauth::identity::credential_of_impersonated(service->object));
    });
}
