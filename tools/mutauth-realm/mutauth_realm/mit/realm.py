"""The MIT kind of realm: the order of its start, and what programs are told about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..folder import RealmFolder
from ..programs import SBIN
from .population import Population
from .programs import find_all
from .servers import Servers
from .settings import Settings


class MitRealm:
    """A RealmKind."""

    def __init__(self, folder: RealmFolder, realm: str, path: str | None = None) -> None:
        self._folder = folder
        self._programs = find_all(path)
        self._settings = Settings(folder, realm, self._programs.slapd_modules)
        self._servers: Servers | None = None

    def start(self, still_wanted: Callable[[], None]) -> Mapping[str, str]:
        environment = self._server_environment()
        self._servers = Servers(self._settings, self._programs, environment, still_wanted)
        population = Population(self._settings, self._programs, environment)
        for name in ("krb5.conf", "kdc.conf", "kadm5.acl"):
            # The tools want them before the KDC has its port.
            self._settings.write(name)
        (self._folder / "gss.conf").touch()
        for step in (self._servers.start_slapd, population.make_accounts,
                     population.make_database, self._servers.start_kdc,
                     self._servers.start_kadmind,
                     population.make_principals, population.make_keytabs):
            still_wanted()
            step()
        return self._variables()

    def stop(self) -> None:
        if self._servers is not None:
            self._servers.stop()

    def _server_environment(self) -> dict[str, str]:
        # Nothing is inherited: what the caller has set is meant for other programs.
        return {
            "PATH": ":".join(("/usr/bin", "/bin", *SBIN)),
            "HOME": str(self._folder.path),
            "LC_ALL": "C",
            "LDAPNOINIT": "1",
            "KRB5_KTNAME": f"FILE:{self._folder.keytabs}/directory.keytab",
            **self._kerberos_variables(),
        }

    def _kerberos_variables(self) -> dict[str, str]:
        folder = self._folder
        return {
            "KRB5_CONFIG": str(folder / "krb5.conf"),
            "KRB5_KDC_PROFILE": str(folder / "kdc.conf"),
            # Without a type, which not all programs know.
            "KRB5CCNAME": str(folder / "ccache"),
            "KRB5_CLIENT_KTNAME": f"FILE:{folder / 'client.keytab'}",
            "KRB5RCACHEDIR": str(folder / "replay"),
            "GSS_MECH_CONFIG": str(folder / "gss.conf"),
        }

    def _variables(self) -> dict[str, str]:
        settings, folder = self._settings, self._folder
        return {
            **self._kerberos_variables(),
            "KRB5_KTNAME": f"FILE:{folder.keytabs}/websvc.keytab",
            "LDAPCONF": str(folder / "ldap.conf"),
            "MUTAUTH_REALM": settings.realm,
            "MUTAUTH_REALM_KIND": "mit",
            "MUTAUTH_REALM_DIR": str(folder.path),
            "MUTAUTH_REALM_SUFFIX": settings.suffix,
            "MUTAUTH_REALM_KDC": f"127.0.0.1:{settings.kdc_port}",
            "MUTAUTH_REALM_KPASSWD": f"127.0.0.1:{settings.kpasswd_port}",
            "MUTAUTH_REALM_LDAP_URI": f"ldap://localhost:{settings.ldap_port}",
            "MUTAUTH_REALM_LDAP_SPN": "ldap/localhost",
            "MUTAUTH_REALM_LDAPI": folder.ldapi,
            "MUTAUTH_REALM_KEYTABS": str(folder.keytabs),
            "MUTAUTH_REALM_USER_PASSWORD": settings.user_password,
            "MUTAUTH_REALM_ADMIN_PASSWORD": settings.admin_password,
        }
