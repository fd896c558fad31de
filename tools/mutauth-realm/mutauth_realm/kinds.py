"""
The kinds of realm there are.

A kind is a class in a module of its own that starts and stops servers in a folder; all the rest
(folders, the keeper, the environment, the command) knows it by this interface alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Protocol

from .folder import RealmFolder
from .realm_names import check_realm_name

MIT, AD = "mit", "ad"
DEFAULT_REALMS = {MIT: "EXAMPLE.TEST", AD: "AD.TEST"}
# The longest name of a socket in the folder.
LONGEST_SOCKETS = {MIT: "ldapi", AD: "ncalrpc/np/protected_storage"}


class RealmKind(Protocol):
    """One realm, about to run in a folder. Made, started once, stopped once."""

    def start(self, still_wanted: Callable[[], None]) -> Mapping[str, str]:
        """
        Starts the servers, fills them, and returns the variables for programs.

        Called in the keeper's main thread. `still_wanted` is to be called between steps: it raises
        when nobody waits for the realm any more.
        """
        ...

    def stop(self) -> None:
        """Stops whatever `start` got to, also when it failed."""
        ...


def check(kind: str, realm: str, path: str | None = None) -> None:
    """Usage or MissingServer, before anything is started."""
    if kind == AD:
        from .ad import programs as ad_programs
        from .ad import settings

        settings.check_names(realm)
        ad_programs.find_all(path)
    else:
        from .mit import programs

        check_realm_name(realm)
        programs.find_all(path)


def needs_namespaces(kind: str) -> bool:
    """Whether this user cannot have such a realm among all other processes."""
    return kind == AD and os.geteuid() != 0


def make(kind: str, folder: RealmFolder, realm: str, path: str | None = None,
         in_namespaces: bool = False) -> RealmKind:
    """`path` replaces PATH in the search for servers."""
    if kind == AD:
        from .ad.realm import AdRealm

        return AdRealm(folder, realm, path, in_namespaces)
    from .mit.realm import MitRealm

    return MitRealm(folder, realm, path)
