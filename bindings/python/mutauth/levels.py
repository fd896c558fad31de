"""The numbers of policies and identities, by name."""

from __future__ import annotations

from enum import IntEnum

from . import _mutauth


class Level(IntEnum):
    """How well a context protects; the numbers are Windows' RPC_C_AUTHN_LEVEL_."""

    #: Both sides prove themselves when the context is made; messages are not protected.
    CONNECT = _mutauth.LEVEL_CONNECT
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


class Protector(IntEnum):
    """Who protects messages; the peer sees no difference."""

    #: This library's own code on OpenSSL, several times faster.
    OWN = _mutauth.PROTECTOR_OWN
    #: MIT Kerberos's GSS-API.
    GSS = _mutauth.PROTECTOR_GSS


class LogLevel(IntEnum):
    """How important a line of the log is; the lower, the more."""

    #: Something that weakens security was asked for, or a peer misbehaved.
    WARNING = _mutauth.LOG_WARNING
    #: Something that an administrator wants to find later.
    NOTICE = _mutauth.LOG_NOTICE
    #: Each step.
    DEBUG = _mutauth.LOG_DEBUG
