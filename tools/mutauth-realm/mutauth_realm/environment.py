"""The variables that make programs use the realm, and those that would spoil it."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Mapping

from .programs import search_path

# Whatever steers libkrb5, GSS-API, libldap, Cyrus SASL or Samba's tools, or stems from another
# realm.
_INHERITED = re.compile(r"^(KRB5|LDAP|GSS_|GSSAPI_|SASL_|KADM5|MUTAUTH_REALM|SMB_CONF_PATH$)")


def hostile(inherited: Mapping[str, str]) -> list[str]:
    """Names of inherited variables that must not reach a program in the realm."""
    return sorted(name for name in inherited if _INHERITED.match(name))


def inside(inherited: Mapping[str, str], variables: Mapping[str, str]) -> dict[str, str]:
    """The whole environment of a program in the realm."""
    removed = set(hostile(inherited))
    result = {name: value for name, value in inherited.items() if name not in removed}
    result["PATH"] = search_path(inherited.get("PATH"))
    return {**result, **variables}


def changes(inherited: Mapping[str, str], variables: Mapping[str, str]) -> dict[str, str | None]:
    """What becomes of each variable that the realm sets, or unsets (None)."""
    stale = {name: None for name in hostile(inherited) if name not in variables}
    return {**stale, **variables, "PATH": search_path(inherited.get("PATH"))}


def shell_lines(inherited: Mapping[str, str], variables: Mapping[str, str]) -> str:
    """The same as lines for a shell to evaluate."""
    lines = []
    for name, value in changes(inherited, variables).items():
        if value is not None:
            lines.append(f"export {name}={shlex.quote(value)}")
        elif name.isidentifier():
            lines.append(f"unset {name}")
    return "\n".join(lines) + "\n"


def json_text(inherited: Mapping[str, str], variables: Mapping[str, str]) -> str:
    """The same as one JSON object; null for what is to be unset."""
    return json.dumps(changes(inherited, variables), indent=1) + "\n"
