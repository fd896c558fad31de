"""The values that the realm's files are filled with, and the filling."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from ..folder import RealmFolder
from ..realm_names import check_realm_name, fill

FILES = Path(__file__).parent / "files"
ENCTYPES = ("aes256-cts-hmac-sha1-96", "aes128-cts-hmac-sha1-96",
            "aes256-cts-hmac-sha384-192", "aes128-cts-hmac-sha256-128")
# Of an entry in ou=computers: the host part of the value that is written, against its own names.
_OWN_HOST = "(this/dNSHostName & [${v1}]) | (this/sAMAccountName & [${v1}$$])"


@dataclass
class Settings:
    """One realm's names, passwords and ports."""

    folder: RealmFolder
    realm: str
    slapd_modules: Path
    kdc_port: int = 0
    ldap_port: int = 0
    kadmin_port: int = 0
    kpasswd_port: int = 0
    user_password: str = field(default_factory=lambda: "user-" + secrets.token_hex(8))
    admin_password: str = field(default_factory=lambda: "admin-" + secrets.token_hex(8))
    master_password: str = field(default_factory=lambda: secrets.token_hex(16))

    def __post_init__(self) -> None:
        check_realm_name(self.realm)

    @property
    def domain(self) -> str:
        return self.realm.lower()

    @property
    def suffix(self) -> str:
        return ",".join(f"dc={label}" for label in self.domain.split("."))

    def values(self) -> dict[str, object]:
        return {
            "realm": self.realm,
            "realm_pattern": self.realm.replace(".", "[.]"),
            "domain": self.domain,
            "first_label": self.domain.split(".")[0],
            "suffix": self.suffix,
            "manager": f"cn=manager,{self.suffix}",
            "admin": f"uid=admin,ou=people,{self.suffix}",
            "own_host": _OWN_HOST,
            "uid": os.geteuid(),
            "folder": self.folder.path,
            "files": FILES,
            "modules": self._modules(),
            "ldapi": self.folder.ldapi,
            "kdc_port": self.kdc_port,
            "ldap_port": self.ldap_port,
            "kadmin_port": self.kadmin_port,
            "kpasswd_port": self.kpasswd_port,
            "enctypes": " ".join(ENCTYPES),
            "keysalts": " ".join(f"{enctype}:normal" for enctype in ENCTYPES),
            "user_password": self.user_password,
            "admin_password": self.admin_password,
        }

    def filled(self, name: str) -> str:
        """The file of that name with each @value@ replaced."""
        return fill((FILES / f"{name}.in").read_text(encoding="utf-8"), self.values())

    def write(self, name: str) -> None:
        """Whole at every moment: krb5kdc looks at its configuration again once it listens, and
        where that was just then empty asked for no preauthentication from then on."""
        fresh = self.folder / f"{name}.new"
        fresh.write_text(self.filled(name), encoding="utf-8")
        fresh.replace(self.folder / name)

    def _modules(self) -> str:
        # A back end that is built in has no file to load.
        loads = [f"moduleload {name}" for name in ("back_mdb", "unique")
                 if (self.slapd_modules / f"{name}.so").exists()]
        return "\n".join([f'modulepath "{self.slapd_modules}"', *loads])
