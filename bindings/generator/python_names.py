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

# What Python cannot run into: its objects are of the right class, its buffers as large as needed.
NEVER_RAISED = {"MUTAUTH_WRONG_HANDLE", "MUTAUTH_BUFFER_TOO_SMALL"}

# How the names of C's numbers begin that Python has as members of enumerations.
_ENUMERATIONS = {
    "AUTHENTICATION": "AuthenticationService",
    "AUTHORIZATION": "AuthorizationService",
    "BINDINGS": "BindingRule",
    "CANDIDATE": "spn.Reason",
    "CONTROLLER_NAME": "spn.ControllerName",
    "DELEGATION": "Delegation",
    "FINDING": "spn.FindingCode",
    "FINDING_LEVEL": "spn.FindingLevel",
    "IMPERSONATION": "ImpersonationLevel",
    "LEVEL": "Level",
    "LOG": "LogLevel",
    "MECHANISM": "Mechanism",
    "PAC_SIGNATURE": "PacSignature",
    "PROTECTOR": "Protector",
    "REPORT": "ReportCode",
    "SEGMENT": "SegmentProtection",
    "SERVICE": "spn.ServiceType",
    "SEVERITY": "Severity",
    "SID": "SidKind",
    "SPN": "SpnOperation",
    "STEP": "StepMoment",
}


def kind_class(kind: Kind) -> str:
    return _KIND_NAMES.get(kind.name, f"{_camel(kind.name)}Error")


def status_class(status: Status) -> str:
    return _STATUS_NAMES.get(status.name, _camel(status.name))


def enumeration(name: str) -> str:
    """LEVEL_PRIVACY is Level.PRIVACY, LEVEL_... is Level; "" if it is of no enumeration."""
    for begin in sorted(_ENUMERATIONS, key=len, reverse=True):
        member = name.removeprefix(f"{begin}_")
        if member != name and not member.endswith("_MAX") and member != "MAX":
            return _ENUMERATIONS[begin] + ("" if member == "..." else f".{member}")
    return ""


def class_of(handle: str) -> str:
    """mutauth_user_map is UserMap."""
    return _camel(handle.removeprefix("mutauth_"))


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
