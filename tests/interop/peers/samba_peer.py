"""Samba's gensec, which brings a Kerberos and GSS-API of its own (Heimdal's)."""

from __future__ import annotations

import os
from typing import Optional

from driven import drive
from samba import gensec
from samba.auth import AuthContext
from samba.credentials import MUST_USE_KERBEROS, SPECIFIED, Credentials
from samba.param import LoadParm

MECHANISMS = {"krb5": "gssapi_krb5", "negotiate": "spnego"}


class Side:
    def __init__(self, role: str, mechanism: str, host: str, service: str = "host",
                 ccache: str = "") -> None:
        settings = LoadParm()
        settings.load(os.environ["SMB_CONF_PATH"])
        credentials = Credentials()
        credentials.guess(settings)
        # gensec keeps the address of the text and not the text.
        self._words = words = {"target_hostname": host, "lp_ctx": settings}
        if role == "accept":
            # The domain controller's own account: its secrets are at hand.
            credentials.set_machine_account(settings)
            self._side = gensec.Security.start_server(
                settings=words, auth_context=AuthContext(lp_ctx=settings))
        else:
            credentials.set_kerberos_state(MUST_USE_KERBEROS)
            credentials.set_named_ccache(ccache, SPECIFIED, settings)
            self._side = gensec.Security.start_client(words)
        self._side.set_credentials(credentials)
        self._side.set_target_service(service)
        self._side.set_target_hostname(host)
        self._side.want_feature(gensec.FEATURE_SIGN)
        self._side.want_feature(gensec.FEATURE_SEAL)
        self._side.start_mech_by_name(MECHANISMS[mechanism])

    def step(self, token: bytes = b"") -> tuple[Optional[bytes], bool]:
        done, made = self._side.update(token)
        return made or None, done

    def facts(self) -> dict[str, object]:
        return {"sealed": self._side.have_feature(gensec.FEATURE_SEAL)}

    def caller(self) -> str:
        return self._side.session_info().info.account_name

    def seal(self, message: bytes) -> bytes:
        return self._side.wrap(message)

    def open(self, sealed: bytes) -> bytes:
        return self._side.unwrap(sealed)

    def sign(self, message: bytes) -> bytes:
        return self._side.sign_packet(message, message)

    def verify(self, message: bytes, signature: bytes) -> None:
        self._side.check_packet(message, message, signature)


if __name__ == "__main__":
    drive(Side)
