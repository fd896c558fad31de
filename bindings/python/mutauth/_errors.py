"""The exceptions: one class for each reason, below one class for each kind of failure.

Made by bindings/generate.py from capi/status.def; do not edit.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Optional, Union


class Evidence(tuple[tuple[str, str], ...]):
    """Facts that bear on a failure, as pairs in the order they were found; a key may repeat."""

    __slots__ = ()

    def get(self, key: str, default: Optional[str] = None) -> Optional[str]:
        """The first value of the key."""
        return next((value for name, value in self if name == key), default)

    def get_all(self, key: str) -> list[str]:
        """Every value of the key."""
        return [value for name, value in self if name == key]


class _Brief(type):
    """help() and dir() of one reason tell what is its own; what all have is told with Error."""

    def __dir__(cls) -> list[str]:
        return list(vars(cls)) if Error in cls.__mro__[1:] else list(super().__dir__())


class Error(Exception, metaclass=_Brief):
    """A call failed. Catch a subclass for one reason, or for one kind of reasons.

    Each has: message, what happened; remedy, what to do about it; evidence, facts that bear on it,
    in pairs (Evidence); native, what the systems below reported; token, an error token that is
    still to be sent to the peer, or None; status, symbol and kind, as numbers and in C's words.
    """

    #: The number of the reason, as in the C header status.h.
    status: int = 0
    #: The name of the reason, such as "MUTAUTH_SERVICE_UNKNOWN".
    symbol: str = "MUTAUTH_UNKNOWN"
    #: The number of the kind, such as 400 for credentials; reasons may be added to a kind.
    kind: int = 0
    #: What happened, in one sentence.
    message: str
    #: What to do about it; "" if there is nothing to advise.
    remedy: str
    #: Facts that bear on the failure.
    evidence: Evidence
    #: What the systems below reported: (system, number), such as ("krb5", -1765328377).
    native: tuple[tuple[str, int], ...]
    #: An error token still to be sent to the peer.
    token: Optional[bytes]

    def __init__(
        self,
        message: str = "",
        *,
        status: Optional[int] = None,
        remedy: str = "",
        evidence: Iterable[tuple[str, str]] = (),
        native: Iterable[tuple[Union[int, str], int]] = (),
        token: Optional[bytes] = None,
    ) -> None:
        super().__init__(message)
        if status is not None:
            self.status = status
        self.message = message
        self.remedy = remedy
        self.evidence = Evidence(evidence)
        self.native = tuple((_system_name(system), code) for system, code in native)
        self.token = token

    def __reduce__(self) -> tuple[Any, ...]:
        """For pickle. The library's own record lives in one process alone, its words go along."""
        kept = {name: value for name, value in self.__dict__.items() if name != "_failure"}
        explanation = getattr(self.__dict__.get("_failure"), "explanation", None)
        if explanation is not None:
            kept["_explained"] = explanation()
        return type(self), self.args, kept

    def __str__(self) -> str:
        return f"{self.message} ({self.remedy})" if self.remedy else self.message


class UsageError(Error):
    """The caller's mistake."""

    kind = 100


class NamingError(Error):
    """A service principal name is wrong."""

    kind = 200


class DirectoryError(Error):
    """The directory refused, or could not be asked."""

    kind = 300


class CredentialError(Error):
    """There is no usable credential or ticket."""

    kind = 400


class NegotiationError(Error):
    """The two sides could not prove themselves."""

    kind = 500


class ProtectionError(Error):
    """A message or the stream was not what the peer sealed."""

    kind = 600


class IdentityError(Error):
    """The caller is known but may not do this."""

    kind = 800


class SystemFailure(Error):
    """The machine or the library failed."""

    kind = 900


class InvalidArgument(UsageError, ValueError):
    """An argument is missing or out of range.

    Remedy: see the function's documentation.
    """

    status = -101
    symbol = "MUTAUTH_INVALID_ARGUMENT"


class WrongHandle(UsageError):
    """A mistake that callers from C can make; from Python it is never raised."""

    status = -102
    symbol = "MUTAUTH_WRONG_HANDLE"


class WrongState(UsageError):
    """The call does not fit the object's state.

    Remedy: see the function's documentation for the order of calls.
    """

    status = -103
    symbol = "MUTAUTH_WRONG_STATE"


class BufferTooSmall(UsageError):
    """A mistake that callers from C can make; from Python it is never raised."""

    status = -104
    symbol = "MUTAUTH_BUFFER_TOO_SMALL"


class NotUtf8(UsageError):
    """The text is not valid UTF-8.

    Remedy: pass UTF-8.
    """

    status = -105
    symbol = "MUTAUTH_NOT_UTF8"


class TextHasNul(UsageError):
    """The text has an embedded NUL.

    Remedy: pass the text without NUL.
    """

    status = -106
    symbol = "MUTAUTH_TEXT_HAS_NUL"


class TextTooLong(UsageError):
    """The text is too long.

    Remedy: shorten it.
    """

    status = -107
    symbol = "MUTAUTH_TEXT_TOO_LONG"


class Forked(UsageError):
    """The object was made before fork() and belongs to the parent.

    Remedy: make a new one in the child.
    """

    status = -108
    symbol = "MUTAUTH_FORKED"


class InvalidName(NamingError):
    """A part of the name is empty or holds a character it must not.

    Remedy: write class/host[:port][/service].
    """

    status = -201
    symbol = "MUTAUTH_INVALID_NAME"


class NameIsAddress(NamingError):
    """An IP address stands where a host name must.

    Remedy: use the host's DNS name; the address to connect to is a separate input.
    """

    status = -202
    symbol = "MUTAUTH_NAME_IS_ADDRESS"


class NameTooLong(NamingError):
    """The name is too long.

    Remedy: a name may have at most 1024 bytes.
    """

    status = -203
    symbol = "MUTAUTH_NAME_TOO_LONG"


class NameUnusable(NamingError):
    """No client and service can use a name of this form.

    Remedy: mutauth spn lint tells what is wrong with the name.
    """

    status = -204
    symbol = "MUTAUTH_NAME_UNUSABLE"


class DirectoryUnreachable(DirectoryError):
    """The directory server cannot be reached.

    Remedy: check the address, the port and that the server runs.
    """

    status = -301
    symbol = "MUTAUTH_DIRECTORY_UNREACHABLE"


class DirectorySilent(DirectoryError):
    """The directory server does not answer.

    Remedy: check that the server is well; raise the timeout if it is only slow.
    """

    status = -302
    symbol = "MUTAUTH_DIRECTORY_SILENT"


