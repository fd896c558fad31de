"""What must fail: each time with a reason, a remedy, and before any byte of the application."""

from __future__ import annotations

import os

from .proving import Proving
from .service import Service
from .stage import (ALICE, AS_ADMIN, BOB, OTHER_SPN, REALM, SPN, directory, log_in)
from .story import Ran, check, check_refused, run, say
from .wire import Impostor, Recorder

NOT_DONE, NOT_PROVEN = 1, 5


def call(address: str, spn: str, tickets: str) -> Ran:
    return run("mutauth", "connect", address, "--spn", spn, "open the door", tickets=tickets)


class Refusals:
    def __init__(self, told: Proving) -> None:
        self._told = told

    def impostor(self) -> None:
        say("""Whoever answers at the address may have heard all that was said before, but has no
            key. It answers alice with the genuine proof that was recorded above; then with her
            own token; then with noise.""")
        attempts = {
            "MUTAUTH_PEER_NOT_PROVEN": lambda _token: self._told.proof,
            "MUTAUTH_TOKEN_REFLECTED": lambda token: token,
            "MUTAUTH_TOKEN_MALFORMED": lambda _token: os.urandom(150),
        }
        for symbol, answer in attempts.items():
            with Impostor(answer) as impostor:
                refused = call(impostor.address, SPN, "alice.tickets")
                impostor.wait()
            check_refused(refused, NOT_PROVEN, symbol)
            check(bool(impostor.heard) and impostor.sealed == 0,
                  "the impostor heard one token, and no byte of the call")

    def wrong_account(self) -> None:
        say(f"""Another service is honest about its own name, {OTHER_SPN}, which is registered on
            the account othersvc. Now it answers as {SPN}, but it holds only othersvc's key.""")
        registered = run("mutauth", "account", "add", "othersvc", OTHER_SPN,
                         "--server", directory(), *AS_ADMIN)
        check(registered.code == 0, f"{OTHER_SPN} is on othersvc")
        with Service("othersvc", "--spn", SPN, "--service-keytab", "keytabs/othersvc.keytab",
                     "--service-account", f"othersvc@{REALM}") as other:
            with Recorder(other.address) as wire:
                refused = call(wire.address, SPN, "alice.tickets")
                wire.wait()
            line = other.last_line("handshake=failed")
        print(f"      | {line}")
        check("status=MUTAUTH_WRONG_KEY" in line, "it could not open alice's ticket")
        check_refused(refused, NOT_PROVEN, "MUTAUTH_PEER_REFUSED")
        check("not proven" in refused.err, "the client says that nothing there is proven")
        check(bool(wire.to_service) and wire.sealed_to_service == 0,
              "the recorder saw no byte of the call")

    def no_ticket(self) -> None:
        say("bob has not logged in: he has no ticket to show.")
        self._call_that_goes_nowhere(SPN, "bob.tickets", "MUTAUTH_NO_CREDENTIAL")

    def unknown_name(self) -> None:
        say("alice asks for a name that nobody registered: the KDC has no key to make a ticket.")
        self._call_that_goes_nowhere(f"ftp/nowhere.{REALM.lower()}", "alice.tickets",
                                     "MUTAUTH_SERVICE_UNKNOWN")

    def tampering(self) -> None:
        say("Somebody on the way changes one bit of the sealed call.")
        with Recorder(self._told.web.address, tamper=True) as wire:
            refused = call(wire.address, SPN, "alice.tickets")
            wire.wait()
        line = self._told.web.last_line("MUTAUTH_MESSAGE_TAMPERED")
        print(f"      | {line}")
        check(f"client={ALICE} " in line, "the service noticed, and ended with that client")
        check_refused(refused, NOT_PROVEN, "MUTAUTH_STREAM_TRUNCATED")
        check(wire.sealed_to_client == 0, "no answer came back: the recorder saw none")

    def not_allowed(self) -> None:
        say(f"""bob logs in and proves himself, but the service allows only {ALICE}. It checks
            its caller on each call.""")
        log_in("bob", "bob.tickets")
        with Recorder(self._told.web.address) as wire:
            refused = call(wire.address, SPN, "bob.tickets")
            wire.wait()
        line = self._told.web.last_line("call=refused")
        print(f"      | {line}")
        check(f"client={BOB} " in line and "MUTAUTH_CALLER_NOT_ALLOWED" in line,
              "the service refused bob by name")
        check_refused(refused, NOT_DONE, "MUTAUTH_REFUSED_BY_PEER")
        check(wire.sealed_to_client == 1, "all that came back is the refusal, which is sealed too")

    def unregistered(self) -> None:
        say("""The administrator takes the SPN off the account. The service still runs and still
            holds its key, but alice, who logs in anew, gets no ticket for it any more.""")
        done = run("mutauth", "account", "delete", "websvc", SPN, "--server", directory(),
                   *AS_ADMIN)
        check(done.code == 0, "the directory took it off")
        log_in("alice", "alice-later.tickets")
        self._call_that_goes_nowhere(SPN, "alice-later.tickets", "MUTAUTH_SERVICE_UNKNOWN")
        check(self._told.web.stop() == 0, "the service, told to stop, ends well")

    def _call_that_goes_nowhere(self, spn: str, tickets: str, symbol: str) -> None:
        with Recorder(self._told.web.address) as wire:
            refused = call(wire.address, spn, tickets)
        check_refused(refused, NOT_PROVEN, symbol)
        check(wire.to_service + wire.to_client == b"",
              "the client did not even connect to the service")
