"""What has to be installed for this kind of realm."""

from __future__ import annotations

from pathlib import Path

from ..programs import Needed, find_module, find_program

_PROGRAMS = (
    Needed("krb5kdc", "krb5-kdc", "MIT's KDC"),
    Needed("kdb5_ldap_util", "krb5-kdc-ldap", "the tool that makes the KDC's database"),
    Needed("kadmin.local", "krb5-admin-server", "MIT's administration tool"),
    Needed("kadmind", "krb5-admin-server", "MIT's administration server"),
    Needed("slapd", "slapd", "OpenLDAP's server"),
    Needed("ldapmodify", "ldap-utils", "OpenLDAP's client tools"),
)
_BACK_END = Needed("krb5/plugins/kdb/kldap.so", "krb5-kdc-ldap", "krb5kdc's LDAP back end")
_SASL = Needed("sasl2/libgssapiv2.so*", "libsasl2-modules-gssapi-mit", "Cyrus SASL's GSSAPI module")
_OVERLAY = Needed("*ldap/unique.so", "slapd", "slapd's unique overlay")


class Programs:
    """Full paths of all that the realm runs."""

    def __init__(self, paths: dict[str, str], slapd_modules: Path) -> None:
        self._paths = paths
        self.slapd_modules = slapd_modules

    def __getitem__(self, name: str) -> str:
        return self._paths[name]


def find_all(path: str | None = None) -> Programs:
    """MissingServer for the first thing that is not there; `path` replaces PATH."""
    paths = {needed.name: find_program(needed, path) for needed in _PROGRAMS}
    find_module(_BACK_END)
    find_module(_SASL)
    return Programs(paths, find_module(_OVERLAY).parent)
