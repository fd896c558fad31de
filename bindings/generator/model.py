"""What the headers and status.def say, as values."""

from __future__ import annotations

from dataclasses import dataclass, field


class Fault(Exception):
    """A header, status.def or a stub breaks the dialect; the text says where and how."""


@dataclass(frozen=True)
class Kind:
    name: str
    block: int
    says: str

    @property
    def symbol(self) -> str:
        return f"MUTAUTH_KIND_{self.name.upper()}"


@dataclass(frozen=True)
class Status:
    name: str
    number: int
    says: str
    remedy: str
    kind: Kind

    @property
    def symbol(self) -> str:
        return f"MUTAUTH_{self.name.upper()}"


@dataclass(frozen=True)
class Statuses:
    kinds: tuple[Kind, ...]
    all: tuple[Status, ...]

    def by_symbol(self) -> dict[str, Status]:
        return {status.symbol: status for status in self.all}


@dataclass(frozen=True)
class Param:
    name: str
    type: str
    direction: str
    doc: str


@dataclass(frozen=True)
class Return:
    """One @return: the statuses and wildcards that it starts with, and its prose."""

    names: tuple[str, ...]
    text: str


@dataclass(frozen=True)
class Comment:
    prose: str
    params: tuple[tuple[str, str], ...] = ()
    returns: tuple[Return, ...] = ()
    since: str = ""


@dataclass(frozen=True)
class Function:
    name: str
    header: str
    type: str
    params: tuple[Param, ...]
    comment: Comment
    where: str

    def signature(self) -> str:
        return f"{self.type} ({', '.join(param.type for param in self.params) or 'void'})"


@dataclass(frozen=True)
class Handle:
    name: str
    header: str
    doc: str


@dataclass(frozen=True)
class Field:
    name: str
    type: str
    doc: str


@dataclass(frozen=True)
class Struct:
    """One that the caller fills in. Its layout is a part of the ABI."""

    name: str
    header: str
    fields: tuple[Field, ...]
    doc: str


@dataclass(frozen=True)
class Constant:
    name: str
    header: str
    value: int
    doc: str


@dataclass(frozen=True)
class Model:
    statuses: Statuses
    functions: tuple[Function, ...] = ()
    callbacks: tuple[Function, ...] = ()
    handles: tuple[Handle, ...] = ()
    structs: tuple[Struct, ...] = ()
    constants: tuple[Constant, ...] = ()
    # What any function that returns a status may return, from the head comments of the headers.
    anywhere: tuple[str, ...] = ()
    # The statuses of each function, with "the statuses of ..." and wildcards written out.
    reaches: dict[str, tuple[str, ...]] = field(default_factory=dict)
