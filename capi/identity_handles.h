// What stands behind the opaque types of users of this machine and of acting as them.
#pragma once

#include "handles.h"
#include "identity/granted.h"
#include "identity/impersonation.h"
#include "identity/local_peer.h"
#include "identity/spawn.h"
#include "identity/user_map.h"

struct mutauth_local_user final : mutauth::capi::Handle<mutauth::identity::LocalUser, 0x3152534c> {
    using Handle::Handle;
};

struct mutauth_user_map final : mutauth::capi::Handle<mutauth::identity::UserMap, 0x50414d55> {
    using Handle::Handle;
};

struct mutauth_impersonation final
    : mutauth::capi::Handle<mutauth::identity::Impersonation, 0x31504d49> {
    using Handle::Handle;
};

struct mutauth_local_peer final
    : mutauth::capi::Handle<std::shared_ptr<const mutauth::context::Proof>, 0x3152504c> {
    explicit mutauth_local_peer(mutauth::context::Proof proof)
        : Handle(std::make_shared<const mutauth::context::Proof>(std::move(proof))),
          identity(new mutauth_identity(object)) {}
    mutauth::capi::HeldIdentity identity;
};

struct mutauth_program final : mutauth::capi::Handle<mutauth::identity::Program, 0x31475250> {
    using Handle::Handle;
};

struct mutauth_process final : mutauth::capi::Handle<mutauth::identity::Process, 0x31435250> {
    using Handle::Handle;
};
