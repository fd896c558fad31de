"""
Makes the domain and its accounts in the realm's folder, before the server runs.

Run by itself with the distribution's Python, whose modules of Samba it needs; a file of JSON, its
argument, says what to make.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import sys

import samba.dckeytab  # noqa: F401  adds Net.export_keytab
import samba.dsdb
from samba.auth import system_session
from samba.credentials import Credentials
from samba.net import Net
from samba.param import LoadParm
from samba.provision import FILL_FULL, provision
from samba.samdb import SamDB

# AES alone, 128 and 256 bits: [MS-KILE] 2.2.7.
_ENCTYPES = 0x08 | 0x10
_WORKSTATION_TRUST_ACCOUNT = 0x1000


class Domain:
    """The new domain's database, filled within one transaction."""

    def __init__(self, parameters: LoadParm, request: dict[str, str]) -> None:
        self._parameters = parameters
        self._request = request
        self._dns = parameters.get("realm").lower()
        self._sam = SamDB(session_info=system_session(), lp=parameters)
        self._dn = self._sam.domain_dn()

    def fill(self) -> None:
        self._sam.transaction_start()
        self._end_ageing()
        self._sam.create_ou(f"OU=services,{self._dn}")
        for name in ("alice", "bob"):
            self._user(name, self._request["user_password"])
        self._user("admin", self._request["admin_password"])
        self._sam.add_remove_group_members("Domain Admins", ["admin"],
                                           add_members_operation=True)
        for name in ("websvc", "othersvc"):
            self._user(name, _random_password(), folder="OU=services")
        self._computer("host1", [f"HOST/host1.{self._dns}", "HOST/host1"])
        self._computer("host2", [])
        self._name_directory()
        self._sam.transaction_commit()

    def export_keytabs(self) -> None:
        net = Net(Credentials(), self._parameters)
        host1 = ["host1$", f"host/host1.{self._dns}", "host/host1"]
        accounts = {name: [name] for name in ("alice", "bob", "admin", "websvc", "othersvc")}
        for name, principals in {**accounts, "host1": host1, "host2": ["host2$"]}.items():
            keytab = os.path.join(self._request["keytabs"], f"{name}.keytab")
            for principal in principals:
                net.export_keytab(keytab=keytab, principal=principal)

    def _end_ageing(self) -> None:
        self._sam.modify_ldif(f"""
dn: {self._dn}
changetype: modify
replace: maxPwdAge
maxPwdAge: 0
-
replace: minPwdAge
minPwdAge: 0
-
replace: lockoutThreshold
lockoutThreshold: 0
-
""")

    def _user(self, name: str, password: str, folder: str | None = None) -> None:
        # The keys are made when the password is set, of the types that are allowed by then.
        self._sam.newuser(name, None, userou=folder, setpassword=False)
        self._finish(name, password, "")
        self._sam.enable_account(f"(sAMAccountName={name})")

    def _computer(self, name: str, spns: list[str]) -> None:
        self._sam.newcomputer(name)
        names = "".join(f"add: servicePrincipalName\nservicePrincipalName: {spn}\n-\n"
                        for spn in spns)
        self._finish(f"{name}$", _random_password(), f"""replace: userAccountControl
userAccountControl: {_WORKSTATION_TRUST_ACCOUNT}
-
replace: dNSHostName
dNSHostName: {name}.{self._dns}
-
{names}""")

    def _finish(self, account: str, password: str, changes: str) -> None:
        found = self._sam.search(self._dn, expression=f"(sAMAccountName={account})", attrs=[])
        self._sam.modify_ldif(f"""dn: {found[0].dn}
changetype: modify
replace: msDS-SupportedEncryptionTypes
msDS-SupportedEncryptionTypes: {_ENCTYPES}
-
{changes}""")
        self._sam.setpassword(f"(sAMAccountName={account})", password, False)

    def _name_directory(self) -> None:
        """What samba_spnupdate would add while the server runs; HOST/ does not stand for ldap/."""
        host, domain = self._request["host"], self._parameters.get("workgroup")
        full = f"{host}.{self._dns}"
        names = [f"ldap/{full}", f"ldap/{host}", f"ldap/{full}/{self._dns}",
                 f"ldap/{full}/{domain}", f"ldap/{self._request['address']}"]
        values = "".join(f"servicePrincipalName: {name}\n" for name in names)
        self._sam.modify_ldif(f"dn: CN={host.upper()},OU=Domain Controllers,{self._dn}\n"
                              f"changetype: modify\nadd: servicePrincipalName\n{values}-\n")


def _random_password() -> str:
    return "Aa1-" + secrets.token_hex(16)


def main() -> None:
    with open(sys.argv[1], encoding="utf-8") as asked:
        request = json.load(asked)
    os.umask(0o077)
    logging.basicConfig(level=logging.WARNING)
    parameters = LoadParm()
    parameters.load(request["configuration"])
    # The access lists of sysvol are the one step that needs real root; nothing serves it here.
    provision(logging.getLogger(), system_session(), smbconf=request["configuration"],
              samdb_fill=FILL_FULL, realm=parameters.get("realm"),
              domain=parameters.get("workgroup"), hostname=request["host"],
              hostip=request["address"], adminpass=request["admin_password"], dns_backend="NONE",
              serverrole="active directory domain controller",
              dom_for_fun_level=samba.dsdb.DS_DOMAIN_FUNCTION_2008_R2, lp=parameters,
              skip_sysvolacl=True, plaintext_secrets=True, batch_mode=True)
    domain = Domain(parameters, request)
    domain.fill()
    domain.export_keytabs()


main()