class DirectoryModuleMissing(DirectoryError):
    """The LDAP module cannot be loaded.

    Remedy: install the OpenLDAP client library (Debian: libldap-2.5-0).
    """

    status = -303
    symbol = "MUTAUTH_DIRECTORY_MODULE_MISSING"


class DirectoryUnsealed(DirectoryError):
    """The directory server offers no sealed layer.

    Remedy: enable SASL confidentiality (GSSAPI) on the server.
    """

    status = -304
    symbol = "MUTAUTH_DIRECTORY_UNSEALED"


class DirectoryBindRefused(DirectoryError):
    """The directory server refused the bind.

    Remedy: map the principal to an entry on the server, or use another credential.
    """

    status = -305
    symbol = "MUTAUTH_DIRECTORY_BIND_REFUSED"


class DirectoryDenied(DirectoryError):
    """The directory does not allow the caller to do this.

    Remedy: ask an administrator of the directory, or use a credential with the right.
    """

    status = -306
    symbol = "MUTAUTH_DIRECTORY_DENIED"


class DirectoryConstraint(DirectoryError):
    """The directory refused the value.

    Remedy: read the directory's own text in the evidence.
    """

    status = -307
    symbol = "MUTAUTH_DIRECTORY_CONSTRAINT"


class DirectoryProtocol(DirectoryError):
    """The directory server's answer makes no sense.

    Remedy: check that the address is an LDAP server's.
    """

    status = -308
    symbol = "MUTAUTH_DIRECTORY_PROTOCOL"


class DirectoryFailed(DirectoryError):
    """The directory server reports a failure.

    Remedy: read what the directory says of it in the evidence.
    """

    status = -309
    symbol = "MUTAUTH_DIRECTORY_FAILED"


class DirectoryLost(DirectoryError):
    """The connection to the directory server broke.

    Remedy: open a new session.
    """

    status = -310
    symbol = "MUTAUTH_DIRECTORY_LOST"


class DirectoryBaseUnknown(DirectoryError):
    """The directory names no place to search in.

    Remedy: give the base DN.
    """

    status = -311
    symbol = "MUTAUTH_DIRECTORY_BASE_UNKNOWN"


class DirectoryUnknown(DirectoryError):
    """No directory server is known for the domain.

    Remedy: give the directory's address, or publish SRV records of _ldap._tcp in the domain.
    """

    status = -312
    symbol = "MUTAUTH_DIRECTORY_UNKNOWN"


class AccountNotFound(DirectoryError):
    """No such account in the directory.

    Remedy: check the account's name; give its DN, account name or principal.
    """

    status = -320
    symbol = "MUTAUTH_ACCOUNT_NOT_FOUND"


class AccountAmbiguous(DirectoryError):
    """More than one account has this name.

    Remedy: give the account's DN.
    """

    status = -321
    symbol = "MUTAUTH_ACCOUNT_AMBIGUOUS"


class SpnTaken(DirectoryError):
    """Another account holds this SPN.

    Remedy: remove it there first, or register another name.
    """

    status = -322
    symbol = "MUTAUTH_SPN_TAKEN"


class SpnNotWritable(DirectoryError):
    """This SPN cannot be written as a Kerberos principal here.

    Remedy: use ASCII characters only; this directory's krbPrincipalName holds no others.
    """

    status = -323
    symbol = "MUTAUTH_SPN_NOT_WRITABLE"


class CatalogUnfit(DirectoryError):
    """This server is no global catalog of the directory's forest.

    Remedy: give the address of a global catalog of the same forest, usually port 3268.
    """

    status = -336
    symbol = "MUTAUTH_CATALOG_UNFIT"


class DirectoryLimited(DirectoryError):
    """The directory's limits stopped the search before its end.

    Remedy: search a smaller part, or use a credential whose limits are higher.
    """

    status = -337
    symbol = "MUTAUTH_DIRECTORY_LIMITED"


class DirectoryFlooded(DirectoryError):
    """The directory's answer has no end.

    Remedy: check that the server is well; search a smaller part.
    """

    status = -338
    symbol = "MUTAUTH_DIRECTORY_FLOODED"


class SpnPatternMalformed(DirectoryError):
    """This is no pattern for SPNs.

    Remedy: write CLASS/HOST with * for any text.
    """

    status = -340
    symbol = "MUTAUTH_SPN_PATTERN_MALFORMED"


class SpnMalformed(DirectoryError):
    """The directory does not take this for an SPN.

    Remedy: write CLASS/HOST[:PORT][/SERVICE].
    """

    status = -324
    symbol = "MUTAUTH_SPN_MALFORMED"


class SpnNotOwnName(DirectoryError):
    """The account may only register names of its own host.

    Remedy: register CLASS/<dNSHostName>, or ask for write property on servicePrincipalName.
    """

    status = -325
    symbol = "MUTAUTH_SPN_NOT_OWN_NAME"


class SpnAttributeMissing(DirectoryError):
    """The entry cannot hold SPNs.

    Remedy: name an account; add the missing schema or object class to the directory.
    """

    status = -326
    symbol = "MUTAUTH_SPN_ATTRIBUTE_MISSING"


class SpnAliasTaken(DirectoryError):
    """Another account holds a name that this SPN stands for or is mapped to.

    Remedy: remove that name there first: mutauth find tells the account.
    """

    status = -327
    symbol = "MUTAUTH_SPN_ALIAS_TAKEN"


class SpnNotKept(DirectoryError):
    """The directory said it made the change but does not show it.

    Remedy: run it again; if it stays so, look for a program that changes this account too.
    """

    status = -328
    symbol = "MUTAUTH_SPN_NOT_KEPT"


class AccountBusy(DirectoryError):
    """Other programs keep changing the account's SPNs.

    Remedy: stop what else writes to this account and run it again.
    """

    status = -329
    symbol = "MUTAUTH_ACCOUNT_BUSY"


class SpnNotThere(DirectoryError):
    """The account does not hold this SPN.

    Remedy: list what the account holds; name the account that holds the SPN.
    """

    status = -330
    symbol = "MUTAUTH_SPN_NOT_THERE"


class ChangeUnsettled(DirectoryError):
    """It is not known whether the directory made the change, or will.

    Remedy: run it again once the directory answers; until then take nothing back by hand.
    """

    status = -332
    symbol = "MUTAUTH_CHANGE_UNSETTLED"


class TooManySpns(DirectoryError):
    """There are too many SPNs for one change.

    Remedy: change 10000 at most at once.
    """

    status = -331
    symbol = "MUTAUTH_TOO_MANY_SPNS"


