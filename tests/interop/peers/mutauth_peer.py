"""This project's own side, through its Python binding."""

from __future__ import annotations

from typing import Optional

import mutauth
from driven import drive

MECHANISMS = {"krb5": mutauth.Mechanism.KRB5, "negotiate": mutauth.Mechanism.NEGOTIATE,
              "either": mutauth.Mechanism.EITHER}


class Side:
    def __init__(self, role: str, mechanism: str, spn: str, keytab: str = "",
                 account: Optional[str] = None, ccache: str = "", level: str = "privacy",
                 protector: str = "own", mutual: bool = True, dce_style: bool = False,
                 bindings: str = "", rule: str = "when_given") -> None:
        policy = mutauth.Policy(mechanism=MECHANISMS[mechanism],
                                level=mutauth.Level[level.upper()],
                                protector=mutauth.Protector[protector.upper()],
                                mutual=mutual, dce_style=dce_style,
                                channel_bindings=mutauth.BindingRule[rule.upper()])
        if role == "accept":
            acceptor = mutauth.Acceptor(spn, keytab=keytab, account=account, policy=policy)
            self._negotiation = acceptor.negotiation()
        else:
            tickets = mutauth.Credential.from_ccache(ccache) if ccache else \
                mutauth.Credential.from_keytab(keytab, account)
            self._negotiation = mutauth.Negotiation.initiate(tickets, spn, policy)
        if bindings:
            self._negotiation.bind(mutauth.ChannelBindings.from_data(bindings.encode()))
        self._context: Optional[mutauth.Context] = None

    def step(self, token: bytes = b"") -> tuple[Optional[bytes], bool]:
        return self._negotiation.step(token), self._negotiation.done

    def finish(self) -> None:
        self._context = self._negotiation.finish()

    @property
    def context(self) -> mutauth.Context:
        if self._context is None:
            self.finish()
        assert self._context is not None
        return self._context

    def facts(self) -> dict[str, object]:
        identity = self.context.identity
        pac = identity.pac_bytes()
        return {"client": identity.client, "asked_service": identity.asked_service,
                "service_key": identity.service_key, "level": identity.level,
                "mechanism": identity.mechanism, "protector": self.context.protector,
                "mutual": identity.mutual, "channel_bound": identity.channel_bound,
                "pac_verified": pac is not None and pac[1]}

    def seal(self, message: bytes) -> bytes:
        return self.context.seal(message)

    def open(self, sealed: bytes) -> bytes:
        return self.context.open(sealed)

    def wrap(self, message: bytes) -> bytes:
        return self.context.wrap(message)

    def unwrap(self, wrapped: bytes) -> bytes:
        return self.context.unwrap(wrapped)

    def sign(self, message: bytes) -> bytes:
        return self.context.sign(message)

    def verify(self, message: bytes, signature: bytes) -> None:
        self.context.verify(message, signature)


if __name__ == "__main__":
    drive(Side)
