/*
 * The statuses of the C ABI, and their kinds.
 *
 * Made by bindings/generate.py from capi/status.def; do not edit.
 */
#ifndef MUTAUTH_STATUS_H
#define MUTAUTH_STATUS_H

#include <stdint.h>

/** 0 is success, above 0 an outcome that is no failure, below 0 a failure. */
typedef int32_t mutauth_status;

/** Kind: not a failure. */
#define MUTAUTH_KIND_OUTCOME 0
/** Done. */
#define MUTAUTH_OK 0
/**
 * More tokens are needed from the peer. Remedy: send the token and step with the peer's next one.
 */
#define MUTAUTH_CONTINUE 1
/** Nothing more follows. */
#define MUTAUTH_END 2

/** Kind: the caller's mistake. */
#define MUTAUTH_KIND_USAGE 100
/** An argument is missing or out of range. Remedy: see the function's documentation. */
#define MUTAUTH_INVALID_ARGUMENT (-101)
/**
 * The handle is not a live one of this type. Remedy: pass the object the matching function made,
 * before it is freed.
 */
#define MUTAUTH_WRONG_HANDLE (-102)
/**
 * The call does not fit the object's state. Remedy: see the function's documentation for the order
 * of calls.
 */
#define MUTAUTH_WRONG_STATE (-103)
/** The buffer is too small. Remedy: call again with a buffer of the reported size. */
#define MUTAUTH_BUFFER_TOO_SMALL (-104)
/** The text is not valid UTF-8. Remedy: pass UTF-8. */
#define MUTAUTH_NOT_UTF8 (-105)
/** The text has an embedded NUL. Remedy: pass the text without NUL. */
#define MUTAUTH_TEXT_HAS_NUL (-106)
/** The text is too long. Remedy: shorten it. */
#define MUTAUTH_TEXT_TOO_LONG (-107)
/**
 * The object was made before fork() and belongs to the parent. Remedy: make a new one in the child.
 */
#define MUTAUTH_FORKED (-108)

/** Kind: a service principal name is wrong. */
#define MUTAUTH_KIND_NAME 200
/**
 * A part of the name is empty or holds a character it must not. Remedy: write
 * class/host[:port][/service].
 */
#define MUTAUTH_INVALID_NAME (-201)
/**
 * An IP address stands where a host name must. Remedy: use the host's DNS name; the address to
 * connect to is a separate input.
 */
#define MUTAUTH_NAME_IS_ADDRESS (-202)
/** The name is too long. Remedy: a name may have at most 1024 bytes. */
#define MUTAUTH_NAME_TOO_LONG (-203)
/**
 * No client and service can use a name of this form. Remedy: mutauth spn lint tells what is wrong
 * with the name.
 */
#define MUTAUTH_NAME_UNUSABLE (-204)

/** Kind: the directory refused, or could not be asked. */
#define MUTAUTH_KIND_DIRECTORY 300
/**
 * The directory server cannot be reached. Remedy: check the address, the port and that the server
 * runs.
 */
#define MUTAUTH_DIRECTORY_UNREACHABLE (-301)
/**
 * The directory server does not answer. Remedy: check that the server is well; raise the deadline
 * if it is only slow.
 */
#define MUTAUTH_DIRECTORY_SILENT (-302)
/**
 * The LDAP module cannot be loaded. Remedy: install the OpenLDAP client library (Debian:
 * libldap-2.5-0).
 */
#define MUTAUTH_DIRECTORY_MODULE_MISSING (-303)
/**
 * The directory server offers no sealed layer. Remedy: enable SASL confidentiality (GSSAPI) on the
 * server.
 */
#define MUTAUTH_DIRECTORY_UNSEALED (-304)
/**
 * The directory server refused the bind. Remedy: map the principal to an entry on the server, or
 * use another credential.
 */
#define MUTAUTH_DIRECTORY_BIND_REFUSED (-305)
/**
 * The directory does not allow the caller to do this. Remedy: ask an administrator of the
 * directory, or use a credential with the right.
 */
