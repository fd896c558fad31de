"""The Python binding against python-gssapi: contexts, and one message sealed and opened.

Both sides of a context are in this process. python-gssapi is met as it comes, with default
credentials, and with credentials acquired once.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / os.environ.get("MUTAUTH_BUILD", "build/release")
KEYTABS = Path(os.environ["MUTAUTH_REALM_KEYTABS"])
SPN = "host/host1.example.test"
sys.path.insert(0, str(BUILD / "python"))
subprocess.run(["kinit", "-k", "-t", str(KEYTABS / "alice.keytab"), "alice"], check=True)
os.environ["KRB5_KTNAME"] = str(KEYTABS / "host1.keytab")

import gssapi  # noqa: E402
import mutauth  # noqa: E402
import mutauth.negotiation  # noqa: E402

ROUNDS = 31
ROUND_SECONDS = 0.005
FLAGS = (gssapi.RequirementFlag.mutual_authentication | gssapi.RequirementFlag.confidentiality
         | gssapi.RequirementFlag.integrity | gssapi.RequirementFlag.replay_detection
         | gssapi.RequirementFlag.out_of_sequence_detection)


def each(work: Callable[[], object], calls: int) -> float:
    # Of the processor, since nothing here waits: what others take of it does not count.
    begin = time.process_time()
    for _ in range(calls):
        work()
    return (time.process_time() - begin) / calls


def calls_in_a_round(work: Callable[[], object]) -> int:
    work()  # The first one fetches tickets, and would make a round of one cold call.
    calls = 1
    while each(work, calls) * calls < ROUND_SECONDS:
        calls *= 2
    return calls


def compare(name: str, against: str, ours: Callable[[], object],
            theirs: Callable[[], object]) -> None:
    our_calls, their_calls = calls_in_a_round(ours), calls_in_a_round(theirs)
    rounds = [(each(ours, our_calls), each(theirs, their_calls)) for _ in range(ROUNDS)]
    ratios = [other / own for own, other in rounds]
    print(json.dumps({
        "name": name, "against": against, "ratio": statistics.median(ratios),
        "min": min(ratios), "max": max(ratios),
        "ns": statistics.median(own for own, _ in rounds) * 1e9,
        "against_ns": statistics.median(other for _, other in rounds) * 1e9, "rounds": ROUNDS,
    }), flush=True)


class Own:
    def __init__(self) -> None:
        self.credential = mutauth.Credential.from_keytab(str(KEYTABS / "alice.keytab"))
        self.acceptor = mutauth.negotiation.Acceptor(SPN, keytab=str(KEYTABS / "host1.keytab"))
        self.spn = mutauth.Spn.parse(SPN)

    def contexts(self) -> tuple[mutauth.Context, mutauth.Context]:
        client = mutauth.negotiation.client(self.spn, self.credential)
        service = self.acceptor.negotiation()
        client.step(service.step(client.step()))
        return client.finish(), service.finish()


class Gss:
    def __init__(self, *, acquired: bool) -> None:
        self.name = gssapi.Name(SPN, gssapi.NameType.kerberos_principal)
        self.client = gssapi.Credentials(usage="initiate") if acquired else None
        self.service = gssapi.Credentials(usage="accept") if acquired else None

    def contexts(self) -> tuple[gssapi.SecurityContext, gssapi.SecurityContext]:
        client = gssapi.SecurityContext(name=self.name, usage="initiate", creds=self.client,
                                        mech=gssapi.MechType.kerberos, flags=FLAGS)
        service = gssapi.SecurityContext(usage="accept", creds=self.service)
        client.step(service.step(client.step()))
        assert client.complete and service.complete
        return client, service


def size_name(size: int) -> str:
    return f"{size} B" if size < 1024 else f"{size // 1024} KiB"


def main() -> None:
    own, default, acquired = Own(), Gss(acquired=False), Gss(acquired=True)
    compare("context in Python", "python-gssapi, default credentials", own.contexts,
            default.contexts)
    compare("context in Python", "python-gssapi, credentials acquired once", own.contexts,
            acquired.contexts)
    client, service = own.contexts()
    gss_client, gss_service = acquired.contexts()
    for size in (64, 1024, 16384, 1 << 20):
        message = bytes(size)
        assert service.open(client.seal(message)) == message
        compare(f"seal+open {size_name(size)} in Python", "python-gssapi wrap + unwrap",
                lambda message=message: service.open(client.seal(message)),
                lambda message=message: gss_service.unwrap(gss_client.wrap(message, True).message))


if __name__ == "__main__":
    main()
