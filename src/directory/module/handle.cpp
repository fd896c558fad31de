#include "directory/module/handle.h"

#include <openldap.h>

#include <fmt/format.h>

namespace mutauth::directory {
namespace {

/// What a server may make us hold for one message.
constexpr ber_len_t kLongestMessage = ber_len_t{16} << 20;

/// libldap would connect anew, by ldap.conf's URI and without our layer, if it ever missed its
/// connection: any but ours is refused.
int refuse_connection(LDAP* /*handle*/,
                      Sockbuf* /*sockbuf*/,
                      LDAPURLDesc* /*server*/,
                      sockaddr* /*address*/,
                      ldap_conncb* /*callback*/) {
    return -1;
}
void forget_connection(LDAP* /*handle*/, Sockbuf* /*sockbuf*/, ldap_conncb* /*callback*/) {}

ldap_conncb no_connections{refuse_connection, forget_connection, nullptr};

bool set(LDAP* handle, int option, const void* value) {
    return ::ldap_set_option(handle, option, value) == LDAP_OPT_SUCCESS;
}

/// libldap gives each handle what it read from ldap.conf, ~/.ldaprc and LDAP* variables: all that
/// has a say in an operation is set here.
bool set_options(LDAP* handle) {
    const int version = LDAP_VERSION3;
    const int never = LDAP_DEREF_NEVER;
    const int no_limit = LDAP_NO_LIMIT;
    return set(handle, LDAP_OPT_PROTOCOL_VERSION, &version) &&
           set(handle, LDAP_OPT_DEREF, &never) && set(handle, LDAP_OPT_SIZELIMIT, &no_limit) &&
           set(handle, LDAP_OPT_TIMELIMIT, &no_limit) &&
           set(handle, LDAP_OPT_REFERRALS, LDAP_OPT_OFF) &&
           set(handle, LDAP_OPT_RESTART, LDAP_OPT_ON) &&
           set(handle, LDAP_OPT_SERVER_CONTROLS, nullptr) &&
           set(handle, LDAP_OPT_CLIENT_CONTROLS, nullptr) &&
           set(handle, LDAP_OPT_CONNECT_CB, &no_connections);
}

}  // namespace

Error client_failure(std::string_view doing, int code) {
    return Error(code == LDAP_NO_MEMORY ? Status::out_of_memory : Status::internal,
                 fmt::format("{}: libldap: {}", doing, ::ldap_err2string(code)))
        .with_native(NativeSystem::ldap, code);
}

Result<Handle> make_handle(Wire& wire) {
    LDAP* raw = nullptr;
    const int code = ::ldap_init_fd(wire.fd(), LDAP_PROTO_EXT, nullptr, &raw);
    Handle handle(raw);
    if (code != LDAP_SUCCESS) {
        return client_failure("making an LDAP handle", code);
    }
    Sockbuf* sockbuf = nullptr;
    ber_len_t longest = kLongestMessage;
    if (!set_options(raw) || ::ldap_get_option(raw, LDAP_OPT_SOCKBUF, &sockbuf) != 0 ||
        ::ber_sockbuf_ctrl(sockbuf, LBER_SB_OPT_SET_MAX_INCOMING, &longest) != 1 ||
        !wire.attach(sockbuf)) {
        return client_failure("setting up an LDAP handle", LDAP_LOCAL_ERROR);
    }
    return handle;
}

Result<Answer> parse_answer(LDAP* handle, LDAPMessage* message) {
    Answer out;
    char* matched = nullptr;
    char* text = nullptr;
    char** referrals = nullptr;
    LDAPControl** controls = nullptr;
    const int code = ::ldap_parse_result(handle, message, &out.result.code, &matched, &text,
                                         &referrals, &controls, 0);
    out.controls.reset(controls);
    const auto take = [](std::string& into, char* from) {
        into = from != nullptr ? from : "";
        ::ldap_memfree(from);
    };
    take(out.result.matched_dn, matched);
    take(out.result.text, text);
    if (referrals != nullptr) {
        out.result.referral = referrals[0] != nullptr ? referrals[0] : "";
        ::ldap_memvfree(reinterpret_cast<void**>(referrals));
    }
    if (code != LDAP_SUCCESS) {
        return Error(Status::directory_protocol, "the server's answer cannot be read");
    }
    return out;
}

}  // namespace mutauth::directory