#define MUTAUTH_DIRECTORY_DENIED (-306)
/** The directory refused the value. Remedy: read the directory's own text in the evidence. */
#define MUTAUTH_DIRECTORY_CONSTRAINT (-307)
/**
 * The directory server's answer makes no sense. Remedy: check that the address is an LDAP server's.
 */
#define MUTAUTH_DIRECTORY_PROTOCOL (-308)
/**
 * The directory server reports a failure. Remedy: read what the directory says of it in the
 * evidence.
 */
#define MUTAUTH_DIRECTORY_FAILED (-309)
/** The connection to the directory server broke. Remedy: open a new session. */
#define MUTAUTH_DIRECTORY_LOST (-310)
/** The directory names no place to search in. Remedy: give the base DN. */
#define MUTAUTH_DIRECTORY_BASE_UNKNOWN (-311)
/**
 * No directory server is known for the domain. Remedy: give the directory's address, or publish SRV
 * records of _ldap._tcp in the domain.
 */
#define MUTAUTH_DIRECTORY_UNKNOWN (-312)
/**
 * No such account in the directory. Remedy: check the account's name; give its DN, account name or
 * principal.
 */
#define MUTAUTH_ACCOUNT_NOT_FOUND (-320)
/** More than one account has this name. Remedy: give the account's DN. */
#define MUTAUTH_ACCOUNT_AMBIGUOUS (-321)
/** Another account holds this SPN. Remedy: remove it there first, or register another name. */
#define MUTAUTH_SPN_TAKEN (-322)
/**
 * This SPN cannot be written as a Kerberos principal here. Remedy: use ASCII characters only; this
 * directory's krbPrincipalName holds no others.
 */
#define MUTAUTH_SPN_NOT_WRITABLE (-323)
/**
 * This server is no global catalog of the directory's forest. Remedy: give the address of a global
 * catalog of the same forest, usually port 3268.
 */
#define MUTAUTH_CATALOG_UNFIT (-336)
/**
 * The directory's limits stopped the search before its end. Remedy: search a smaller part, or use a
 * credential whose limits are higher.
 */
#define MUTAUTH_DIRECTORY_LIMITED (-337)
/**
 * The directory's answer has no end. Remedy: check that the server is well; search a smaller part.
 */
#define MUTAUTH_DIRECTORY_FLOODED (-338)
/** This is no pattern for SPNs. Remedy: write CLASS/HOST with * for any text. */
#define MUTAUTH_SPN_PATTERN_MALFORMED (-340)
/** The directory does not take this for an SPN. Remedy: write CLASS/HOST[:PORT][/SERVICE]. */
#define MUTAUTH_SPN_MALFORMED (-324)
/**
 * The account may only register names of its own host. Remedy: register CLASS/<dNSHostName>, or ask
 * for write property on servicePrincipalName.
 */
#define MUTAUTH_SPN_NOT_OWN_NAME (-325)
/**
 * The entry cannot hold SPNs. Remedy: name an account; add the missing schema or object class to
 * the directory.
 */
#define MUTAUTH_SPN_ATTRIBUTE_MISSING (-326)
/**
 * Another account holds a name that this SPN stands for or is mapped to. Remedy: remove that name
 * there first: mutauth find tells the account.
 */
#define MUTAUTH_SPN_ALIAS_TAKEN (-327)
/**
 * The directory said it made the change but does not show it. Remedy: run it again; if it stays so,
 * look for a program that changes this account too.
 */
#define MUTAUTH_SPN_NOT_KEPT (-328)
/**
 * Other programs keep changing the account's SPNs. Remedy: stop what else writes to this account
 * and run it again.
 */
#define MUTAUTH_ACCOUNT_BUSY (-329)
/**
 * The account does not hold this SPN. Remedy: list what the account holds; name the account that
 * holds the SPN.
 */
#define MUTAUTH_SPN_NOT_THERE (-330)
/**
 * It is not known whether the directory made the change, or will. Remedy: run it again once the
 * directory answers; until then take nothing back by hand.
 */
