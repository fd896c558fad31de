"""Names and places that all steps share."""

from __future__ import annotations

import os
from pathlib import Path

from .story import check, run

REALM = os.environ.get("MUTAUTH_REALM", "")
HOST = f"web.{REALM.lower()}"
SPN = f"HTTP/{HOST}"
OTHER_SPN = f"HTTP/other.{REALM.lower()}"
ALICE, BOB = f"alice@{REALM}", f"bob@{REALM}"

AS_ADMIN = ("--keytab", "keytabs/admin.keytab", "--principal", "admin")
SERVE_WEB = ("--spn", SPN, "--service-keytab", "keytabs/websvc.keytab",
             "--service-account", f"websvc@{REALM}")


def directory() -> str:
    """host:port of the realm's LDAP server."""
    return os.environ["MUTAUTH_REALM_LDAP_URI"].removeprefix("ldap://").rstrip("/")


def set_up(folder: Path) -> None:
    """Short names for what the commands read."""
    os.chdir(folder)
    os.symlink(os.environ["MUTAUTH_REALM_KEYTABS"], "keytabs")


def log_in(user: str, tickets: str) -> None:
    """The KDC checks the password and gives the ticket that all others start from."""
    done = run("kinit", user, text=os.environ["MUTAUTH_REALM_USER_PASSWORD"] + "\n",
               tickets=tickets)
    check(done.code == 0, f"{user} has logged in")
