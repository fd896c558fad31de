"""The numbers of policies and identities, by name."""

from __future__ import annotations

from enum import IntEnum, IntFlag

from . import _mutauth


class Level(IntEnum):
    """How well a context protects; the numbers are Windows' RPC_C_AUTHN_LEVEL_."""

    #: Both sides prove themselves when the context is made; messages are not protected.
    CONNECT = _mutauth.LEVEL_CONNECT
    #: As Windows has it between connect and packet: treated as packet.
    CALL = _mutauth.LEVEL_CALL
    #: Also, each message can be signed, so that its origin and order are proven.
    PACKET = _mutauth.LEVEL_PACKET
    #: Also, each message is signed.
    INTEGRITY = _mutauth.LEVEL_INTEGRITY
    #: Also, each message is encrypted.
    PRIVACY = _mutauth.LEVEL_PRIVACY


class Mechanism(IntEnum):
    """How the two sides prove themselves."""

    #: Kerberos 5 tokens.
    KRB5 = _mutauth.MECHANISM_KRB5
    #: SPNEGO around Kerberos 5; nothing else is ever negotiated.
    NEGOTIATE = _mutauth.MECHANISM_NEGOTIATE
    #: Acceptors only: whichever of these two the initiator's first token is in.
    EITHER = _mutauth.MECHANISM_EITHER
    #: No tokens: the kernel says who is at the other end of a Unix socket. Never negotiated.
    LOCAL = _mutauth.MECHANISM_LOCAL


class ImpersonationLevel(IntEnum):
    """What a caller lets the service do in its name; the numbers are Windows' RPC_C_IMP_LEVEL_."""

    #: The client has no name.
    ANONYMOUS = _mutauth.IMPERSONATION_ANONYMOUS
    #: The service may ask who the client is, not act as it.
    IDENTIFY = _mutauth.IMPERSONATION_IDENTIFY
    #: The service may act as the client on its own machine.
    IMPERSONATE = _mutauth.IMPERSONATION_IMPERSONATE
    #: The client gave the service its tickets, to act as it elsewhere too.
    DELEGATE = _mutauth.IMPERSONATION_DELEGATE


class SidKind(IntEnum):
    """Where the KDC has a group of Pac.groups from."""

    #: A group of the account's own domain.
    GROUP = _mutauth.SID_GROUP
    #: Any domain's: a universal group, one of the SID history, a well-known one.
    EXTRA = _mutauth.SID_EXTRA
    #: A domain-local group of the service's domain.
    RESOURCE = _mutauth.SID_RESOURCE


class PacSignature(IntFlag):
    """Which signatures a PAC has; the server's was verified ([MS-PAC] 2.8)."""

    SERVER = _mutauth.PAC_SIGNATURE_SERVER
    KDC = _mutauth.PAC_SIGNATURE_KDC
    TICKET = _mutauth.PAC_SIGNATURE_TICKET
    FULL = _mutauth.PAC_SIGNATURE_FULL


class AuthenticationService(IntEnum):
    """How a caller came, as inquire() says it; the numbers are Windows' RPC_C_AUTHN_."""

    NEGOTIATE = _mutauth.AUTHENTICATION_NEGOTIATE
    LOCAL = _mutauth.AUTHENTICATION_LOCAL
    KERBEROS = _mutauth.AUTHENTICATION_KERBEROS


class AuthorizationService(IntEnum):
    """By what a service decides, as inquire() says it; the numbers are Windows' RPC_C_AUTHZ_."""

    NONE = _mutauth.AUTHORIZATION_NONE
    NAME = _mutauth.AUTHORIZATION_NAME


class Protector(IntEnum):
    """Who protects messages; the peer sees no difference."""

    #: This library's own code on OpenSSL, several times faster.
    OWN = _mutauth.PROTECTOR_OWN
    #: MIT Kerberos's GSS-API.
    GSS = _mutauth.PROTECTOR_GSS


class SegmentProtection(IntEnum):
    """What is done to a segment of a message."""

    #: Encrypted and signed, where it is.
    SEALED = _mutauth.SEGMENT_SEALED
    #: Only signed; it travels in the clear.
    SIGNED = _mutauth.SEGMENT_SIGNED


class BindingRule(IntEnum):
    """What is asked of channel bindings."""

    #: Once this side has given any, the peer must give the same.
    WHEN_GIVEN = _mutauth.BINDINGS_WHEN_GIVEN
    #: An acceptor does not look at the client's.
    IGNORE = _mutauth.BINDINGS_IGNORE
    #: An acceptor takes a client that knows of none, but none that gives others.
    IF_PRESENT = _mutauth.BINDINGS_IF_PRESENT
    #: This side must be given some, and the peer must give the same.
    REQUIRE = _mutauth.BINDINGS_REQUIRE


class Delegation(IntEnum):
    """Whether a client hands its tickets to the service."""

    NEVER = _mutauth.DELEGATION_NEVER
    #: To services that the KDC marks as trusted for it.
    IF_TRUSTED = _mutauth.DELEGATION_IF_TRUSTED
    ALWAYS = _mutauth.DELEGATION_ALWAYS


class LogLevel(IntEnum):
    """How important a line of the log is; the lower, the more."""

    #: Something that weakens security was asked for, or a peer misbehaved.
    WARNING = _mutauth.LOG_WARNING
    #: Something that an administrator wants to find later.
    NOTICE = _mutauth.LOG_NOTICE
    #: Each step.
    DEBUG = _mutauth.LOG_DEBUG
