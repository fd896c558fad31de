"""Fills the empty directory and KDC: accounts, their principals, their keytabs."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping

from ..errors import StartFailure
from ..processes import dying_with_parent
from .programs import Programs
from .settings import Settings

_PATIENCE = 30.0
# keytab -> the principals in it
_KEYTABS = {
    "alice": ("alice",),
    "bob": ("bob",),
    "admin": ("admin",),
    "websvc": ("websvc",),
    "othersvc": ("othersvc",),
    "host1": ("host/host1.{domain}", "host/host1", "host1$"),
    "directory": ("ldap/localhost",),
}
ACCOUNT_KEYTABS = tuple(name for name in _KEYTABS if name != "directory")
# Names that the KDC serves for an entry beside its canonical one.
_ALIASES = {"cn=host1,ou=computers": ("host/host1", "host1$")}


class Population:
    """Runs the stock tools over the socket in the folder, as the directory's administrator."""

    def __init__(self, settings: Settings, programs: Programs,
                 environment: Mapping[str, str]) -> None:
        self._settings = settings
        self._programs = programs
        self._environment = environment

    def make_accounts(self) -> None:
        self._ldap("ldapmodify-accounts", ["-a"], self._settings.filled("accounts.ldif"))

    def make_database(self) -> None:
        """The KDC's containers and master key."""
        settings = self._settings
        self._run("kdb5_ldap_util", [
            self._programs["kdb5_ldap_util"], "create", "-r", settings.realm,
            "-subtrees", settings.suffix, "-sscope", "SUB", "-s",
        ], f"{settings.master_password}\n{settings.master_password}\n")

    def make_principals(self) -> None:
        """Each on its account's own entry, so that the entry's other names share its keys."""
        self._kadmin("principals", self._settings.filled("principals"))
        self._ldap("ldapmodify-aliases", [], "\n".join(self._alias_changes()))

    def make_keytabs(self) -> None:
        """-norandkey: the keys in a user's keytab stay those of the password."""
        keytabs = self._settings.folder.keytabs
        lines = [
            f'ktadd -norandkey -k "{keytabs}/{name}.keytab" '
            + " ".join(principal.format(domain=self._settings.domain) for principal in principals)
            for name, principals in _KEYTABS.items()
        ]
        self._kadmin("keytabs", "\n".join(lines) + "\n")
        self._check_keytabs()

    def _alias_changes(self) -> list[str]:
        lines = []
        for entry, names in _ALIASES.items():
            lines += [f"dn: {entry},{self._settings.suffix}", "changetype: modify",
                      "add: krbPrincipalName"]
            lines += [f"krbPrincipalName: {name}@{self._settings.realm}" for name in names]
            lines += [""]
        return lines

    def _check_keytabs(self) -> None:
        # kadmin.local ends with 0 whatever its commands say.
        for name in _KEYTABS:
            if not (self._settings.folder.keytabs / f"{name}.keytab").is_file():
                log = (self._settings.folder.log / "keytabs.log").read_text(errors="replace")
                raise StartFailure(f"no keytab was made for {name}:\n{log}")

    def _kadmin(self, step: str, commands: str) -> None:
        self._run(step, [self._programs["kadmin.local"], "-r", self._settings.realm], commands)

    def _ldap(self, step: str, options: list[str], changes: str) -> None:
        self._run(step, [self._programs["ldapmodify"], "-Q", "-Y", "EXTERNAL",
                         "-H", self._settings.folder.ldapi, *options], changes)

    def _run(self, step: str, arguments: list[str], text: str) -> None:
        try:
            done = subprocess.run(
                arguments, input=text.encode(), env=dict(self._environment), timeout=_PATIENCE,
                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=self._settings.folder.path,
                preexec_fn=dying_with_parent())
        except subprocess.TimeoutExpired:
            raise StartFailure(f"{step} has not ended after {_PATIENCE:.0f} s") from None
        (self._settings.folder.log / f"{step}.log").write_bytes(done.stdout)
        if done.returncode != 0:
            said = done.stdout.decode(errors="replace").strip()
            raise StartFailure(f"{step} failed with code {done.returncode}:\n{said}")
