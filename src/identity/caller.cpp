#include "identity/caller.h"

#include <utility>

#include "identity/impersonation.h"

namespace mutauth::identity {
namespace {

using credential::Credential;

Result<std::shared_ptr<Credential>> of_this_thread(std::shared_ptr<Credential> service) {
    const auto user = impersonated_user();
    if (!user) {
        return Error(Status::wrong_state, "this thread acts as nobody")
            .with_remedy("begin an impersonation, or name the service's own credential");
    }
    if (user->caller == nullptr) {
        return Error(Status::client_ticket_not_kept,
                     "this thread acts as a user who did not come as a client")
            .with("user", user->name);
    }
    return credential_of(*user->caller, std::move(service));
}

}  // namespace

Result<std::shared_ptr<Credential>> credential_of(const Caller& caller,
                                                  std::shared_ptr<Credential> service) {
    if (auto granted = check_may_act_as(caller); !granted) {
        return std::move(granted).error();
    }
    if (caller.delegated != nullptr) {
        return Credential::handed_over(*caller.delegated);
    }
    if (caller.ticket == nullptr) {
        return Error(Status::client_ticket_not_kept).with("client", caller.client);
    }
    return Credential::on_behalf(std::move(service), caller.client, Bytes(*caller.ticket));
}

Result<std::shared_ptr<Credential>> credential_of_impersonated(
    std::shared_ptr<Credential> service) {
    return Credential::chosen_by(std::move(service), of_this_thread);
}

}  // namespace mutauth::identity
