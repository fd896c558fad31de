#include <mutauth/delegation.h>

#include "handles.h"

using namespace mutauth::capi;
using mutauth::Bytes;
using mutauth::Error;
using mutauth::Status;
using mutauth::credential::Credential;

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
        const auto& caller = identity->object.proof();
        if (caller.ticket == nullptr) {
            return Error(Status::client_ticket_not_kept).with("client", caller.client);
        }
        return give(out,
                    Credential::on_behalf(service->object, caller.client, Bytes(*caller.ticket)));
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