class NoCredential(CredentialError):
    """There is no Kerberos ticket to start from.

    Remedy: run kinit, or give a keytab or password.
    """

    status = -401
    symbol = "MUTAUTH_NO_CREDENTIAL"


class CcacheUnreadable(CredentialError):
    """The credential cache cannot be read.

    Remedy: check its name and permissions.
    """

    status = -402
    symbol = "MUTAUTH_CCACHE_UNREADABLE"


class KeytabUnreadable(CredentialError):
    """The keytab cannot be read.

    Remedy: check the file's name, permissions and format.
    """

    status = -403
    symbol = "MUTAUTH_KEYTAB_UNREADABLE"


class KeytabLacksName(CredentialError):
    """The keytab has no key for this name.

    Remedy: add the name's key to the keytab, or name the account whose key it holds.
    """

    status = -404
    symbol = "MUTAUTH_KEYTAB_LACKS_NAME"


class WrongPassword(CredentialError):
    """The KDC refused the password or key.

    Remedy: check the password, or rebuild the keytab.
    """

    status = -405
    symbol = "MUTAUTH_WRONG_PASSWORD"


class ClientUnknown(CredentialError):
    """The KDC does not know the client.

    Remedy: check the principal's spelling and realm.
    """

    status = -406
    symbol = "MUTAUTH_CLIENT_UNKNOWN"


class ServiceUnknown(CredentialError):
    """The KDC does not know the service.

    Remedy: register the SPN on the service's account, or check its spelling.
    """

    status = -407
    symbol = "MUTAUTH_SERVICE_UNKNOWN"


class RealmUnknown(CredentialError):
    """No KDC is known for the realm.

    Remedy: add the realm to krb5.conf or publish its SRV records.
    """

    status = -408
    symbol = "MUTAUTH_REALM_UNKNOWN"


class KdcUnreachable(CredentialError):
    """No KDC of the realm can be reached.

    Remedy: check the network and the KDC's address in krb5.conf.
    """

    status = -409
    symbol = "MUTAUTH_KDC_UNREACHABLE"


class KdcSilent(CredentialError):
    """No KDC of the realm answers.

    Remedy: check that the KDC is well; raise the timeout if it is only slow.
    """

    status = -410
    symbol = "MUTAUTH_KDC_SILENT"


class CredentialExpired(CredentialError):
    """The credential has expired.

    Remedy: get a new ticket (kinit), or give a keytab.
    """

    status = -411
    symbol = "MUTAUTH_CREDENTIAL_EXPIRED"


class ClockSkew(CredentialError):
    """The clocks differ too much.

    Remedy: set this machine's clock, or the other's.
    """

    status = -412
    symbol = "MUTAUTH_CLOCK_SKEW"


class KdcRefused(CredentialError):
    """The KDC refused the request.

    Remedy: read the KDC's reason in the evidence.
    """

    status = -413
    symbol = "MUTAUTH_KDC_REFUSED"


class KdcProtocol(CredentialError):
    """The KDC's answer makes no sense.

    Remedy: check that the address is a KDC's.
    """

    status = -414
    symbol = "MUTAUTH_KDC_PROTOCOL"


class EncryptionUnsupported(CredentialError):
    """The KDC and this client share no encryption type.

    Remedy: give the account AES keys.
    """

    status = -415
    symbol = "MUTAUTH_ENCRYPTION_UNSUPPORTED"


class ClientLocked(CredentialError):
    """The client's account is locked, disabled or its password has expired.

    Remedy: ask an administrator of the KDC to unlock or enable the account.
    """

    status = -416
    symbol = "MUTAUTH_CLIENT_LOCKED"


class KeytabNotWritable(CredentialError):
    """The keytab cannot be written.

    Remedy: check the folder's and the file's owner and permissions, and the room on the disk.
    """

    status = -417
    symbol = "MUTAUTH_KEYTAB_NOT_WRITABLE"


class KeytabBusy(CredentialError):
    """Another program is changing the keytab.

    Remedy: try again when it is done.
    """

    status = -418
    symbol = "MUTAUTH_KEYTAB_BUSY"


class KeyNotProven(CredentialError):
    """No key at hand opens a real ticket for this name.

    Remedy: bring the keytab in step with the account, or check that the SPN is on the right
    account.
    """

    status = -419
    symbol = "MUTAUTH_KEY_NOT_PROVEN"


class KeyKeptElsewhere(CredentialError):
    """Another program keeps this key and would lose it.

    Remedy: let that program change the key, or name it as the keeper to take over.
    """

    status = -420
    symbol = "MUTAUTH_KEY_KEPT_ELSEWHERE"


class RotationUnfinished(CredentialError):
    """The change of the key is not finished.

    Remedy: run it again: it goes on where it stopped.
    """

    status = -421
    symbol = "MUTAUTH_ROTATION_UNFINISHED"


class KeyChangeUnsettled(CredentialError):
    """It is not known whether the password server changed the key, or will.

    Remedy: run it again once the server answers; until then keep the keytab and its state file.
    """

    status = -440
    symbol = "MUTAUTH_KEY_CHANGE_UNSETTLED"


class PasswordRefused(CredentialError):
    """The new password was refused.

    Remedy: read the policy's own text in the evidence.
    """

    status = -422
    symbol = "MUTAUTH_PASSWORD_REFUSED"


class PasswordChangeDenied(CredentialError):
    """The caller may not change this password.

    Remedy: use an administrator's credential.
    """

    status = -423
    symbol = "MUTAUTH_PASSWORD_CHANGE_DENIED"


class PasswordChangeFailed(CredentialError):
    """The password server reports a failure.

    Remedy: read what the server says of it in the evidence.
    """

    status = -424
    symbol = "MUTAUTH_PASSWORD_CHANGE_FAILED"


class PasswordServerUnknown(CredentialError):
    """No password server is known for the realm.

    Remedy: set kpasswd_server or admin_server in krb5.conf, or publish the realm's SRV records.
    """

    status = -425
    symbol = "MUTAUTH_PASSWORD_SERVER_UNKNOWN"


class PasswordServerUnreachable(CredentialError):
    """No password server of the realm can be reached.

    Remedy: check the network and that the password service runs.
    """

    status = -426
    symbol = "MUTAUTH_PASSWORD_SERVER_UNREACHABLE"


class CredentialChanged(CredentialError):
    """The credential's source now has another principal's tickets.

    Remedy: make a new credential, or let this one follow its source.
    """

    status = -427
    symbol = "MUTAUTH_CREDENTIAL_CHANGED"