#define MUTAUTH_CHANGE_UNSETTLED (-332)
/** There are too many SPNs for one change. Remedy: change 10000 at most at once. */
#define MUTAUTH_TOO_MANY_SPNS (-331)

/** Kind: there is no usable credential or ticket. */
#define MUTAUTH_KIND_CREDENTIAL 400
/** There is no Kerberos ticket to start from. Remedy: run kinit, or give a keytab or password. */
#define MUTAUTH_NO_CREDENTIAL (-401)
/** The credential cache cannot be read. Remedy: check its name and permissions. */
#define MUTAUTH_CCACHE_UNREADABLE (-402)
/** The keytab cannot be read. Remedy: check the file's name, permissions and format. */
#define MUTAUTH_KEYTAB_UNREADABLE (-403)
/**
 * The keytab has no key for this name. Remedy: add the name's key to the keytab, or name the
 * account whose key it holds.
 */
#define MUTAUTH_KEYTAB_LACKS_NAME (-404)
/** The KDC refused the password or key. Remedy: check the password, or rebuild the keytab. */
#define MUTAUTH_WRONG_PASSWORD (-405)
/** The KDC does not know the client. Remedy: check the principal's spelling and realm. */
#define MUTAUTH_CLIENT_UNKNOWN (-406)
/**
 * The KDC does not know the service. Remedy: register the SPN on the service's account, or check
 * its spelling.
 */
#define MUTAUTH_SERVICE_UNKNOWN (-407)
/** No KDC is known for the realm. Remedy: add the realm to krb5.conf or publish its SRV records. */
#define MUTAUTH_REALM_UNKNOWN (-408)
/**
 * No KDC of the realm can be reached. Remedy: check the network and the KDC's address in krb5.conf.
 */
#define MUTAUTH_KDC_UNREACHABLE (-409)
/**
 * No KDC of the realm answers. Remedy: check that the KDC is well; raise the deadline if it is only
 * slow.
 */
#define MUTAUTH_KDC_SILENT (-410)
/** The credential has expired. Remedy: get a new ticket (kinit), or give a keytab. */
#define MUTAUTH_CREDENTIAL_EXPIRED (-411)
/** The clocks differ too much. Remedy: set this machine's clock, or the other's. */
#define MUTAUTH_CLOCK_SKEW (-412)
/** The KDC refused the request. Remedy: read the KDC's reason in the evidence. */
#define MUTAUTH_KDC_REFUSED (-413)
/** The KDC's answer makes no sense. Remedy: check that the address is a KDC's. */
#define MUTAUTH_KDC_PROTOCOL (-414)
/** The KDC and this client share no encryption type. Remedy: give the account AES keys. */
#define MUTAUTH_ENCRYPTION_UNSUPPORTED (-415)
/**
 * The client's account is locked, disabled or its password has expired. Remedy: ask an
 * administrator of the KDC to unlock or enable the account.
 */
#define MUTAUTH_CLIENT_LOCKED (-416)
/**
 * The keytab cannot be written. Remedy: check the folder's and the file's owner and permissions,
 * and the room on the disk.
 */
#define MUTAUTH_KEYTAB_NOT_WRITABLE (-417)
/** Another program is changing the keytab. Remedy: try again when it is done. */
#define MUTAUTH_KEYTAB_BUSY (-418)
/**
 * No key at hand opens a real ticket for this name. Remedy: bring the keytab in step with the
 * account, or check that the SPN is on the right account.
 */
#define MUTAUTH_KEY_NOT_PROVEN (-419)
/**
 * Another program keeps this key and would lose it. Remedy: let that program change the key, or
 * name it as the keeper to take over.
 */
#define MUTAUTH_KEY_KEPT_ELSEWHERE (-420)
/** The change of the key is not finished. Remedy: run it again: it goes on where it stopped. */
#define MUTAUTH_ROTATION_UNFINISHED (-421)
/**
 * It is not known whether the password server changed the key, or will. Remedy: run it again once
 * the server answers; until then keep the keytab and its state file.
 */
