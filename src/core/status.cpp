// Made by bindings/generate.py from capi/status.def; do not edit.
#include "core/status.h"

#include <algorithm>
#include <iterator>

namespace mutauth {
namespace {

struct Row {
    std::int32_t number;
    const char* symbol;
    const char* says;
    const char* remedy;
};

// In the order of the numbers.
constexpr Row rows[] = {
    {-908, "MUTAUTH_SYSTEM_ERROR", "the operating system reports an error",
     "read the system's text in the message"},
    {-907, "MUTAUTH_ADDRESS_UNUSABLE", "this machine cannot listen on the address",
     "choose another address or port"},
    {-906, "MUTAUTH_HOST_UNKNOWN", "the host's name cannot be resolved",
     "check the name and the resolver"},
    {-905, "MUTAUTH_HOST_UNREACHABLE", "the host cannot be reached",
     "check the address, the port and that the service runs"},
    {-904, "MUTAUTH_CANCELLED", "the operation was cancelled", ""},
    {-903, "MUTAUTH_DEADLINE_PASSED", "the deadline passed",
     "raise the deadline, or find why the peer is slow"},
    {-902, "MUTAUTH_INTERNAL", "a fault in the library", "report it with the log"},
    {-901, "MUTAUTH_OUT_OF_MEMORY", "out of memory", "free memory and try again"},
    {-842, "MUTAUTH_EXIT_STATUS_TAKEN", "something else in this process has waited for the child",
     "do not ignore SIGCHLD and do not wait for all children (wait, waitpid with -1) beside it"},
    {-841, "MUTAUTH_DIRECTORY_NOT_ENTERED", "the user cannot enter the program's working directory",
     "give a directory that the user may enter"},
    {-840, "MUTAUTH_PROGRAM_NOT_EXECUTED", "the user cannot execute the program",
     "give the path of a program that the user may execute, and whose interpreter is there"},
    {-832, "MUTAUTH_PAC_MISSING", "the ticket has no PAC, or one that names no account",
     "let the KDC put one in: is the service marked as not needing authorization data?"},
    {-831, "MUTAUTH_PAC_MALFORMED", "the ticket's PAC is malformed",
     "look at the KDC that made it; update it, or look for an attacker"},
    {-830, "MUTAUTH_PAC_UNPROVEN", "what the ticket says of the account is not proven",
     "let the KDC sign its PAC for this service's key; look for an attacker"},
    {-829, "MUTAUTH_NO_LOCAL_PEER", "no process of this machine is known at the other end",
     "give a connected Unix socket whose peer has ids in this user namespace"},
    {-828, "MUTAUTH_ACCOUNT_MISMATCH", "the client's name is not its account's",
     "use the account's own name; look for who holds the account: this may be an attack"},
    {-827, "MUTAUTH_USER_UNKNOWN", "the name service does not know the user",
     "make the user, or correct the rule; look whether the user was removed meanwhile"},
    {-826, "MUTAUTH_USER_NOT_MAPPED", "the caller is no user of this machine",
     "add a rule for the principal, or its realm, to the user map"},
    {-825, "MUTAUTH_IMPERSONATION_NOT_GRANTED", "the caller does not let the service act as it",
     "the client must allow to impersonate, not only to identify it"},
    {-824, "MUTAUTH_IMPERSONATION_NOT_INNERMOST",
     "the thread acts as yet another client inside this scope", "revert the inner scope first"},
    {-823, "MUTAUTH_IMPERSONATION_ON_OTHER_THREAD", "another thread acts as the client",
     "revert on the thread that began"},
    {-822, "MUTAUTH_ROOT_NOT_ALLOWED", "the caller's local user is root, which is not allowed",
     "map the caller to another user, or allow root by name"},
    {-821, "MUTAUTH_USER_OUTSIDE_NAMESPACE", "the kernel knows no such user or group here",
     "map the ids into the process's user namespace; a user has 65536 groups at most"},
    {-820, "MUTAUTH_CAPABILITY_MISSING",
     "the process lacks a capability that acting as another user needs",
     "give it the capability that the evidence names, or act only as the user it runs as"},
    {-810, "MUTAUTH_CALLER_NOT_PROVEN", "nobody has proven to be the caller",
     "refuse the call, or let the client negotiate first"},
    {-809, "MUTAUTH_CALLER_NOT_LOCAL", "the caller is no process of this machine",
     "call over the service's Unix socket"},
    {-808, "MUTAUTH_CALLER_TOO_OLD", "the caller proved itself to its KDC too long ago",
     "log on again (kinit)"},
    {-807, "MUTAUTH_CALLER_INDICATOR_MISSING",
     "the caller has not proven itself to its KDC in a required way",
     "log on in one of the ways that the indicators name (OTP, PKINIT and so on)"},
    {-806, "MUTAUTH_CALLER_NOT_MEMBER",
     "the caller is none of the required accounts and in none of the groups",
     "add it to a group and let it log on again; trust its domain if it is of another"},
    {-805, "MUTAUTH_CALLER_WRONG_REALM", "the caller's realm is not among those allowed",
     "allow the realm, or call from an allowed one"},
    {-804, "MUTAUTH_CALLER_NOT_ALLOWED", "the caller is not among those allowed",
     "allow the principal, or call as another"},
    {-803, "MUTAUTH_CALLER_WRONG_SERVICE", "the call proves a service that is not allowed here",
     "the client must ask for one of the allowed SPNs"},
    {-802, "MUTAUTH_CALLER_MECHANISM", "the call's mechanism is not allowed",
     "the client must use an allowed mechanism"},
    {-801, "MUTAUTH_CALLER_LEVEL_TOO_LOW", "the call is less protected than required",
     "the client must ask for a higher level"},
    {-634, "MUTAUTH_STREAM_END_UNPROVEN",
     "the stream ended, and its framing has no sealed end to prove that it is all",
     "let the application's own messages say where they end"},
    {-633, "MUTAUTH_NOT_IN_FRAMING", "the framing has no such frame",
     "use the channel's own framing, or say it in a message"},
    {-632, "MUTAUTH_WOULD_BLOCK", "nothing more can be done before bytes come or go",
     "wait for the connection, then call again"},
    {-631, "MUTAUTH_RECEIVE_QUEUE_FULL", "too many messages wait to be received",
     "receive those first, then feed the same bytes again"},
    {-630, "MUTAUTH_SEND_QUEUE_FULL", "too many bytes wait to be sent",
     "send what waits to the peer first, then this message again"},
    {-615, "MUTAUTH_POLICY_NOT_MET", "the exported context is not as the policy asks",
     "import it under the policy that it was negotiated under, or negotiate anew"},
    {-614, "MUTAUTH_EXPORT_MALFORMED", "this is no exported context",
     "import what this version's export made, whole and once"},
    {-613, "MUTAUTH_REFUSED_BY_PEER", "the proven peer refused the call",
     "read the peer's reason in the evidence"},
    {-612, "MUTAUTH_STREAM_TRUNCATED", "the stream ended without the peer's sealed close",
     "treat what came before as incomplete"},
    {-611, "MUTAUTH_FRAME_MALFORMED", "a frame is not one of this protocol",
     "check that the peer speaks this protocol"},
    {-610, "MUTAUTH_FRAME_TOO_LARGE", "a frame is longer than the bound",
     "close the connection; check that the peer speaks this protocol"},
    {-609, "MUTAUTH_MESSAGE_LIMIT", "the key has protected as many messages as the policy allows",
     "negotiate a new context"},
    {-608, "MUTAUTH_CONTEXT_EXPORTED", "the context was exported and lives on elsewhere",
     "use the context where it was imported"},
    {-607, "MUTAUTH_LEVEL_TOO_LOW", "the context's level does not include this protection",
     "negotiate at a higher level"},
    {-606, "MUTAUTH_NOT_SEALED", "the message was not encrypted",
     "close the connection; the peer must seal"},
    {-605, "MUTAUTH_CONTEXT_BROKEN", "an earlier failure ended this context",
     "negotiate a new context"},
    {-604, "MUTAUTH_CONTEXT_EXPIRED", "the security context has expired",
     "negotiate a new context"},
    {-603, "MUTAUTH_MESSAGE_OUT_OF_ORDER", "a message is missing or out of order",
     "close the connection; look for a fault or an attacker on the way"},
    {-602, "MUTAUTH_MESSAGE_REPLAYED", "the message was received before",
     "close the connection; look for an attacker on the way"},
    {-601, "MUTAUTH_MESSAGE_TAMPERED", "the message was changed, or is not for this context",
     "close the connection; look for a fault or an attacker on the way"},
    {-520, "MUTAUTH_REPLAY_CACHE_UNUSABLE",
     "the file that remembers requests, so that none is taken twice, cannot be used",
     "let this user write it, or name another one in the acceptor's policy"},
    {-519, "MUTAUTH_WEAK_TICKET",
     "the ticket is sealed by an encryption type that the policy does not allow",
     "give the service's account AES keys, then get a new ticket"},
    {-518, "MUTAUTH_CERTIFICATE_UNUSABLE", "no channel bindings can be made from the certificate",
     "give the server's certificate in DER, signed by RSA or ECDSA; or bind by the TLS exporter"},
    {-517, "MUTAUTH_CHANNEL_BINDINGS_MISMATCH", "the client's channel is not this one",
     "look for who ends the TLS connection between the two sides: a proxy or an attacker"},
    {-516, "MUTAUTH_CHANNEL_BINDINGS_MISSING", "the client gave no channel bindings",
     "let the client give its TLS channel's bindings; look for an attacker between the two sides"},
    {-515, "MUTAUTH_KEY_ENCTYPE_MISSING",
     "the keytab lacks a key of the encryption type that the ticket uses",
     "add the account's keys of that type to the keytab; let clients get new tickets"},
    {-514, "MUTAUTH_TOKEN_REFLECTED", "the peer sent back our own token",
     "look for an attacker between the two sides"},
    {-513, "MUTAUTH_NEGOTIATION_FAILED", "the negotiation failed",
     "read the mechanism's codes in the evidence"},
    {-512, "MUTAUTH_WEAK_KEY", "the session key's encryption type is too weak",
     "give the accounts AES keys"},
    {-511, "MUTAUTH_LEVEL_NOT_REACHED", "the negotiated protections are less than asked",
     "check the peer's policy"},
    {-510, "MUTAUTH_MECHANISM_REFUSED", "the peer offers no allowed mechanism",
     "use Kerberos on both sides"},
    {-509, "MUTAUTH_PEER_REFUSED", "the peer refused; what it says is not proven",
     "read the peer's log: the reason is there"},
    {-508, "MUTAUTH_TICKET_NOT_YET_VALID", "the client's ticket is not valid yet",
     "check both clocks"},
    {-507, "MUTAUTH_TICKET_EXPIRED", "the client's ticket has expired",
     "the client must get a new ticket"},
    {-506, "MUTAUTH_TOKEN_REPLAYED", "the client's token was used before",
     "the client must make a new one; look for an attacker if it repeats"},
    {-505, "MUTAUTH_KEY_VERSION_MISSING",
     "the keytab lacks the version of the key that the ticket uses",
     "add the newest key to the keytab; let clients get new tickets"},
    {-504, "MUTAUTH_WRONG_KEY", "no key here opens the client's ticket",
     "bring the keytab in step with the account, or check that the SPN is on the right account"},
    {-503, "MUTAUTH_WRONG_SPN", "the client asked for a service that is not served here",
     "serve that SPN too, or correct the client's"},
    {-502, "MUTAUTH_PEER_NOT_PROVEN", "the peer did not prove itself",
     "do not trust this peer; check who answers at this address"},
    {-501, "MUTAUTH_TOKEN_MALFORMED", "the peer's token is malformed",
     "check that the peer speaks Kerberos on this connection"},
    {-440, "MUTAUTH_KEY_CHANGE_UNSETTLED",
     "it is not known whether the password server changed the key, or will",
     "run it again once the server answers; until then keep the keytab and its state file"},
    {-431, "MUTAUTH_FORWARDING_REFUSED", "the client's tickets may not be handed to the service",
     "kinit -f; or NOT_DELEGATED (AD), -allow_forwardable (MIT) is set on the client's account"},
    {-430, "MUTAUTH_TRANSITION_REFUSED",
     "the KDC does not let this service act for a client that did not come",
     "set TRUSTED_TO_AUTH_FOR_DELEGATION (AD) or +ok_to_auth_as_delegate (MIT) on the account, or "
     "list it in msDS-AllowedToActOnBehalfOfOtherIdentity (AD) of the other service's account"},
    {-429, "MUTAUTH_DELEGATION_REFUSED",
     "the KDC does not let this service act as the client towards that one",
     "list the SPN in the account's msDS-AllowedToDelegateTo or krbAllowedToDelegateTo, or the "
     "account in msDS-AllowedToActOnBehalfOfOtherIdentity of the SPN's"},
    {-428, "MUTAUTH_CLIENT_TICKET_NOT_KEPT", "the caller's ticket is not at hand",
     "let the acceptor's policy keep tickets, or get a credential for the user by name"},
    {-427, "MUTAUTH_CREDENTIAL_CHANGED",
     "the credential's source now has another principal's tickets",
     "make a new credential, or let this one follow its source"},
    {-426, "MUTAUTH_PASSWORD_SERVER_UNREACHABLE", "no password server of the realm can be reached",
     "check the network and that the password service runs"},
    {-425, "MUTAUTH_PASSWORD_SERVER_UNKNOWN", "no password server is known for the realm",
     "set kpasswd_server or admin_server in krb5.conf, or publish the realm's SRV records"},
    {-424, "MUTAUTH_PASSWORD_CHANGE_FAILED", "the password server reports a failure",
     "read what the server says of it in the evidence"},
    {-423, "MUTAUTH_PASSWORD_CHANGE_DENIED", "the caller may not change this password",
     "use an administrator's credential"},
    {-422, "MUTAUTH_PASSWORD_REFUSED", "the new password was refused",
     "read the policy's own text in the evidence"},
    {-421, "MUTAUTH_ROTATION_UNFINISHED", "the change of the key is not finished",
     "run it again: it goes on where it stopped"},
    {-420, "MUTAUTH_KEY_KEPT_ELSEWHERE", "another program keeps this key and would lose it",
     "let that program change the key, or name it as the keeper to take over"},
    {-419, "MUTAUTH_KEY_NOT_PROVEN", "no key at hand opens a real ticket for this name",
     "bring the keytab in step with the account, or check that the SPN is on the right account"},
    {-418, "MUTAUTH_KEYTAB_BUSY", "another program is changing the keytab",
     "try again when it is done"},
    {-417, "MUTAUTH_KEYTAB_NOT_WRITABLE", "the keytab cannot be written",
     "check the folder's and the file's owner and permissions, and the room on the disk"},
    {-416, "MUTAUTH_CLIENT_LOCKED",
     "the client's account is locked, disabled or its password has expired",
     "ask an administrator of the KDC to unlock or enable the account"},
    {-415, "MUTAUTH_ENCRYPTION_UNSUPPORTED", "the KDC and this client share no encryption type",
     "give the account AES keys"},
    {-414, "MUTAUTH_KDC_PROTOCOL", "the KDC's answer makes no sense",
     "check that the address is a KDC's"},
    {-413, "MUTAUTH_KDC_REFUSED", "the KDC refused the request",
     "read the KDC's reason in the evidence"},
    {-412, "MUTAUTH_CLOCK_SKEW", "the clocks differ too much",
     "set this machine's clock, or the other's"},
    {-411, "MUTAUTH_CREDENTIAL_EXPIRED", "the credential has expired",
     "get a new ticket (kinit), or give a keytab"},
    {-410, "MUTAUTH_KDC_SILENT", "no KDC of the realm answers",
     "check that the KDC is well; raise the deadline if it is only slow"},
    {-409, "MUTAUTH_KDC_UNREACHABLE", "no KDC of the realm can be reached",
     "check the network and the KDC's address in krb5.conf"},
    {-408, "MUTAUTH_REALM_UNKNOWN", "no KDC is known for the realm",
     "add the realm to krb5.conf or publish its SRV records"},
    {-407, "MUTAUTH_SERVICE_UNKNOWN", "the KDC does not know the service",
     "register the SPN on the service's account, or check its spelling"},
    {-406, "MUTAUTH_CLIENT_UNKNOWN", "the KDC does not know the client",
     "check the principal's spelling and realm"},
    {-405, "MUTAUTH_WRONG_PASSWORD", "the KDC refused the password or key",
     "check the password, or rebuild the keytab"},
    {-404, "MUTAUTH_KEYTAB_LACKS_NAME", "the keytab has no key for this name",
     "add the name's key to the keytab, or name the account whose key it holds"},
    {-403, "MUTAUTH_KEYTAB_UNREADABLE", "the keytab cannot be read",
     "check the file's name, permissions and format"},
    {-402, "MUTAUTH_CCACHE_UNREADABLE", "the credential cache cannot be read",
     "check its name and permissions"},
    {-401, "MUTAUTH_NO_CREDENTIAL", "there is no Kerberos ticket to start from",
     "run kinit, or give a keytab or password"},
    {-340, "MUTAUTH_SPN_PATTERN_MALFORMED", "this is no pattern for SPNs",
     "write CLASS/HOST with * for any text"},
    {-338, "MUTAUTH_DIRECTORY_FLOODED", "the directory's answer has no end",
     "check that the server is well; search a smaller part"},
    {-337, "MUTAUTH_DIRECTORY_LIMITED", "the directory's limits stopped the search before its end",
     "search a smaller part, or use a credential whose limits are higher"},
    {-336, "MUTAUTH_CATALOG_UNFIT", "this server is no global catalog of the directory's forest",
     "give the address of a global catalog of the same forest, usually port 3268"},
    {-332, "MUTAUTH_CHANGE_UNSETTLED",
     "it is not known whether the directory made the change, or will",
     "run it again once the directory answers; until then take nothing back by hand"},
    {-331, "MUTAUTH_TOO_MANY_SPNS", "there are too many SPNs for one change",
     "change 10000 at most at once"},
    {-330, "MUTAUTH_SPN_NOT_THERE", "the account does not hold this SPN",
     "list what the account holds; name the account that holds the SPN"},
    {-329, "MUTAUTH_ACCOUNT_BUSY", "other programs keep changing the account's SPNs",
     "stop what else writes to this account and run it again"},
    {-328, "MUTAUTH_SPN_NOT_KEPT", "the directory said it made the change but does not show it",
     "run it again; if it stays so, look for a program that changes this account too"},
    {-327, "MUTAUTH_SPN_ALIAS_TAKEN",
     "another account holds a name that this SPN stands for or is mapped to",
     "remove that name there first: mutauth find tells the account"},
    {-326, "MUTAUTH_SPN_ATTRIBUTE_MISSING", "the entry cannot hold SPNs",
     "name an account; add the missing schema or object class to the directory"},
    {-325, "MUTAUTH_SPN_NOT_OWN_NAME", "the account may only register names of its own host",
     "register CLASS/<dNSHostName>, or ask for write property on servicePrincipalName"},
    {-324, "MUTAUTH_SPN_MALFORMED", "the directory does not take this for an SPN",
     "write CLASS/HOST[:PORT][/SERVICE]"},
    {-323, "MUTAUTH_SPN_NOT_WRITABLE", "this SPN cannot be written as a Kerberos principal here",
     "use ASCII characters only; this directory's krbPrincipalName holds no others"},
    {-322, "MUTAUTH_SPN_TAKEN", "another account holds this SPN",
     "remove it there first, or register another name"},
    {-321, "MUTAUTH_ACCOUNT_AMBIGUOUS", "more than one account has this name",
     "give the account's DN"},
    {-320, "MUTAUTH_ACCOUNT_NOT_FOUND", "no such account in the directory",
     "check the account's name; give its DN, account name or principal"},
    {-312, "MUTAUTH_DIRECTORY_UNKNOWN", "no directory server is known for the domain",
     "give the directory's address, or publish SRV records of _ldap._tcp in the domain"},
    {-311, "MUTAUTH_DIRECTORY_BASE_UNKNOWN", "the directory names no place to search in",
     "give the base DN"},
    {-310, "MUTAUTH_DIRECTORY_LOST", "the connection to the directory server broke",
     "open a new session"},
    {-309, "MUTAUTH_DIRECTORY_FAILED", "the directory server reports a failure",
     "read what the directory says of it in the evidence"},
    {-308, "MUTAUTH_DIRECTORY_PROTOCOL", "the directory server's answer makes no sense",
     "check that the address is an LDAP server's"},
    {-307, "MUTAUTH_DIRECTORY_CONSTRAINT", "the directory refused the value",
     "read the directory's own text in the evidence"},
    {-306, "MUTAUTH_DIRECTORY_DENIED", "the directory does not allow the caller to do this",
     "ask an administrator of the directory, or use a credential with the right"},
    {-305, "MUTAUTH_DIRECTORY_BIND_REFUSED", "the directory server refused the bind",
     "map the principal to an entry on the server, or use another credential"},
    {-304, "MUTAUTH_DIRECTORY_UNSEALED", "the directory server offers no sealed layer",
     "enable SASL confidentiality (GSSAPI) on the server"},
    {-303, "MUTAUTH_DIRECTORY_MODULE_MISSING", "the LDAP module cannot be loaded",
     "install the OpenLDAP client library (Debian: libldap-2.5-0)"},
    {-302, "MUTAUTH_DIRECTORY_SILENT", "the directory server does not answer",
     "check that the server is well; raise the deadline if it is only slow"},
    {-301, "MUTAUTH_DIRECTORY_UNREACHABLE", "the directory server cannot be reached",
     "check the address, the port and that the server runs"},
    {-204, "MUTAUTH_NAME_UNUSABLE", "no client and service can use a name of this form",
     "mutauth spn lint tells what is wrong with the name"},
    {-203, "MUTAUTH_NAME_TOO_LONG", "the name is too long", "a name may have at most 1024 bytes"},
    {-202, "MUTAUTH_NAME_IS_ADDRESS", "an IP address stands where a host name must",
     "use the host's DNS name; the address to connect to is a separate input"},
    {-201, "MUTAUTH_INVALID_NAME", "a part of the name is empty or holds a character it must not",
     "write class/host[:port][/service]"},
    {-108, "MUTAUTH_FORKED", "the object was made before fork() and belongs to the parent",
     "make a new one in the child"},
    {-107, "MUTAUTH_TEXT_TOO_LONG", "the text is too long", "shorten it"},
    {-106, "MUTAUTH_TEXT_HAS_NUL", "the text has an embedded NUL", "pass the text without NUL"},
    {-105, "MUTAUTH_NOT_UTF8", "the text is not valid UTF-8", "pass UTF-8"},
    {-104, "MUTAUTH_BUFFER_TOO_SMALL", "the buffer is too small",
     "call again with a buffer of the reported size"},
    {-103, "MUTAUTH_WRONG_STATE", "the call does not fit the object's state",
     "see the function's documentation for the order of calls"},
    {-102, "MUTAUTH_WRONG_HANDLE", "the handle is not a live one of this type",
     "pass the object the matching function made, before it is freed"},
    {-101, "MUTAUTH_INVALID_ARGUMENT", "an argument is missing or out of range",
     "see the function's documentation"},
    {0, "MUTAUTH_OK", "done", ""},
    {1, "MUTAUTH_CONTINUE", "more tokens are needed from the peer",
     "send the token and step with the peer's next one"},
    {2, "MUTAUTH_END", "nothing more follows", ""},
};

struct KindRow {
    std::int32_t number;
    const char* says;
};

constexpr KindRow kind_rows[] = {
    {0, "not a failure"},
    {100, "the caller's mistake"},
    {200, "a service principal name is wrong"},
    {300, "the directory refused, or could not be asked"},
    {400, "there is no usable credential or ticket"},
    {500, "the two sides could not prove themselves"},
    {600, "a message or the stream was not what the peer sealed"},
    {800, "the caller is known but may not do this"},
    {900, "the machine or the library failed"},
};

constexpr std::int32_t block_size = 100;
constexpr std::int32_t last_block = 900;

const Row* find(std::int32_t number) noexcept {
    const Row* row =
        std::lower_bound(std::begin(rows), std::end(rows), number,
                         [](const Row& one, std::int32_t sought) { return one.number < sought; });
    return row != std::end(rows) && row->number == number ? row : nullptr;
}

const Row* find(Status status) noexcept {
    return find(static_cast<std::int32_t>(status));
}

}  // namespace

const char* status_symbol(std::int32_t number) noexcept {
    const Row* row = find(number);
    return row != nullptr ? row->symbol : "MUTAUTH_UNKNOWN";
}

const char* status_says(Status status) noexcept {
    const Row* row = find(status);
    return row != nullptr ? row->says : "unknown status";
}

const char* status_remedy(Status status) noexcept {
    const Row* row = find(status);
    return row != nullptr ? row->remedy : "";
}

std::int32_t status_kind(Status status) noexcept {
    const auto number = static_cast<std::int32_t>(status);
    if (number >= 0) {
        return 0;
    }
    const std::int32_t block = -(number / block_size) * block_size;
    // A number below every block is still a failure, so it must not pass for an outcome.
    return block == 0 ? last_block : block;
}

const char* kind_says(std::int32_t kind) noexcept {
    const KindRow* row = std::find_if(std::begin(kind_rows), std::end(kind_rows),
                                      [&](const KindRow& one) { return one.number == kind; });
    return row != std::end(kind_rows) ? row->says : "of no known kind";
}

bool status_known(std::int32_t number) noexcept {
    return find(number) != nullptr;
}

}  // namespace mutauth