class ClientTicketNotKept(CredentialError):
    """The caller's ticket is not at hand.

    Remedy: let the acceptor's policy keep tickets, or get a credential for the user by name.
    """

    status = -428
    symbol = "MUTAUTH_CLIENT_TICKET_NOT_KEPT"


class DelegationRefused(CredentialError):
    """The KDC does not let this service act as the client towards that one.

    Remedy: list the SPN in the account's msDS-AllowedToDelegateTo or krbAllowedToDelegateTo, or
    the account in msDS-AllowedToActOnBehalfOfOtherIdentity of the SPN's.
    """

    status = -429
    symbol = "MUTAUTH_DELEGATION_REFUSED"


class TransitionRefused(CredentialError):
    """The KDC does not let this service act for a client that did not come.

    Remedy: set TRUSTED_TO_AUTH_FOR_DELEGATION (AD) or +ok_to_auth_as_delegate (MIT) on the
    account, or list it in msDS-AllowedToActOnBehalfOfOtherIdentity (AD) of the other service's
    account.
    """

    status = -430
    symbol = "MUTAUTH_TRANSITION_REFUSED"


class ForwardingRefused(CredentialError):
    """The client's tickets may not be handed to the service.

    Remedy: kinit -f; or NOT_DELEGATED (AD), -allow_forwardable (MIT) is set on the client's
    account.
    """

    status = -431
    symbol = "MUTAUTH_FORWARDING_REFUSED"


class TokenMalformed(NegotiationError):
    """The peer's token is malformed.

    Remedy: check that the peer speaks Kerberos on this connection.
    """

    status = -501
    symbol = "MUTAUTH_TOKEN_MALFORMED"


class PeerNotProven(NegotiationError):
    """The peer did not prove itself.

    Remedy: do not trust this peer; check who answers at this address.
    """

    status = -502
    symbol = "MUTAUTH_PEER_NOT_PROVEN"


class WrongSpn(NegotiationError):
    """The client asked for a service that is not served here.

    Remedy: serve that SPN too, or correct the client's.
    """

    status = -503
    symbol = "MUTAUTH_WRONG_SPN"


class WrongKey(NegotiationError):
    """No key here opens the client's ticket.

    Remedy: bring the keytab in step with the account, or check that the SPN is on the right
    account.
    """

    status = -504
    symbol = "MUTAUTH_WRONG_KEY"


class KeyVersionMissing(NegotiationError):
    """The keytab lacks the version of the key that the ticket uses.

    Remedy: add the newest key to the keytab; let clients get new tickets.
    """

    status = -505
    symbol = "MUTAUTH_KEY_VERSION_MISSING"


class TokenReplayed(NegotiationError):
    """The client's token was used before.

    Remedy: the client must make a new one; look for an attacker if it repeats.
    """

    status = -506
    symbol = "MUTAUTH_TOKEN_REPLAYED"


class TicketExpired(NegotiationError):
    """The client's ticket has expired.

    Remedy: the client must get a new ticket.
    """

    status = -507
    symbol = "MUTAUTH_TICKET_EXPIRED"


class TicketNotYetValid(NegotiationError):
    """The client's ticket is not valid yet.

    Remedy: check both clocks.
    """

    status = -508
    symbol = "MUTAUTH_TICKET_NOT_YET_VALID"


class PeerRefused(NegotiationError):
    """The peer refused; what it says is not proven.

    Remedy: read the peer's log: the reason is there.
    """

    status = -509
    symbol = "MUTAUTH_PEER_REFUSED"


class MechanismRefused(NegotiationError):
    """The peer offers no allowed mechanism.

    Remedy: use Kerberos on both sides.
    """

    status = -510
    symbol = "MUTAUTH_MECHANISM_REFUSED"


class LevelNotReached(NegotiationError):
    """The negotiated protections are less than asked.

    Remedy: check the peer's policy.
    """

    status = -511
    symbol = "MUTAUTH_LEVEL_NOT_REACHED"


class WeakKey(NegotiationError):
    """The session key's encryption type is too weak.

    Remedy: give the accounts AES keys.
    """

    status = -512
    symbol = "MUTAUTH_WEAK_KEY"


class NegotiationFailed(NegotiationError):
    """The negotiation failed.

    Remedy: read the mechanism's codes in the evidence.
    """

    status = -513
    symbol = "MUTAUTH_NEGOTIATION_FAILED"


class TokenReflected(NegotiationError):
    """The peer sent back our own token.

    Remedy: look for an attacker between the two sides.
    """

    status = -514
    symbol = "MUTAUTH_TOKEN_REFLECTED"


class KeyEnctypeMissing(NegotiationError):
    """The keytab lacks a key of the encryption type that the ticket uses.

    Remedy: add the account's keys of that type to the keytab; let clients get new tickets.
    """

    status = -515
    symbol = "MUTAUTH_KEY_ENCTYPE_MISSING"


class ChannelBindingsMissing(NegotiationError):
    """The client gave no channel bindings.

    Remedy: let the client give its TLS channel's bindings; look for an attacker between the two
    sides.
    """

    status = -516
    symbol = "MUTAUTH_CHANNEL_BINDINGS_MISSING"


class ChannelBindingsMismatch(NegotiationError):
    """The client's channel is not this one.

    Remedy: look for who ends the TLS connection between the two sides: a proxy or an attacker.
    """

    status = -517
    symbol = "MUTAUTH_CHANNEL_BINDINGS_MISMATCH"


class CertificateUnusable(NegotiationError):
    """No channel bindings can be made from the certificate.

    Remedy: give the server's certificate in DER, signed by RSA or ECDSA; or bind by the TLS
    exporter.
    """

    status = -518
    symbol = "MUTAUTH_CERTIFICATE_UNUSABLE"


class WeakTicket(NegotiationError):
    """The ticket is sealed by an encryption type that the policy does not allow.

    Remedy: give the service's account AES keys, then get a new ticket.
    """

    status = -519
    symbol = "MUTAUTH_WEAK_TICKET"


class ReplayCacheUnusable(NegotiationError):
    """The file that remembers requests, so that none is taken twice, cannot be used.

    Remedy: let this user write it, or name another one in the acceptor's policy.
    """

    status = -520
    symbol = "MUTAUTH_REPLAY_CACHE_UNUSABLE"


class MessageTampered(ProtectionError):
    """The message was changed, or is not for this context.

    Remedy: close the connection; look for a fault or an attacker on the way.
    """

    status = -601
    symbol = "MUTAUTH_MESSAGE_TAMPERED"


