"""Beginning a negotiation, as the client or as the service."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterable
from typing import Optional, Union

from ._mutauth import Channel, Credential, Negotiation, Policy, Spn, _Acceptor


def client(
    spn: Union[Spn, str],
    credential: Optional[Credential] = None,
    *,
    policy: Optional[Policy] = None,
    timeout: Optional[float] = None,
) -> Negotiation:
    """Begin as the client. Gets the ticket for the service, which may wait for the KDC.

    spn: the service that must prove itself, such as "HTTP/web.example.test"
    credential: whose tickets to use; None for those that kinit left for this user
    policy: None for the safe defaults
    timeout: seconds; None for 30, math.inf for no end
    """
    if credential is None:
        credential = Credential.from_environment()
    return Negotiation.initiate(credential, spn, policy, timeout)


def server(
    *spns: Union[Spn, str],
    keytab: Union[str, os.PathLike[str]],
    account: Optional[str] = None,
    policy: Optional[Policy] = None,
) -> Negotiation:
    """Begin as the service, for one client. Never touches the network. For many see Acceptor."""
    return Acceptor(*spns, keytab=keytab, account=account, policy=policy).negotiation()


class Acceptor:
    """A service's keys, for any number of clients. Threads may share one.

    Making one raises the errors that every client would meet: KeytabUnreadable for a file that is
    not there, may not be read or is no keytab, KeytabLacksName where it has a key for none of the
    names, ReplayCacheUnusable. A keytab that lacks some of the names is taken, since SPNs of one
    account share its key. When the file changes, new clients are served by the new keys; a file
    that is gone or half written by then leaves the old ones in use, and shows in the policy's log.

    spns: the names that are served, at least one, or patterns
    keytab: the file with the keys
    account: the account whose keys these are, if the SPNs are registered on it and do not stand in
        the keytab under their own names
    policy: None for the safe defaults
    patterns: for many names, CLASS/HOST with * behind the class, or "_HOST" for this machine's own
        name: "HTTP/*.example.test", "host/_HOST"
    """

    def __init__(
        self,
        *spns: Union[Spn, str],
        keytab: Union[str, os.PathLike[str]],
        account: Optional[str] = None,
        policy: Optional[Policy] = None,
        patterns: Iterable[str] = (),
    ) -> None:
        keys = Credential.from_keytab(keytab, account)
        patterns = tuple(patterns) if not isinstance(patterns, (str, bytes)) else patterns
        self._acceptor = _Acceptor(keys, spns, policy, patterns)
        self._words = " ".join([*map(str, spns), *patterns])

    def __repr__(self) -> str:
        return f"<mutauth.Acceptor of {self._words}>"

    def negotiation(self) -> Negotiation:
        """Begin with one client."""
        return self._acceptor.negotiation()

    def open(self, connection: socket.socket, timeout: Optional[float] = None) -> Channel:
        """Negotiate with the client on a connected socket, which becomes the channel's."""
        return Channel.open(connection, self.negotiation(), timeout)
