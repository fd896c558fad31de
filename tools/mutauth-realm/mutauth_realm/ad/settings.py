"""The values that the realm's files are filled with, and the filling."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import Usage
from ..folder import RealmFolder
from ..realm_names import check_realm_name, fill

FILES = Path(__file__).parent / "files"
HOST = "dc1"
LDAP, CATALOG, KERBEROS, KPASSWD, MAPPER = 389, 3268, 88, 464, 135
LDAPS, CATALOG_TLS = 636, 3269
PORTS = (LDAP, LDAPS, CATALOG, CATALOG_TLS, KERBEROS, KPASSWD, MAPPER)
# NetBIOS names end at 15 characters.
_LONGEST_DOMAIN = 15


def check_names(realm: str) -> None:
    check_realm_name(realm)
    if "." not in realm:
        raise Usage(f"a realm of this kind needs a name with a dot: {realm!r}")
    if any(len(label) > 63 for label in realm.split(".")):
        raise Usage(f"a part of the realm's name is longer than 63 characters: {realm!r}")
    if netbios_domain(realm).isdigit() or netbios_domain(realm) == HOST.upper():
        raise Usage(f"no NetBIOS domain can be made of the realm's name: {realm!r}")


def netbios_domain(realm: str) -> str:
    return realm.replace(".", "")[:_LONGEST_DOMAIN].rstrip("-")


@dataclass
class Settings:
    """One realm's names, passwords and address."""

    folder: RealmFolder
    realm: str
    address: str = ""
    user_password: str = field(default_factory=lambda: "User-" + secrets.token_hex(8))
    admin_password: str = field(default_factory=lambda: "Admin-" + secrets.token_hex(8))

    def __post_init__(self) -> None:
        check_names(self.realm)

    @property
    def dns_domain(self) -> str:
        return self.realm.lower()

    @property
    def suffix(self) -> str:
        return ",".join(f"DC={label}" for label in self.dns_domain.split("."))

    @property
    def configuration(self) -> Path:
        return self.folder / "smb.conf"

    @property
    def certificate(self) -> Path:
        """Of the directory, signed by itself: whoever trusts this one file trusts the directory."""
        return self.folder / "directory-ca.pem"

    @property
    def ldap_spn(self) -> str:
        """With the domain as third part: a computer cannot register that on itself."""
        return f"ldap/{HOST}.{self.dns_domain}/{self.dns_domain}"

    def write(self, name: str) -> None:
        values: dict[str, object] = {
            "realm": self.realm,
            "domain": self.dns_domain,
            "domain_netbios": netbios_domain(self.realm),
            "host": HOST,
            "host_upper": HOST.upper(),
            "suffix": self.suffix,
            "folder": self.folder.path,
            "address": self.address,
        }
        text = (FILES / f"{name}.in").read_text(encoding="utf-8")
        (self.folder / name).write_text(fill(text, values), encoding="utf-8")