class MessageReplayed(ProtectionError):
    """The message was received before.

    Remedy: close the connection; look for an attacker on the way.
    """

    status = -602
    symbol = "MUTAUTH_MESSAGE_REPLAYED"


class MessageOutOfOrder(ProtectionError):
    """A message is missing or out of order.

    Remedy: close the connection; look for a fault or an attacker on the way.
    """

    status = -603
    symbol = "MUTAUTH_MESSAGE_OUT_OF_ORDER"


class ContextExpired(ProtectionError):
    """The security context has expired.

    Remedy: negotiate a new context.
    """

    status = -604
    symbol = "MUTAUTH_CONTEXT_EXPIRED"


class ContextBroken(ProtectionError):
    """An earlier failure ended this context.

    Remedy: negotiate a new context.
    """

    status = -605
    symbol = "MUTAUTH_CONTEXT_BROKEN"


class NotSealed(ProtectionError):
    """The message was not encrypted.

    Remedy: close the connection; the peer must seal.
    """

    status = -606
    symbol = "MUTAUTH_NOT_SEALED"


class LevelTooLow(ProtectionError):
    """The context's level does not include this protection.

    Remedy: negotiate at a higher level.
    """

    status = -607
    symbol = "MUTAUTH_LEVEL_TOO_LOW"


class ContextExported(ProtectionError):
    """The context was exported and lives on elsewhere.

    Remedy: use the context where it was imported.
    """

    status = -608
    symbol = "MUTAUTH_CONTEXT_EXPORTED"


class MessageLimit(ProtectionError):
    """The key has protected as many messages as the policy allows.

    Remedy: negotiate a new context.
    """

    status = -609
    symbol = "MUTAUTH_MESSAGE_LIMIT"


class FrameTooLarge(ProtectionError):
    """A frame is longer than the bound.

    Remedy: close the connection; check that the peer speaks this protocol.
    """

    status = -610
    symbol = "MUTAUTH_FRAME_TOO_LARGE"


class FrameMalformed(ProtectionError):
    """A frame is not one of this protocol.

    Remedy: check that the peer speaks this protocol.
    """

    status = -611
    symbol = "MUTAUTH_FRAME_MALFORMED"


class StreamTruncated(ProtectionError):
    """The stream ended without the peer's sealed close.

    Remedy: treat what came before as incomplete.
    """

    status = -612
    symbol = "MUTAUTH_STREAM_TRUNCATED"


class RefusedByPeer(ProtectionError):
    """The proven peer refused the call.

    Remedy: read the peer's reason in the evidence.
    """

    status = -613
    symbol = "MUTAUTH_REFUSED_BY_PEER"


class ExportMalformed(ProtectionError):
    """This is no exported context.

    Remedy: import what this version's export made, whole and once.
    """

    status = -614
    symbol = "MUTAUTH_EXPORT_MALFORMED"


class PolicyNotMet(ProtectionError):
    """The exported context is not as the policy asks.

    Remedy: import it under the policy that it was negotiated under, or negotiate anew.
    """

    status = -615
    symbol = "MUTAUTH_POLICY_NOT_MET"


class SendQueueFull(ProtectionError):
    """Too many bytes wait to be sent.

    Remedy: send what waits to the peer first, then this message again.
    """

    status = -630
    symbol = "MUTAUTH_SEND_QUEUE_FULL"


class ReceiveQueueFull(ProtectionError):
    """Too many messages wait to be received.

    Remedy: receive those first, then feed the same bytes again.
    """

    status = -631
    symbol = "MUTAUTH_RECEIVE_QUEUE_FULL"


class WouldBlock(ProtectionError):
    """Nothing more can be done before bytes come or go.

    Remedy: wait for the connection, then call again.
    """

    status = -632
    symbol = "MUTAUTH_WOULD_BLOCK"


class NotInFraming(ProtectionError):
    """The framing has no such frame.

    Remedy: use the channel's own framing, or say it in a message.
    """

    status = -633
    symbol = "MUTAUTH_NOT_IN_FRAMING"


class StreamEndUnproven(ProtectionError):
    """The stream ended, and its framing has no sealed end to prove that it is all.

    Remedy: let the application's own messages say where they end.
    """

    status = -634
    symbol = "MUTAUTH_STREAM_END_UNPROVEN"


class CallerLevelTooLow(IdentityError):
    """The call is less protected than required.

    Remedy: the client must ask for a higher level.
    """

    status = -801
    symbol = "MUTAUTH_CALLER_LEVEL_TOO_LOW"


class CallerMechanism(IdentityError):
    """The call's mechanism is not allowed.

    Remedy: the client must use an allowed mechanism.
    """

    status = -802
    symbol = "MUTAUTH_CALLER_MECHANISM"


class CallerWrongService(IdentityError):
    """The call proves a service that is not allowed here.

    Remedy: the client must ask for one of the allowed SPNs.
    """

    status = -803
    symbol = "MUTAUTH_CALLER_WRONG_SERVICE"


class CallerNotAllowed(IdentityError):
    """The caller is not among those allowed.

    Remedy: allow the principal, or call as another.
    """

    status = -804
    symbol = "MUTAUTH_CALLER_NOT_ALLOWED"


class CallerWrongRealm(IdentityError):
    """The caller's realm is not among those allowed.

    Remedy: allow the realm, or call from an allowed one.
    """

    status = -805
    symbol = "MUTAUTH_CALLER_WRONG_REALM"


class CallerNotMember(IdentityError):
    """The caller is none of the required accounts and in none of the groups.

    Remedy: add it to a group and let it log on again; trust its domain if it is of another.
    """

    status = -806
    symbol = "MUTAUTH_CALLER_NOT_MEMBER"


class CallerIndicatorMissing(IdentityError):
    """The caller has not proven itself to its KDC in a required way.

    Remedy: log on in one of the ways that the indicators name (OTP, PKINIT and so on).
    """

    status = -807
    symbol = "MUTAUTH_CALLER_INDICATOR_MISSING"


class CallerTooOld(IdentityError):
    """The caller proved itself to its KDC too long ago.

    Remedy: log on again (kinit).
    """

    status = -808
    symbol = "MUTAUTH_CALLER_TOO_OLD"


class CallerNotLocal(IdentityError):
    """The caller is no process of this machine.

    Remedy: call over the service's Unix socket.
    """

    status = -809
    symbol = "MUTAUTH_CALLER_NOT_LOCAL"