#define MUTAUTH_KEY_CHANGE_UNSETTLED (-440)
/** The new password was refused. Remedy: read the policy's own text in the evidence. */
#define MUTAUTH_PASSWORD_REFUSED (-422)
/** The caller may not change this password. Remedy: use an administrator's credential. */
#define MUTAUTH_PASSWORD_CHANGE_DENIED (-423)
/**
 * The password server reports a failure. Remedy: read what the server says of it in the evidence.
 */
#define MUTAUTH_PASSWORD_CHANGE_FAILED (-424)
/**
 * No password server is known for the realm. Remedy: set kpasswd_server or admin_server in
 * krb5.conf, or publish the realm's SRV records.
 */
#define MUTAUTH_PASSWORD_SERVER_UNKNOWN (-425)
/**
 * No password server of the realm can be reached. Remedy: check the network and that the password
 * service runs.
 */
#define MUTAUTH_PASSWORD_SERVER_UNREACHABLE (-426)
/**
 * The credential's source now has another principal's tickets. Remedy: make a new credential, or
 * let this one follow its source.
 */
#define MUTAUTH_CREDENTIAL_CHANGED (-427)
/**
 * The caller's ticket is not at hand. Remedy: let the acceptor's policy keep tickets, or get a
 * credential for the user by name.
 */
#define MUTAUTH_CLIENT_TICKET_NOT_KEPT (-428)
/**
 * The KDC does not let this service act as the client towards that one. Remedy: list the SPN in the
 * account's msDS-AllowedToDelegateTo or krbAllowedToDelegateTo, or the account in
 * msDS-AllowedToActOnBehalfOfOtherIdentity of the SPN's.
 */
#define MUTAUTH_DELEGATION_REFUSED (-429)
/**
 * The KDC does not let this service act for a client that did not come. Remedy: set
 * TRUSTED_TO_AUTH_FOR_DELEGATION (AD) or +ok_to_auth_as_delegate (MIT) on the account, or list it
 * in msDS-AllowedToActOnBehalfOfOtherIdentity (AD) of the other service's account.
 */
#define MUTAUTH_TRANSITION_REFUSED (-430)
/**
 * The client's tickets may not be handed to the service. Remedy: kinit -f; or NOT_DELEGATED (AD),
 * -allow_forwardable (MIT) is set on the client's account.
 */
#define MUTAUTH_FORWARDING_REFUSED (-431)

/** Kind: the two sides could not prove themselves. */
#define MUTAUTH_KIND_NEGOTIATION 500
/**
 * The peer's token is malformed. Remedy: check that the peer speaks Kerberos on this connection.
 */
#define MUTAUTH_TOKEN_MALFORMED (-501)
/**
 * The peer did not prove itself. Remedy: do not trust this peer; check who answers at this address.
 */
#define MUTAUTH_PEER_NOT_PROVEN (-502)
/**
 * The client asked for a service that is not served here. Remedy: serve that SPN too, or correct
 * the client's.
 */
#define MUTAUTH_WRONG_SPN (-503)
/**
 * No key here opens the client's ticket. Remedy: bring the keytab in step with the account, or
 * check that the SPN is on the right account.
 */
#define MUTAUTH_WRONG_KEY (-504)
/**
 * The keytab lacks the version of the key that the ticket uses. Remedy: add the newest key to the
 * keytab; let clients get new tickets.
 */
#define MUTAUTH_KEY_VERSION_MISSING (-505)
/**
 * The client's token was used before. Remedy: the client must make a new one; look for an attacker
 * if it repeats.
 */
#define MUTAUTH_TOKEN_REPLAYED (-506)
/** The client's ticket has expired. Remedy: the client must get a new ticket. */
#define MUTAUTH_TICKET_EXPIRED (-507)
/** The client's ticket is not valid yet. Remedy: check both clocks. */
#define MUTAUTH_TICKET_NOT_YET_VALID (-508)
/**
 * The peer refused; what it says is not proven. Remedy: read the peer's log: the reason is there.
 */
