"""pyspnego: its own SPNEGO and NTLM in Python, around Kerberos from python-gssapi."""

from __future__ import annotations

import os
from typing import Any, Optional

import spnego
from driven import drive
from spnego._context import GSSMech
from spnego._gss import GSSAPIProxy
from spnego._negotiate import NegotiateProxy
from spnego._spnego import NegState, NegTokenResp
from spnego.channel_bindings import GssChannelBindings

OIDS = {"kerberos": "1.2.840.113554.1.2.2", "ms_kerberos": "1.2.840.48018.1.2.2",
        "ntlm": "1.3.6.1.4.1.311.2.2.10"}


class Negotiate(NegotiateProxy):
    """SPNEGO with mechanisms preferred, listed and signed as the test wants them."""

    preferred: tuple[str, ...] = ("kerberos",)
    listed: tuple[str, ...] = ()
    mic = "honest"

    def _preferred_mech_list(self) -> list[GSSMech]:
        return [GSSMech[name] for name in self.preferred]

    def _rebuild_context_list(self, *arguments: Any, **words: Any) -> list[str]:
        own = super()._rebuild_context_list(*arguments, **words)
        if "ms_kerberos" in self.listed:
            # As on Windows, Kerberos' own token goes with either OID.
            context, _ = self._context_list[GSSMech.kerberos]
            self._context_list[GSSMech["_ms_kerberos"]] = (context, None)
        return [OIDS[name] for name in self.listed] or own

    def _step_spnego_mic(self, in_mic: Optional[bytes] = None) -> Optional[bytes]:
        out = super()._step_spnego_mic(in_mic)
        if out is None or self.mic in ("honest", "copied"):
            return out
        return None if self.mic == "absent" else out[:-1] + bytes([out[-1] ^ 1])

    def _step_spnego_output(self, out_token: Optional[bytes] = None,
                            out_mic: Optional[bytes] = None) -> Optional[bytes]:
        if self.mic == "copied" and self._init_sent:
            # Windows 2000 does so, and MIT forgives it: it takes this for no signature.
            out_mic = out_token
        return super()._step_spnego_output(out_token, out_mic)


class Side:
    def __init__(self, role: str, mechanism: str, host: str = "", service: str = "host",
                 ccache: str = "", keytab: str = "", bindings: str = "",
                 dce_style: bool = False, **how: Any) -> None:
        if ccache:
            os.environ["KRB5CCNAME"] = ccache
        if keytab:
            os.environ["KRB5_KTNAME"] = keytab
        self._role = role
        words = {"hostname": host, "service": service, "usage": role}
        if role == "initiate":
            # Kerberos' from KRB5CCNAME, NTLM's from NTLM_USER_FILE.
            words["username"] = spnego.CredentialCache()
        if bindings:
            words["channel_bindings"] = GssChannelBindings(application_data=bindings.encode())
        if dce_style:
            words["context_req"] = spnego.ContextReq.default | spnego.ContextReq.dce_style
        self._context = GSSAPIProxy(protocol="kerberos", **words) if mechanism == "krb5" else \
            Negotiate(protocol="negotiate", **words)
        for name, value in how.items():
            setattr(self._context, name, value)

    def step(self, token: bytes = b"") -> tuple[Optional[bytes], bool]:
        made = self._context.step(token or None)
        return made, self._context.complete

    def facts(self) -> dict[str, object]:
        return {"client": self._context.client_principal,
                "protocol": self._context.negotiated_protocol,
                "signed": getattr(self._context, "_mic_recv", False)}

    def seal(self, message: bytes) -> bytes:
        return self._context.wrap(message).data

    def open(self, sealed: bytes) -> bytes:
        opened = self._context.unwrap(sealed)
        assert opened.encrypted
        return opened.data

    def sign(self, message: bytes) -> bytes:
        return self._context.sign(message)

    def verify(self, message: bytes, signature: bytes) -> None:
        self._context.verify(message, signature)


class Liar:
    """A service that answers as told and proves nothing."""

    ANSWERS = {
        "completes": NegTokenResp(NegState.accept_complete, OIDS["kerberos"]),
        "chooses NTLM": NegTokenResp(NegState.accept_incomplete, OIDS["ntlm"]),
        "completes by NTLM": NegTokenResp(NegState.accept_complete, OIDS["ntlm"]),
        "rejects": NegTokenResp(NegState.reject),
    }

    def __init__(self, answer: str) -> None:
        self._answer = self.ANSWERS[answer].pack()

    def step(self, token: bytes) -> tuple[bytes, bool]:
        return self._answer, True


if __name__ == "__main__":
    drive(lambda role, **words: Liar(**words) if role == "lie" else Side(role, **words))
