"""What has to be installed for this kind of realm."""

from __future__ import annotations

from ..programs import Needed, find_module, find_program

_SAMBA = Needed("samba", "samba-ad-dc", "Samba's domain controller")
_OPENSSL = Needed("openssl", "openssl", "the maker of the directory's certificate")
# Samba's Python modules are made for the distribution's own Python.
_PYTHON = Needed("/usr/bin/python3", "python3", "the distribution's Python")
_PYTHON_FOLDERS = ("/usr/lib/python3/dist-packages", "/usr/lib/python3*/site-packages",
                   "/usr/lib64/python3*/site-packages")
_DSDB_FOLDERS = ("/usr/lib/*-linux-*/samba", "/usr/lib64/samba", "/usr/lib/samba")
_BINDING = Needed("samba/provision/__init__.py", "python3-samba", "Samba's Python modules")
_SETUP = Needed("samba/setup/provision.ldif", "samba-ad-provision", "what a new domain holds")
_DSDB = Needed("ldb/acl.so", "samba-dsdb-modules", "the modules of Samba's directory")


def find_all(path: str | None = None) -> dict[str, str]:
    """MissingServer for the first thing that is not there; `path` replaces PATH."""
    programs = {needed.name: find_program(needed, path) for needed in (_SAMBA, _OPENSSL)}
    programs["python3"] = find_program(_PYTHON)
    find_module(_BINDING, _PYTHON_FOLDERS)
    find_module(_SETUP, ("/usr/share",))
    find_module(_DSDB, _DSDB_FOLDERS)
    return programs
