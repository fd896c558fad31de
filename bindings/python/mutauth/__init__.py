"""Kerberos mutual authentication with service principal names.

A client proves itself to a service and the service proves itself to the client before any byte of
the application moves:

    with mutauth.connect("192.0.2.7:7000", "echo/host1.example.test") as channel:
        channel.send(b"hello")
        print(channel.receive())

Failures are exceptions below mutauth.Error, one class for each reason; mutauth.explain(error) tells
the cause, the proof and the remedy. Timeouts are in seconds: None stands for 30, math.inf for no
end; only a channel's next message is waited for without end unless a timeout is given. Objects that
hold keys or connections have free() and work in a with statement; a freed one refuses to be used
with WrongState.
"""

from . import _errors, acting, spn
from ._errors import *  # noqa: F403
from ._mutauth import (
    CHANNEL_MESSAGE_MAX,
    ENGINE_BOUND,
    KEYTAB_GRACE,
    MESSAGE_MAX,
    REPLAY_WINDOW_MAX,
    Account,
    AliasMap,
    Channel,
    ChannelBindings,
    Context,
    Credential,
    Directory,
    Duplicates,
    Engine,
    Fetch,
    FoundSpns,
    Identity,
    Impersonation,
    Keytab,
    KeytabEntry,
    Listener,
    LocalPeer,
    LocalUser,
    Negotiation,
    Pac,
    Policy,
    Process,
    ReportItem,
    Requirements,
    Spn,
    UserMap,
    explain,
    has_feature,
    impersonated_user,
    impersonation_depth,
    impersonation_level,
    inquire,
    shown,
    verify_service,
    version,
)
from .changes import SpnOperation, StepMoment
from .channel import connect, listen
from .fetching import fetch
from .levels import (
    AuthenticationService,
    AuthorizationService,
    BindingRule,
    Delegation,
    ImpersonationLevel,
    Level,
    LogLevel,
    Mechanism,
    PacSignature,
    Protector,
    SegmentProtection,
    SidKind,
)
from .negotiation import Acceptor, client, server
from .report import ReportCode, Severity
from .serving import Server, TooManyUnproven, serve

__version__ = version()

__all__ = [
    "CHANNEL_MESSAGE_MAX",
    "ENGINE_BOUND",
    "KEYTAB_GRACE",
    "MESSAGE_MAX",
    "REPLAY_WINDOW_MAX",
    "Acceptor",
    "Account",
    "AliasMap",
    "AuthenticationService",
    "AuthorizationService",
    "BindingRule",
    "Channel",
    "ChannelBindings",
    "Context",
    "Credential",
    "Delegation",
    "Directory",
    "Duplicates",
    "Engine",
    "Fetch",
    "FoundSpns",
    "Identity",
    "Impersonation",
    "ImpersonationLevel",
    "Keytab",
    "KeytabEntry",
    "Level",
    "Listener",
    "LocalPeer",
    "LocalUser",
    "LogLevel",
    "Mechanism",
    "Negotiation",
    "Pac",
    "PacSignature",
    "Policy",
    "Process",
    "Protector",
    "ReportCode",
    "ReportItem",
    "Requirements",
    "SegmentProtection",
    "Server",
    "Severity",
    "SidKind",
    "Spn",
    "SpnOperation",
    "StepMoment",
    "TooManyUnproven",
    "UserMap",
    "acting",
    "client",
    "connect",
    "explain",
    "fetch",
    "has_feature",
    "impersonated_user",
    "impersonation_depth",
    "impersonation_level",
    "inquire",
    "listen",
    "serve",
    "server",
    "shown",
    "spn",
    "verify_service",
    "version",
]
__all__ += _errors.__all__
