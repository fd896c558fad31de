"""python-gssapi, on MIT's GSS-API."""

from __future__ import annotations

from typing import Optional

import gssapi
from driven import drive
from gssapi.raw import RequirementFlag

SPNEGO = gssapi.OID.from_int_seq("1.3.6.1.5.5.2")
NTLM = gssapi.OID.from_int_seq("1.3.6.1.4.1.311.2.2.10")
MECHANISMS = {"krb5": gssapi.MechType.kerberos, "negotiate": SPNEGO, "ntlm": NTLM}
FLAGS = {name: getattr(RequirementFlag, name) for name in (
    "mutual_authentication", "replay_detection", "out_of_sequence_detection", "confidentiality",
    "integrity")}


class Side:
    def __init__(self, role: str, mechanism: str, principal: str = "", keytab: str = "",
                 ccache: str = "", offered: tuple[str, ...] = (), dce_style: bool = False,
                 bindings: str = "", asked: Optional[list[str]] = None) -> None:
        """Asks for the flags by name, for all of FLAGS if none are given."""
        mechanisms = [MECHANISMS[mechanism]]
        bound = gssapi.raw.ChannelBindings(application_data=bindings.encode()) if bindings else None
        if role == "accept":
            credential = gssapi.Credentials(usage="accept", mechs=mechanisms,
                                            store={b"keytab": keytab.encode()})
            self._context = gssapi.SecurityContext(usage="accept", creds=credential,
                                                   channel_bindings=bound)
            return
        if offered:
            # Default credentials: those of NTLM cannot be named in a store together with a ccache.
            credential = gssapi.Credentials(usage="initiate", mechs=mechanisms)
            if mechanism == "negotiate":
                gssapi.raw.set_neg_mechs(credential, [MECHANISMS[name] for name in offered])
        else:
            credential = gssapi.Credentials(usage="initiate", mechs=mechanisms,
                                            store={b"ccache": ccache.encode()})
        name = gssapi.Name(principal, gssapi.NameType.kerberos_principal if not offered else
                           gssapi.NameType.hostbased_service)
        flags = [FLAGS[name] for name in (FLAGS if asked is None else asked)]
        flags += [RequirementFlag.dce_style] if dce_style else []
        self._context = gssapi.SecurityContext(usage="initiate", creds=credential, name=name,
                                               mech=mechanisms[0], flags=flags,
                                               channel_bindings=bound)

    def step(self, token: bytes = b"") -> tuple[Optional[bytes], bool]:
        return self._context.step(token or None), self._context.complete

    def facts(self) -> dict[str, object]:
        agreed = self._context.actual_flags
        return {"client": str(self._context.initiator_name).rstrip("\0"),
                "service": str(self._context.target_name).rstrip("\0"),
                "mechanism": self._context.mech.dotted_form,
                "flags": sorted(name for name, flag in FLAGS.items() if flag in agreed)}

    def seal(self, message: bytes) -> bytes:
        return self._context.encrypt(message)

    def open(self, sealed: bytes) -> bytes:
        return self._context.decrypt(sealed)

    def sign(self, message: bytes) -> bytes:
        return self._context.get_signature(message)

    def verify(self, message: bytes, signature: bytes) -> None:
        self._context.verify_signature(message, signature)


if __name__ == "__main__":
    drive(Side)
