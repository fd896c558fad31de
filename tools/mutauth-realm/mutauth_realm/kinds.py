"""
The kinds of realm there are.

A kind is a class in a module of its own that starts and stops servers in a folder; all the rest
(folders, the keeper, the environment, the command) knows it by this interface alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from .folder import RealmFolder

DEFAULT_REALM = "EXAMPLE.TEST"


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


def check(realm: str, path: str | None = None) -> None:
    """Usage or MissingServer, before anything is started."""
    from .mit import programs, settings

    settings.check_realm_name(realm)
    programs.find_all(path)


def make(folder: RealmFolder, realm: str, path: str | None = None) -> RealmKind:
    """`path` replaces PATH in the search for servers."""
    from .mit.realm import MitRealm

    return MitRealm(folder, realm, path)
