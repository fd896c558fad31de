"""The AD kind of realm: the order of its start, and what programs are told about it."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping

from .. import namespaces
from ..folder import RealmFolder
from ..programs import SBIN
from . import settings as names
from .address import HeldAddress
from .programs import find_all
from .servers import Servers
from .settings import Settings, netbios_domain

# What a new realm's folder holds for Samba beside its configuration.
_PARTS = ("private", "state", "cache", "lock-files", "run", "ncalrpc", "winbindd", "ntp_signd",
          "bind-dns", "usershares")


class AdRealm:
    """A RealmKind."""

    def __init__(self, folder: RealmFolder, realm: str, path: str | None = None,
                 in_namespaces: bool = False) -> None:
        self._folder = folder
        self._programs = find_all(path)
        self._settings = Settings(folder, realm)
        self._in_namespaces = in_namespaces
        self._address: HeldAddress | None = None
        self._servers: Servers | None = None

    def start(self, still_wanted: Callable[[], None]) -> Mapping[str, str]:
        for part in _PARTS:
            (self._folder / part).mkdir(0o700)
        # Samba checks that these are as it would make them.
        (self._folder / "winbindd").chmod(0o755)
        (self._folder / "ntp_signd").chmod(0o750)
        if self._in_namespaces:
            # The address is not known yet; the file's place in /etc is.
            self._settings.write("hosts")
            namespaces.furnish(str(self._folder / "hosts"))
        self._address = HeldAddress(names.PORTS)
        self._settings.address = self._address.address
        for name in ("smb.conf", "krb5.conf", "ldap.conf", "hosts"):
            self._settings.write(name)
        (self._folder / "gss.conf").touch()
        self._servers = Servers(self._settings, self._programs, self._server_environment(),
                                still_wanted)
        for step in (self._servers.make_domain, self._servers.make_certificate,
                     self._servers.start_samba):
            still_wanted()
            step()
        return self._variables()

    def stop(self) -> None:
        if self._servers is not None:
            self._servers.stop()
        if self._address is not None:
            self._address.release()

    def _server_environment(self) -> dict[str, str]:
        # Nothing is inherited: what the caller has set is meant for other programs.
        return {
            "PATH": os.pathsep.join(("/usr/bin", "/bin", *SBIN)),
            "HOME": str(self._folder.path),
            "LC_ALL": "C",
            "LDAPNOINIT": "1",
            # The data die with the realm.
            "TDB_NO_FSYNC": "1",
            **self._kerberos_variables(),
        }

    def _kerberos_variables(self) -> dict[str, str]:
        folder = self._folder
        return {
            "KRB5_CONFIG": str(folder / "krb5.conf"),
            # Without a type, which not all programs know.
            "KRB5CCNAME": str(folder / "ccache"),
            "KRB5_CLIENT_KTNAME": f"FILE:{folder / 'client.keytab'}",
            "KRB5RCACHEDIR": str(folder / "replay"),
            "GSS_MECH_CONFIG": str(folder / "gss.conf"),
            "SMB_CONF_PATH": str(self._settings.configuration),
        }

    def _variables(self) -> dict[str, str]:
        settings, folder = self._settings, self._folder
        return {
            **self._kerberos_variables(),
            "KRB5_KTNAME": f"FILE:{folder.keytabs}/websvc.keytab",
            "LDAPCONF": str(folder / "ldap.conf"),
            "MUTAUTH_REALM": settings.realm,
            "MUTAUTH_REALM_KIND": "ad",
            "MUTAUTH_REALM_DIR": str(folder.path),
            "MUTAUTH_REALM_SUFFIX": settings.suffix,
            "MUTAUTH_REALM_DOMAIN": netbios_domain(settings.realm),
            "MUTAUTH_REALM_KDC": f"{settings.address}:{names.KERBEROS}",
            "MUTAUTH_REALM_KPASSWD": f"{settings.address}:{names.KPASSWD}",
            "MUTAUTH_REALM_LDAP_URI": f"ldap://{settings.address}:{names.LDAP}",
            "MUTAUTH_REALM_LDAPS_URI": f"ldaps://{settings.address}:{names.LDAPS}",
            "MUTAUTH_REALM_CA": str(settings.certificate),
            "MUTAUTH_REALM_CATALOG_URI": f"ldap://{settings.address}:{names.CATALOG}",
            "MUTAUTH_REALM_LDAP_SPN": settings.ldap_spn,
            "MUTAUTH_REALM_KEYTABS": str(folder.keytabs),
            "MUTAUTH_REALM_USER_PASSWORD": settings.user_password,
            "MUTAUTH_REALM_ADMIN_PASSWORD": settings.admin_password,
        }
