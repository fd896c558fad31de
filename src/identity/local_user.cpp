#include "identity/local_user.h"

#include "identity/caller.h"

namespace mutauth::identity {

Result<void> check_may_act_as(const LocalUser& user) {
    if (user.caller != nullptr) {
        if (auto granted = check_may_act_as(*user.caller); !granted) {
            return granted;
        }
    }
    if (user.uid == 0 && !user.may_be_root) {
        return Error(Status::root_not_allowed).with("user", user.name);
    }
    return {};
}

}  // namespace mutauth::identity
