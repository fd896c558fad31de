"""What must succeed: registering, composing, proving, calling."""

from __future__ import annotations

from .frames import TOKEN, payloads
from .service import Service
from .stage import ALICE, AS_ADMIN, HOST, REALM, SPN, directory, log_in
from .story import check, run, say
from .wire import Recorder

SECRET = "the-vault-code-is-4711"


class Proving:
    """The steps with a service that is what it says. It goes on running for the steps after."""

    def __init__(self, web: Service) -> None:
        self.web = web
        # The service's genuine proof to alice, for those who will try to use it again.
        self.proof = b""
        self._said = ""
        self._wire: Recorder | None = None

    def register(self) -> None:
        say("""A service principal name (SPN) is the name under which a service is known:
            which kind of service, on which host. An account is what a person or a program runs
            as; the directory (LDAP) lists them. The administrator composes the SPN of a web
            service and registers it on the account websvc. A keytab is a file with an account's
            keys; here it stands for the administrator's password.""")
        composed = run("mutauth", "spn", "compose", "HTTP", HOST)
        check(composed.out.strip() == SPN, f"the SPN is {SPN}")
        with Recorder(directory()) as wire:
            added = run("mutauth", "account", "add", "websvc", SPN, "--verbose",
                        "--server", f"localhost:{wire.port}", *AS_ADMIN)
            wire.wait()
        check(added.code == 0, "the directory took it")
        check("proven: ldap/localhost" in added.err, "the directory proved itself first")
        check(bool(wire.to_service) and not wire.carries(SPN) and not wire.carries("websvc"),
              f"{len(wire.to_service + wire.to_client)} bytes passed a recorder on the way, "
              "and neither name is readable in them")
        found = run("mutauth", "find", SPN, "--server", directory(), *AS_ADMIN)
        check(found.code == 0 and found.out.startswith("uid=websvc,"),
              "the SPN is on websvc and on no other account")

    def compose_as_client(self) -> None:
        say("""The client knows what it wants, HTTP on that host, and nothing else. It need not
            know the account.""")
        target = run("mutauth", "spn", "target", "HTTP", HOST)
        check(target.out.strip() == SPN, "the client composed the very name that is registered")
        check("websvc" not in target.text, "the account's name played no part")

    def prove(self) -> None:
        say("""The key distribution centre (KDC) is the one server that all trust: it knows every
            account's key and writes tickets. A ticket for an SPN can be opened only with the key
            of the account that the SPN is registered on. The service has that key in its keytab;
            alice logs in, and her program asks for a ticket for the SPN. A recorder stands
            between the two.""")
        self.web.start()
        log_in("alice", "alice.tickets")
        with Recorder(self.web.address) as self._wire:
            called = run("mutauth", "connect", self._wire.address, "--spn", SPN, SECRET,
                         tickets="alice.tickets")
            self._wire.wait()
        self._said = called.out
        check(called.code == 0, "the client is content")
        check(f"proven: the service is {SPN}@{REALM}, the client is {ALICE}" in called.err,
              "both have proved themselves to each other")
        tokens = payloads(self._wire.to_client, TOKEN)
        check(len(tokens) == 1, "the service's proof was one token")
        self.proof = tokens[0]

    def call(self) -> None:
        check(self._said == f"{SECRET}\n", f"the sealed call was answered with {SECRET!r}")
        line = self.web.last_line("call=allowed")
        say("The service checked the caller of this call and logged:")
        print(f"      | {line}")
        check(f"client={ALICE} " in line, f"the service names its caller, {ALICE}")
        check(f"key=websvc@{REALM} " in line and "level=privacy" in line,
              "the key of websvc opened the ticket, and the call was sealed")
        wire = self._wire
        assert wire is not None
        check(not wire.carries(SECRET) and wire.sealed_to_service > 0 < wire.sealed_to_client,
              f"of {wire.sealed_to_service} sealed frames out and {wire.sealed_to_client} back, "
              "none shows the text")
