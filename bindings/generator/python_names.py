"""How statuses and kinds are called as Python exceptions."""

from __future__ import annotations

import builtins

from .model import Fault, Kind, Status, Statuses

# Where the plain rule would give a word that Python has taken, or one that misleads.
_KIND_NAMES = {"name": "NamingError", "system": "SystemFailure"}
_STATUS_NAMES = {"system_error": "OperatingSystemError", "internal": "InternalFault"}

# What a Python programmer would catch for these without knowing mutauth.
BUILTINS = {
    "deadline_passed": "TimeoutError",
    "out_of_memory": "MemoryError",
    "invalid_argument": "ValueError",
}


def kind_class(kind: Kind) -> str:
    return _KIND_NAMES.get(kind.name, f"{_camel(kind.name)}Error")


def status_class(status: Status) -> str:
    return _STATUS_NAMES.get(status.name, _camel(status.name))


def exception_names(statuses: Statuses) -> dict[str, str]:
    """Symbol to class, for each failure; no two alike, and none a builtin's."""
    names = {one.symbol: status_class(one) for one in statuses.all if one.number < 0}
    taken = ["Error", "Evidence", *(kind_class(kind) for kind in statuses.kinds)]
    for name in names.values():
        if hasattr(builtins, name) or name in taken:
            raise Fault(f"the Python exception's name {name} is taken; see python_names.py")
        taken.append(name)
    return names


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
