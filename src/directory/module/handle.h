// libldap's objects with owners.
#pragma once

#include <ldap.h>

#include <memory>
#include <string>

#include "core/result.h"
#include "directory/ldap_failure.h"
#include "directory/module/wire.h"

namespace mutauth::directory {

struct Unbind {
    void operator()(LDAP* handle) const noexcept { ::ldap_unbind_ext(handle, nullptr, nullptr); }
};
struct FreeMessage {
    void operator()(LDAPMessage* message) const noexcept { ::ldap_msgfree(message); }
};
struct FreeControl {
    void operator()(LDAPControl* control) const noexcept { ::ldap_control_free(control); }
};
struct FreeControls {
    void operator()(LDAPControl** controls) const noexcept { ::ldap_controls_free(controls); }
};
struct FreeValue {
    void operator()(berval* value) const noexcept { ::ber_bvfree(value); }
};

using Handle = std::unique_ptr<LDAP, Unbind>;
using Message = std::unique_ptr<LDAPMessage, FreeMessage>;
using Control = std::unique_ptr<LDAPControl, FreeControl>;
using Controls = std::unique_ptr<LDAPControl*, FreeControls>;
using Value = std::unique_ptr<berval, FreeValue>;

/// A handle on the wire that owes nothing to ldap.conf, ~/.ldaprc or the environment.
Result<Handle> make_handle(Wire& wire);

/// A library call's own failure, without an answer from the server.
Error client_failure(std::string_view doing, int code);

struct Answer {
    LdapResult result;
    Controls controls;
};
Result<Answer> parse_answer(LDAP* handle, LDAPMessage* message);

}  // namespace mutauth::directory