#define MUTAUTH_PEER_REFUSED (-509)
/** The peer offers no allowed mechanism. Remedy: use Kerberos on both sides. */
#define MUTAUTH_MECHANISM_REFUSED (-510)
/** The negotiated protections are less than asked. Remedy: check the peer's policy. */
#define MUTAUTH_LEVEL_NOT_REACHED (-511)
/** The session key's encryption type is too weak. Remedy: give the accounts AES keys. */
#define MUTAUTH_WEAK_KEY (-512)
/** The negotiation failed. Remedy: read the mechanism's codes in the evidence. */
#define MUTAUTH_NEGOTIATION_FAILED (-513)
/** The peer sent back our own token. Remedy: look for an attacker between the two sides. */
#define MUTAUTH_TOKEN_REFLECTED (-514)
/**
 * The keytab lacks a key of the encryption type that the ticket uses. Remedy: add the account's
 * keys of that type to the keytab; let clients get new tickets.
 */
#define MUTAUTH_KEY_ENCTYPE_MISSING (-515)
/**
 * The client gave no channel bindings. Remedy: let the client give its TLS channel's bindings; look
 * for an attacker between the two sides.
 */
#define MUTAUTH_CHANNEL_BINDINGS_MISSING (-516)
/**
 * The client's channel is not this one. Remedy: look for who ends the TLS connection between the
 * two sides: a proxy or an attacker.
 */
#define MUTAUTH_CHANNEL_BINDINGS_MISMATCH (-517)
/**
 * No channel bindings can be made from the certificate. Remedy: give the server's certificate in
 * DER, signed by RSA or ECDSA; or bind by the TLS exporter.
 */
#define MUTAUTH_CERTIFICATE_UNUSABLE (-518)
/**
 * The ticket is sealed by an encryption type that the policy does not allow. Remedy: give the
 * service's account AES keys, then get a new ticket.
 */
#define MUTAUTH_WEAK_TICKET (-519)
/**
 * The file that remembers requests, so that none is taken twice, cannot be used. Remedy: let this
 * user write it, or name another one in the acceptor's policy.
 */
#define MUTAUTH_REPLAY_CACHE_UNUSABLE (-520)

/** Kind: a message or the stream was not what the peer sealed. */
#define MUTAUTH_KIND_PROTECTION 600
/**
 * The message was changed, or is not for this context. Remedy: close the connection; look for a
 * fault or an attacker on the way.
 */
#define MUTAUTH_MESSAGE_TAMPERED (-601)
/**
 * The message was received before. Remedy: close the connection; look for an attacker on the way.
 */
#define MUTAUTH_MESSAGE_REPLAYED (-602)
/**
 * A message is missing or out of order. Remedy: close the connection; look for a fault or an
 * attacker on the way.
 */
#define MUTAUTH_MESSAGE_OUT_OF_ORDER (-603)
/** The security context has expired. Remedy: negotiate a new context. */
#define MUTAUTH_CONTEXT_EXPIRED (-604)
/** An earlier failure ended this context. Remedy: negotiate a new context. */
#define MUTAUTH_CONTEXT_BROKEN (-605)
/** The message was not encrypted. Remedy: close the connection; the peer must seal. */
#define MUTAUTH_NOT_SEALED (-606)
/** The context's level does not include this protection. Remedy: negotiate at a higher level. */
#define MUTAUTH_LEVEL_TOO_LOW (-607)
/**
 * The context was exported and lives on elsewhere. Remedy: use the context where it was imported.
 */
#define MUTAUTH_CONTEXT_EXPORTED (-608)
/** The key has protected as many messages as the policy allows. Remedy: negotiate a new context. */
#define MUTAUTH_MESSAGE_LIMIT (-609)
/**
 * A frame is longer than the bound. Remedy: close the connection; check that the peer speaks this
 * protocol.
 */
