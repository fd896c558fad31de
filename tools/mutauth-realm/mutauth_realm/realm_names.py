"""The name of a realm, and what follows from it."""

from __future__ import annotations

import re

from .errors import Usage

_REALM_NAME = re.compile(r"[A-Z0-9]([A-Z0-9-]*[A-Z0-9])?(\.[A-Z0-9]([A-Z0-9-]*[A-Z0-9])?)*")


def check_realm_name(name: str) -> None:
    if not _REALM_NAME.fullmatch(name) or len(name) > 200:
        raise Usage(f"not a realm name: {name!r} (upper-case letters, digits, '-' and '.', "
                    "as in EXAMPLE.TEST)")


def fill(text: str, values: dict[str, object]) -> str:
    """The text of a file with each @value@ replaced."""
    return re.sub("@([a-z_]+)@", lambda found: str(values[found[1]]), text)