class CallerNotProven(IdentityError):
    """Nobody has proven to be the caller.

    Remedy: refuse the call, or let the client negotiate first.
    """

    status = -810
    symbol = "MUTAUTH_CALLER_NOT_PROVEN"


class CapabilityMissing(IdentityError):
    """The process lacks a capability that acting as another user needs.

    Remedy: give it the capability that the evidence names, or act only as the user it runs as.
    """

    status = -820
    symbol = "MUTAUTH_CAPABILITY_MISSING"


class UserOutsideNamespace(IdentityError):
    """The kernel knows no such user or group here.

    Remedy: map the ids into the process's user namespace; a user has 65536 groups at most.
    """

    status = -821
    symbol = "MUTAUTH_USER_OUTSIDE_NAMESPACE"


class RootNotAllowed(IdentityError):
    """The caller's local user is root, which is not allowed.

    Remedy: map the caller to another user, or allow root by name.
    """

    status = -822
    symbol = "MUTAUTH_ROOT_NOT_ALLOWED"


class ImpersonationOnOtherThread(IdentityError):
    """Another thread acts as the client.

    Remedy: revert on the thread that began.
    """

    status = -823
    symbol = "MUTAUTH_IMPERSONATION_ON_OTHER_THREAD"


class ImpersonationNotInnermost(IdentityError):
    """The thread acts as yet another client inside this scope.

    Remedy: revert the inner scope first.
    """

    status = -824
    symbol = "MUTAUTH_IMPERSONATION_NOT_INNERMOST"


class ImpersonationNotGranted(IdentityError):
    """The caller does not let the service act as it.

    Remedy: the client must allow to impersonate, not only to identify it.
    """

    status = -825
    symbol = "MUTAUTH_IMPERSONATION_NOT_GRANTED"


class UserNotMapped(IdentityError):
    """The caller is no user of this machine.

    Remedy: add a rule for the principal, or its realm, to the user map.
    """

    status = -826
    symbol = "MUTAUTH_USER_NOT_MAPPED"


class UserUnknown(IdentityError):
    """The name service does not know the user.

    Remedy: make the user, or correct the rule; look whether the user was removed meanwhile.
    """

    status = -827
    symbol = "MUTAUTH_USER_UNKNOWN"


class AccountMismatch(IdentityError):
    """The client's name is not its account's.

    Remedy: use the account's own name; look for who holds the account: this may be an attack.
    """

    status = -828
    symbol = "MUTAUTH_ACCOUNT_MISMATCH"


class NoLocalPeer(IdentityError):
    """No process of this machine is known at the other end.

    Remedy: give a connected Unix socket whose peer has ids in this user namespace.
    """

    status = -829
    symbol = "MUTAUTH_NO_LOCAL_PEER"


class PacUnproven(IdentityError):
    """What the ticket says of the account is not proven.

    Remedy: let the KDC sign its PAC for this service's key; look for an attacker.
    """

    status = -830
    symbol = "MUTAUTH_PAC_UNPROVEN"


class PacMalformed(IdentityError):
    """The ticket's PAC is malformed.

    Remedy: look at the KDC that made it; update it, or look for an attacker.
    """

    status = -831
    symbol = "MUTAUTH_PAC_MALFORMED"


class PacMissing(IdentityError):
    """The ticket has no PAC, or one that names no account.

    Remedy: let the KDC put one in: is the service marked as not needing authorization data?.
    """

    status = -832
    symbol = "MUTAUTH_PAC_MISSING"


class ProgramNotExecuted(IdentityError):
    """The user cannot execute the program.

    Remedy: give the path of a program that the user may execute, and whose interpreter is there.
    """

    status = -840
    symbol = "MUTAUTH_PROGRAM_NOT_EXECUTED"


class DirectoryNotEntered(IdentityError):
    """The user cannot enter the program's working directory.

    Remedy: give a directory that the user may enter.
    """

    status = -841
    symbol = "MUTAUTH_DIRECTORY_NOT_ENTERED"


class ExitStatusTaken(IdentityError):
    """Something else in this process has waited for the child.

    Remedy: do not ignore SIGCHLD and do not wait for all children (wait, waitpid with -1) beside
    it.
    """

    status = -842
    symbol = "MUTAUTH_EXIT_STATUS_TAKEN"


class OutOfMemory(SystemFailure, MemoryError):
    """Out of memory.

    Remedy: free memory and try again.
    """

    status = -901
    symbol = "MUTAUTH_OUT_OF_MEMORY"


class InternalFault(SystemFailure):
    """A fault in the library.

    Remedy: report it with the log.
    """

    status = -902
    symbol = "MUTAUTH_INTERNAL"


class DeadlinePassed(SystemFailure, TimeoutError):
    """The deadline passed.

    Remedy: raise the timeout, or find why the peer is slow.
    """

    status = -903
    symbol = "MUTAUTH_DEADLINE_PASSED"


class Cancelled(SystemFailure):
    """The operation was cancelled."""

    status = -904
    symbol = "MUTAUTH_CANCELLED"


class HostUnreachable(SystemFailure):
    """The host cannot be reached.

    Remedy: check the address, the port and that the service runs.
    """

    status = -905
    symbol = "MUTAUTH_HOST_UNREACHABLE"


class HostUnknown(SystemFailure):
    """The host's name cannot be resolved.

    Remedy: check the name and the resolver.
    """

    status = -906
    symbol = "MUTAUTH_HOST_UNKNOWN"


class AddressUnusable(SystemFailure):
    """This machine cannot listen on the address.

    Remedy: choose another address or port.
    """

    status = -907
    symbol = "MUTAUTH_ADDRESS_UNUSABLE"


class OperatingSystemError(SystemFailure):
    """The operating system reports an error.

    Remedy: read the system's text in the message.
    """

    status = -908
    symbol = "MUTAUTH_SYSTEM_ERROR"