#define MUTAUTH_FRAME_TOO_LARGE (-610)
/** A frame is not one of this protocol. Remedy: check that the peer speaks this protocol. */
#define MUTAUTH_FRAME_MALFORMED (-611)
/**
 * The stream ended without the peer's sealed close. Remedy: treat what came before as incomplete.
 */
#define MUTAUTH_STREAM_TRUNCATED (-612)
/** The proven peer refused the call. Remedy: read the peer's reason in the evidence. */
#define MUTAUTH_REFUSED_BY_PEER (-613)
/** This is no exported context. Remedy: import what this version's export made, whole and once. */
#define MUTAUTH_EXPORT_MALFORMED (-614)
/**
 * The exported context is not as the policy asks. Remedy: import it under the policy that it was
 * negotiated under, or negotiate anew.
 */
#define MUTAUTH_POLICY_NOT_MET (-615)
/**
 * Too many bytes wait to be sent. Remedy: send what waits to the peer first, then this message
 * again.
 */
#define MUTAUTH_SEND_QUEUE_FULL (-630)
/**
 * Too many messages wait to be received. Remedy: receive those first, then feed the same bytes
 * again.
 */
#define MUTAUTH_RECEIVE_QUEUE_FULL (-631)
/**
 * Nothing more can be done before bytes come or go. Remedy: wait for the connection, then call
 * again.
 */
#define MUTAUTH_WOULD_BLOCK (-632)
/** The framing has no such frame. Remedy: use the channel's own framing, or say it in a message. */
#define MUTAUTH_NOT_IN_FRAMING (-633)
/**
 * The stream ended, and its framing has no sealed end to prove that it is all. Remedy: let the
 * application's own messages say where they end.
 */
#define MUTAUTH_STREAM_END_UNPROVEN (-634)

/** Kind: the caller is known but may not do this. */
#define MUTAUTH_KIND_IDENTITY 800
/** The call is less protected than required. Remedy: the client must ask for a higher level. */
#define MUTAUTH_CALLER_LEVEL_TOO_LOW (-801)
/** The call's mechanism is not allowed. Remedy: the client must use an allowed mechanism. */
#define MUTAUTH_CALLER_MECHANISM (-802)
/**
 * The call proves a service that is not allowed here. Remedy: the client must ask for one of the
 * allowed SPNs.
 */
#define MUTAUTH_CALLER_WRONG_SERVICE (-803)
/** The caller is not among those allowed. Remedy: allow the principal, or call as another. */
#define MUTAUTH_CALLER_NOT_ALLOWED (-804)
/**
 * The caller's realm is not among those allowed. Remedy: allow the realm, or call from an allowed
 * one.
 */
#define MUTAUTH_CALLER_WRONG_REALM (-805)
/**
 * The caller is none of the required accounts and in none of the groups. Remedy: add it to a group
 * and let it log on again; trust its domain if it is of another.
 */
#define MUTAUTH_CALLER_NOT_MEMBER (-806)
/**
 * The caller has not proven itself to its KDC in a required way. Remedy: log on in one of the ways
 * that the indicators name (OTP, PKINIT and so on).
 */
#define MUTAUTH_CALLER_INDICATOR_MISSING (-807)
/** The caller proved itself to its KDC too long ago. Remedy: log on again (kinit). */
#define MUTAUTH_CALLER_TOO_OLD (-808)
/** The caller is no process of this machine. Remedy: call over the service's Unix socket. */
#define MUTAUTH_CALLER_NOT_LOCAL (-809)
/**
 * Nobody has proven to be the caller. Remedy: refuse the call, or let the client negotiate first.
 */
#define MUTAUTH_CALLER_NOT_PROVEN (-810)
/**
 * The process lacks a capability that acting as another user needs. Remedy: give it the capability
 * that the evidence names, or act only as the user it runs as.
 */
#define MUTAUTH_CAPABILITY_MISSING (-820)
/**
 * The kernel knows no such user or group here. Remedy: map the ids into the process's user
 * namespace; a user has 65536 groups at most.
 */
