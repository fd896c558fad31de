"""Service principal names: mutauth.spn.compose("HTTP", "web.example.test")."""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import NamedTuple, Optional, Union

from . import _mutauth
from ._mutauth import AliasMap, Spn

__all__ = [
    "AliasMap",
    "Candidate",
    "ControllerName",
    "Finding",
    "FindingCode",
    "FindingLevel",
    "Reason",
    "ServiceType",
    "Spn",
    "candidates",
    "compose",
    "expand_host",
    "for_controller",
    "for_host",
    "for_service",
    "for_target",
    "from_principal",
    "host_pair",
    "lint",
    "parse",
    "parse_value",
]

compose = Spn.compose
for_host = Spn.compose_for_host
for_target = Spn.compose_for_target
expand_host = Spn.expand_host
parse = Spn.parse
parse_value = Spn.parse_value
from_principal = Spn.from_principal


def _pickled(text: str) -> Spn:
    return Spn.parse(text)


class ServiceType(IntEnum):
    """What a service's names are made of; the numbers are Windows' DS_SPN_NAME_TYPE."""

    DNS_HOST = 0
    DN_HOST = 1
    NETBIOS_HOST = 2
    DOMAIN = 3
    NETBIOS_DOMAIN = 4
    REPLICATED = 5


class ControllerName(IntEnum):
    """What a name is, if by its form only a domain controller or a KDC has it."""

    NONE = 0
    TICKET_GRANTING = 1
    ADMINISTRATION = 2
    DOMAIN_CONTROLLER = 3
    GLOBAL_CATALOG = 4
    REPLICATION = 5
    FILE_REPLICATION = 6


class Reason(IntEnum):
    """Why a name is a candidate."""

    AS_GIVEN = 1
    WITHOUT_DOT = 2
    LOWER_CASE = 3
    CLASS_SPELLING = 4
    FULL_NAME = 5
    WITHOUT_PORT = 6
    ALIAS = 7
    RESTRICTED_HOST = 8


class FindingLevel(IntEnum):
    """How bad a finding is."""

    NOTE = 1
    WARNING = 2
    BREAKS = 3


class FindingCode(IntEnum):
    """What lint finds."""

    EMPTY_PART = 1
    CONTROL_CHARACTER = 2
    BLANK = 3
    NOT_ASCII = 4
    WIDTH = 5
    CLASS_SPELLING = 6
    HOST_CASE = 7
    TRAILING_DOT = 8
    ADDRESS = 9
    SHORT_HOST = 10
    LONG_HOST = 11
    HOST_CHARACTERS = 12
    PORT = 13
    INSTANCE = 14
    DISTINGUISHED_NAME = 15
    AT_SIGN = 16
    REALM = 17
    HOST_PATTERN = 18
    HOST_TWICE = 19
    CONTROLLER_NAME = 20
    BRACES = 21
    LENGTH = 22
    SAME_TO_DIRECTORIES = 40
    NEARLY_SAME = 41
    REALMS_DIFFER = 42


class Candidate(NamedTuple):
    """A name that a wanted service may be registered under."""

    name: Spn
    reason: Reason
    words: str


class Finding(NamedTuple):
    """What of a name will hurt, and what to do about it."""

    code: FindingCode
    level: FindingLevel
    part: str
    text: str
    remedy: str


Host = Union[str, tuple[str, int]]


def _with_port(host: Host) -> tuple[str, int]:
    return (host, 0) if isinstance(host, str) else host


def for_service(
    type: int,
    service_class: str,
    service: Optional[str] = None,
    port: int = 0,
    hosts: Iterable[Host] = (),
    *,
    dns_name: Optional[str] = None,
    netbios_name: Optional[str] = None,
) -> list[Spn]:
    """A service's own names, one for each host, by the rules of DsGetSpn.

    A host is a name, or a pair of name and port. Without hosts it is this machine, with the port
    that is given; dns_name and netbios_name say what it is called, instead of asking it.
    """
    return _mutauth._compose_for_service(type, service_class, service, port,
                                         [_with_port(host) for host in hosts],
                                         (dns_name, netbios_name))


def host_pair(
    service_class: str,
    port: int = 0,
    *,
    dns_name: Optional[str] = None,
    netbios_name: Optional[str] = None,
) -> list[Spn]:
    """This machine's DNS and NetBIOS name for a class, as DsServerRegisterSpn registers them."""
    return _mutauth._compose_host_pair(service_class, port, (dns_name, netbios_name))


def for_controller(
    dns_host: str,
    dns_domain: str,
    netbios_domain: str,
    *,
    forest: Optional[str] = None,
    guid: Optional[str] = None,
    partitions: Iterable[str] = (),
    global_catalog: bool = False,
    file_replication: bool = False,
) -> list[Spn]:
    """The names that a domain controller has; guid is that of its NTDS settings object."""
    roles = int(global_catalog) | int(file_replication) << 1
    return _mutauth._compose_for_controller(dns_host, dns_domain, netbios_domain,
                                            (forest, guid, list(partitions)), roles)


def candidates(
    wanted: Union[Spn, str], domain: Optional[str] = None, aliases: Optional[AliasMap] = None
) -> list[Candidate]:
    """The names under which the service may be registered, best first. DNS is never asked."""
    return [Candidate(name, Reason(reason), words)
            for name, reason, words in _mutauth._candidates(wanted, domain, aliases)]


def lint(spn: Union[Spn, str], other: Optional[Union[Spn, str]] = None) -> list[Finding]:
    """What of a name will hurt, or what sets two names apart that are meant as one."""
    return [Finding(FindingCode(code), FindingLevel(level), part, text, remedy)
            for code, level, part, text, remedy in _mutauth._lint(spn, other)]