by_status: dict[int, type[Error]] = {
    InvalidArgument.status: InvalidArgument,
    WrongHandle.status: WrongHandle,
    WrongState.status: WrongState,
    BufferTooSmall.status: BufferTooSmall,
    NotUtf8.status: NotUtf8,
    TextHasNul.status: TextHasNul,
    TextTooLong.status: TextTooLong,
    Forked.status: Forked,
    InvalidName.status: InvalidName,
    NameIsAddress.status: NameIsAddress,
    NameTooLong.status: NameTooLong,
    NameUnusable.status: NameUnusable,
    DirectoryUnreachable.status: DirectoryUnreachable,
    DirectorySilent.status: DirectorySilent,
    DirectoryModuleMissing.status: DirectoryModuleMissing,
    DirectoryUnsealed.status: DirectoryUnsealed,
    DirectoryBindRefused.status: DirectoryBindRefused,
    DirectoryDenied.status: DirectoryDenied,
    DirectoryConstraint.status: DirectoryConstraint,
    DirectoryProtocol.status: DirectoryProtocol,
    DirectoryFailed.status: DirectoryFailed,
    DirectoryLost.status: DirectoryLost,
    DirectoryBaseUnknown.status: DirectoryBaseUnknown,
    DirectoryUnknown.status: DirectoryUnknown,
    AccountNotFound.status: AccountNotFound,
    AccountAmbiguous.status: AccountAmbiguous,
    SpnTaken.status: SpnTaken,
    SpnNotWritable.status: SpnNotWritable,
    CatalogUnfit.status: CatalogUnfit,
    DirectoryLimited.status: DirectoryLimited,
    DirectoryFlooded.status: DirectoryFlooded,
    SpnPatternMalformed.status: SpnPatternMalformed,
    SpnMalformed.status: SpnMalformed,
    SpnNotOwnName.status: SpnNotOwnName,
    SpnAttributeMissing.status: SpnAttributeMissing,
    SpnAliasTaken.status: SpnAliasTaken,
    SpnNotKept.status: SpnNotKept,
    AccountBusy.status: AccountBusy,
    SpnNotThere.status: SpnNotThere,
    ChangeUnsettled.status: ChangeUnsettled,
    TooManySpns.status: TooManySpns,
    NoCredential.status: NoCredential,
    CcacheUnreadable.status: CcacheUnreadable,
    KeytabUnreadable.status: KeytabUnreadable,
    KeytabLacksName.status: KeytabLacksName,
    WrongPassword.status: WrongPassword,
    ClientUnknown.status: ClientUnknown,
    ServiceUnknown.status: ServiceUnknown,
    RealmUnknown.status: RealmUnknown,
    KdcUnreachable.status: KdcUnreachable,
    KdcSilent.status: KdcSilent,
    CredentialExpired.status: CredentialExpired,
    ClockSkew.status: ClockSkew,
    KdcRefused.status: KdcRefused,
    KdcProtocol.status: KdcProtocol,
    EncryptionUnsupported.status: EncryptionUnsupported,
    ClientLocked.status: ClientLocked,
    KeytabNotWritable.status: KeytabNotWritable,
    KeytabBusy.status: KeytabBusy,
    KeyNotProven.status: KeyNotProven,
    KeyKeptElsewhere.status: KeyKeptElsewhere,
    RotationUnfinished.status: RotationUnfinished,
    KeyChangeUnsettled.status: KeyChangeUnsettled,
    PasswordRefused.status: PasswordRefused,
    PasswordChangeDenied.status: PasswordChangeDenied,
    PasswordChangeFailed.status: PasswordChangeFailed,
    PasswordServerUnknown.status: PasswordServerUnknown,
    PasswordServerUnreachable.status: PasswordServerUnreachable,
    CredentialChanged.status: CredentialChanged,
    ClientTicketNotKept.status: ClientTicketNotKept,
    DelegationRefused.status: DelegationRefused,
    TransitionRefused.status: TransitionRefused,
    ForwardingRefused.status: ForwardingRefused,
    TokenMalformed.status: TokenMalformed,
    PeerNotProven.status: PeerNotProven,
    WrongSpn.status: WrongSpn,
    WrongKey.status: WrongKey,
    KeyVersionMissing.status: KeyVersionMissing,
    TokenReplayed.status: TokenReplayed,
    TicketExpired.status: TicketExpired,
    TicketNotYetValid.status: TicketNotYetValid,
    PeerRefused.status: PeerRefused,
    MechanismRefused.status: MechanismRefused,
    LevelNotReached.status: LevelNotReached,
    WeakKey.status: WeakKey,
    NegotiationFailed.status: NegotiationFailed,
    TokenReflected.status: TokenReflected,
    KeyEnctypeMissing.status: KeyEnctypeMissing,
    ChannelBindingsMissing.status: ChannelBindingsMissing,
    ChannelBindingsMismatch.status: ChannelBindingsMismatch,
    CertificateUnusable.status: CertificateUnusable,
    WeakTicket.status: WeakTicket,
    ReplayCacheUnusable.status: ReplayCacheUnusable,
    MessageTampered.status: MessageTampered,
    MessageReplayed.status: MessageReplayed,
    MessageOutOfOrder.status: MessageOutOfOrder,
    ContextExpired.status: ContextExpired,
    ContextBroken.status: ContextBroken,
    NotSealed.status: NotSealed,
    LevelTooLow.status: LevelTooLow,
    ContextExported.status: ContextExported,
    MessageLimit.status: MessageLimit,
    FrameTooLarge.status: FrameTooLarge,
    FrameMalformed.status: FrameMalformed,
    StreamTruncated.status: StreamTruncated,
    RefusedByPeer.status: RefusedByPeer,
    ExportMalformed.status: ExportMalformed,
    PolicyNotMet.status: PolicyNotMet,
    SendQueueFull.status: SendQueueFull,
    ReceiveQueueFull.status: ReceiveQueueFull,
    WouldBlock.status: WouldBlock,
    NotInFraming.status: NotInFraming,
    StreamEndUnproven.status: StreamEndUnproven,
    CallerLevelTooLow.status: CallerLevelTooLow,
    CallerMechanism.status: CallerMechanism,
    CallerWrongService.status: CallerWrongService,
    CallerNotAllowed.status: CallerNotAllowed,
    CallerWrongRealm.status: CallerWrongRealm,
    CallerNotMember.status: CallerNotMember,
    CallerIndicatorMissing.status: CallerIndicatorMissing,
    CallerTooOld.status: CallerTooOld,
    CallerNotLocal.status: CallerNotLocal,
    CallerNotProven.status: CallerNotProven,
    CapabilityMissing.status: CapabilityMissing,
    UserOutsideNamespace.status: UserOutsideNamespace,
    RootNotAllowed.status: RootNotAllowed,
    ImpersonationOnOtherThread.status: ImpersonationOnOtherThread,
    ImpersonationNotInnermost.status: ImpersonationNotInnermost,
    ImpersonationNotGranted.status: ImpersonationNotGranted,
    UserNotMapped.status: UserNotMapped,
    UserUnknown.status: UserUnknown,
    AccountMismatch.status: AccountMismatch,
    NoLocalPeer.status: NoLocalPeer,
    PacUnproven.status: PacUnproven,
    PacMalformed.status: PacMalformed,
    PacMissing.status: PacMissing,
    ProgramNotExecuted.status: ProgramNotExecuted,
    DirectoryNotEntered.status: DirectoryNotEntered,
    ExitStatusTaken.status: ExitStatusTaken,
    OutOfMemory.status: OutOfMemory,
    InternalFault.status: InternalFault,
    DeadlinePassed.status: DeadlinePassed,
    Cancelled.status: Cancelled,
    HostUnreachable.status: HostUnreachable,
    HostUnknown.status: HostUnknown,
    AddressUnusable.status: AddressUnusable,
    OperatingSystemError.status: OperatingSystemError,
}
by_kind: dict[int, type[Error]] = {
    100: UsageError,
    200: NamingError,
    300: DirectoryError,
    400: CredentialError,
    500: NegotiationError,
    600: ProtectionError,
    800: IdentityError,
    900: SystemFailure,
}
native_systems: dict[int, str] = {
    1: "gss_major",
    2: "gss_minor",
    3: "krb5",
    4: "ldap",
    5: "rpc",
    6: "win32",
    7: "system",
}
__all__ = [
    "Error",
    "Evidence",
    "UsageError",
    "NamingError",
    "DirectoryError",
    "CredentialError",
    "NegotiationError",
    "ProtectionError",
    "IdentityError",
    "SystemFailure",
    "InvalidArgument",
    "WrongHandle",
    "WrongState",
    "BufferTooSmall",
    "NotUtf8",
    "TextHasNul",
    "TextTooLong",
    "Forked",
    "InvalidName",
    "NameIsAddress",
    "NameTooLong",
    "NameUnusable",
    "DirectoryUnreachable",
    "DirectorySilent",
    "DirectoryModuleMissing",
    "DirectoryUnsealed",
    "DirectoryBindRefused",
    "DirectoryDenied",
    "DirectoryConstraint",
    "DirectoryProtocol",
    "DirectoryFailed",
    "DirectoryLost",
    "DirectoryBaseUnknown",
    "DirectoryUnknown",
    "AccountNotFound",
    "AccountAmbiguous",
    "SpnTaken",
    "SpnNotWritable",
    "CatalogUnfit",
    "DirectoryLimited",
    "DirectoryFlooded",
    "SpnPatternMalformed",
    "SpnMalformed",
    "SpnNotOwnName",
    "SpnAttributeMissing",
    "SpnAliasTaken",
    "SpnNotKept",
    "AccountBusy",
    "SpnNotThere",
    "ChangeUnsettled",
    "TooManySpns",
    "NoCredential",
    "CcacheUnreadable",
    "KeytabUnreadable",
    "KeytabLacksName",
    "WrongPassword",
    "ClientUnknown",
    "ServiceUnknown",
    "RealmUnknown",
    "KdcUnreachable",
    "KdcSilent",
    "CredentialExpired",
    "ClockSkew",
    "KdcRefused",
    "KdcProtocol",
    "EncryptionUnsupported",
    "ClientLocked",
    "KeytabNotWritable",
    "KeytabBusy",
    "KeyNotProven",
    "KeyKeptElsewhere",
    "RotationUnfinished",
    "KeyChangeUnsettled",
    "PasswordRefused",
    "PasswordChangeDenied",
    "PasswordChangeFailed",
    "PasswordServerUnknown",
    "PasswordServerUnreachable",
    "CredentialChanged",
    "ClientTicketNotKept",
    "DelegationRefused",
    "TransitionRefused",
    "ForwardingRefused",
    "TokenMalformed",
    "PeerNotProven",
    "WrongSpn",
    "WrongKey",
    "KeyVersionMissing",
    "TokenReplayed",
    "TicketExpired",
    "TicketNotYetValid",
    "PeerRefused",
    "MechanismRefused",
    "LevelNotReached",
    "WeakKey",
    "NegotiationFailed",
    "TokenReflected",
    "KeyEnctypeMissing",
    "ChannelBindingsMissing",
    "ChannelBindingsMismatch",
    "CertificateUnusable",
    "WeakTicket",
    "ReplayCacheUnusable",
    "MessageTampered",
    "MessageReplayed",
    "MessageOutOfOrder",
    "ContextExpired",
    "ContextBroken",
    "NotSealed",
    "LevelTooLow",
    "ContextExported",
    "MessageLimit",
    "FrameTooLarge",
    "FrameMalformed",
    "StreamTruncated",
    "RefusedByPeer",
    "ExportMalformed",
    "PolicyNotMet",
    "SendQueueFull",
    "ReceiveQueueFull",
    "WouldBlock",
    "NotInFraming",
    "StreamEndUnproven",
    "CallerLevelTooLow",
    "CallerMechanism",
    "CallerWrongService",
    "CallerNotAllowed",
    "CallerWrongRealm",
    "CallerNotMember",
    "CallerIndicatorMissing",
    "CallerTooOld",
    "CallerNotLocal",
    "CallerNotProven",
    "CapabilityMissing",
    "UserOutsideNamespace",
    "RootNotAllowed",
    "ImpersonationOnOtherThread",
    "ImpersonationNotInnermost",
    "ImpersonationNotGranted",
    "UserNotMapped",
    "UserUnknown",
    "AccountMismatch",
    "NoLocalPeer",
    "PacUnproven",
    "PacMalformed",
    "PacMissing",
    "ProgramNotExecuted",
    "DirectoryNotEntered",
    "ExitStatusTaken",
    "OutOfMemory",
    "InternalFault",
    "DeadlinePassed",
    "Cancelled",
    "HostUnreachable",
    "HostUnknown",
    "AddressUnusable",
    "OperatingSystemError",
]


# As users of the package know them.
for _name in __all__:
    globals()[_name].__module__ = "mutauth"


def error_class(status: int) -> type[Error]:
    """The class for a status: its reason's, else its kind's, else Error."""
    return by_status.get(status, by_kind.get(-status // 100 * 100, Error))


def make_error(
    status: int,
    message: str,
    *,
    remedy: str = "",
    evidence: Iterable[tuple[str, str]] = (),
    native: Iterable[tuple[Union[int, str], int]] = (),
    token: Optional[bytes] = None,
) -> Error:
    """The exception for a status that a C function returned."""
    return error_class(status)(
        message, status=status, remedy=remedy, evidence=evidence, native=native, token=token
    )


def _system_name(system: Union[int, str]) -> str:
    return system if isinstance(system, str) else native_systems.get(system, str(system))