#define MUTAUTH_USER_OUTSIDE_NAMESPACE (-821)
/**
 * The caller's local user is root, which is not allowed. Remedy: map the caller to another user, or
 * allow root by name.
 */
#define MUTAUTH_ROOT_NOT_ALLOWED (-822)
/** Another thread acts as the client. Remedy: revert on the thread that began. */
#define MUTAUTH_IMPERSONATION_ON_OTHER_THREAD (-823)
/**
 * The thread acts as yet another client inside this scope. Remedy: revert the inner scope first.
 */
#define MUTAUTH_IMPERSONATION_NOT_INNERMOST (-824)
/**
 * The caller does not let the service act as it. Remedy: the client must allow to impersonate, not
 * only to identify it.
 */
#define MUTAUTH_IMPERSONATION_NOT_GRANTED (-825)
/**
 * The caller is no user of this machine. Remedy: add a rule for the principal, or its realm, to the
 * user map.
 */
#define MUTAUTH_USER_NOT_MAPPED (-826)
/**
 * The name service does not know the user. Remedy: make the user, or correct the rule; look whether
 * the user was removed meanwhile.
 */
#define MUTAUTH_USER_UNKNOWN (-827)
/**
 * The client's name is not its account's. Remedy: use the account's own name; look for who holds
 * the account: this may be an attack.
 */
#define MUTAUTH_ACCOUNT_MISMATCH (-828)
/**
 * No process of this machine is known at the other end. Remedy: give a connected Unix socket whose
 * peer has ids in this user namespace.
 */
#define MUTAUTH_NO_LOCAL_PEER (-829)
/**
 * What the ticket says of the account is not proven. Remedy: let the KDC sign its PAC for this
 * service's key; look for an attacker.
 */
#define MUTAUTH_PAC_UNPROVEN (-830)
/**
 * The ticket's PAC is malformed. Remedy: look at the KDC that made it; update it, or look for an
 * attacker.
 */
#define MUTAUTH_PAC_MALFORMED (-831)
/**
 * The ticket has no PAC, or one that names no account. Remedy: let the KDC put one in: is the
 * service marked as not needing authorization data?.
 */
#define MUTAUTH_PAC_MISSING (-832)
/**
 * The user cannot execute the program. Remedy: give the path of a program that the user may
 * execute, and whose interpreter is there.
 */
#define MUTAUTH_PROGRAM_NOT_EXECUTED (-840)
/**
 * The user cannot enter the program's working directory. Remedy: give a directory that the user may
 * enter.
 */
#define MUTAUTH_DIRECTORY_NOT_ENTERED (-841)
/**
 * Something else in this process has waited for the child. Remedy: do not ignore SIGCHLD and do not
 * wait for all children (wait, waitpid with -1) beside it.
 */
#define MUTAUTH_EXIT_STATUS_TAKEN (-842)

/** Kind: the machine or the library failed. */
#define MUTAUTH_KIND_SYSTEM 900
/** Out of memory. Remedy: free memory and try again. */
#define MUTAUTH_OUT_OF_MEMORY (-901)
/** A fault in the library. Remedy: report it with the log. */
#define MUTAUTH_INTERNAL (-902)
/** The deadline passed. Remedy: raise the deadline, or find why the peer is slow. */
#define MUTAUTH_DEADLINE_PASSED (-903)
/** The operation was cancelled. */
#define MUTAUTH_CANCELLED (-904)
/** The host cannot be reached. Remedy: check the address, the port and that the service runs. */
#define MUTAUTH_HOST_UNREACHABLE (-905)
/** The host's name cannot be resolved. Remedy: check the name and the resolver. */
#define MUTAUTH_HOST_UNKNOWN (-906)
/** This machine cannot listen on the address. Remedy: choose another address or port. */
#define MUTAUTH_ADDRESS_UNUSABLE (-907)
/** The operating system reports an error. Remedy: read the system's text in the message. */
#define MUTAUTH_SYSTEM_ERROR (-908)

#endif
