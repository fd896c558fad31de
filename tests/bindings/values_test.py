"""Values behave as Python's own: copies, pickles, enumerations, names (finding W2)."""

from __future__ import annotations

import copy
import os
import pickle
import socket
import traceback
from collections.abc import Callable
from typing import Any

import pytest

import mutauth
from conftest import SPN, Place

COPIES: list[Callable[[Any], Any]] = [
    copy.copy, copy.deepcopy, lambda value: pickle.loads(pickle.dumps(value))]


@pytest.mark.parametrize("made", COPIES)
@pytest.mark.parametrize("text", [
    "http/www.example.test", "HTTP/www.example.test:8080", "ldap/dc1.example.test/example.test",
    "host/a@EXAMPLE.TEST", "cifs/[2001:db8::1]:445"])
def test_an_spn_is_copied_and_pickled(made: Callable[[Any], Any], text: str) -> None:
    spn = mutauth.Spn.parse(text)
    again = made(spn)
    assert type(again) is mutauth.Spn
    assert again == spn and hash(again) == hash(spn) and again.realm == spn.realm


def test_a_pickled_error_tells_all() -> None:
    with pytest.raises(mutauth.Error) as caught:
        mutauth.Credential.from_keytab("/nowhere/keytab")
    error = caught.value
    assert error.evidence
    for made in COPIES:
        again = made(error)
        assert type(again) is type(error)
        assert again.evidence == error.evidence and again.evidence.get("keytab")
        assert (again.status, again.native, again.remedy) == (
            error.status, error.native, error.remedy)
        assert mutauth.explain(again) == mutauth.explain(error)
        # And again, as from one queue into another.
        assert mutauth.explain(made(again)) == mutauth.explain(error)


@pytest.mark.parametrize("wrong", [None, "text", 3])
def test_only_exceptions_are_explained(wrong: Any) -> None:
    with pytest.raises(TypeError, match="expected an exception"):
        mutauth.explain(wrong)
    assert mutauth.explain(ValueError("one")) == "one"


@pytest.mark.parametrize("call", [
    lambda: mutauth.Requirements(clients="alice@X"),  # type: ignore[arg-type, unused-ignore]
    lambda: mutauth.Requirements(realms=b"X"),  # type: ignore[arg-type]
    lambda: mutauth.Requirements(service_keys="http/www"),
    lambda: mutauth.UserMap(realms="X"),
])
def test_a_str_is_not_taken_for_several(call: Callable[[], object]) -> None:
    with pytest.raises(TypeError, match="expected several"):
        call()


def test_enumerations_come_back_as_enumerations() -> None:
    policy = mutauth.Policy(level=mutauth.Level.INTEGRITY, delegation=2,
                            mechanism=mutauth.Mechanism.EITHER)
    assert policy.level is mutauth.Level.INTEGRITY
    assert policy.mechanism is mutauth.Mechanism.EITHER
    assert policy.protector is mutauth.Protector.OWN
    assert policy.channel_bindings is mutauth.BindingRule.WHEN_GIVEN
    assert policy.delegation is mutauth.Delegation(2)
    assert repr(policy) == "<mutauth.Policy level=INTEGRITY mechanism=EITHER mutual=True>"


def test_every_number_with_a_name_is_one(
    contexts: tuple[mutauth.Context, mutauth.Context]
) -> None:
    for context in contexts:
        assert type(context.protector) is mutauth.Protector
        assert type(context.identity.level) is mutauth.Level
        assert type(context.identity.mechanism) is mutauth.Mechanism
    controller = mutauth.Spn.parse("krbtgt/EXAMPLE.TEST").controller_name
    assert controller is mutauth.spn.ControllerName.TICKET_GRANTING
    assert mutauth.Spn.parse("http/a").controller_name is mutauth.spn.ControllerName.NONE


def test_objects_tell_what_they_are_of(
    place: Place, channels: tuple[mutauth.Channel, mutauth.Channel],
    contexts: tuple[mutauth.Context, mutauth.Context], acceptor: mutauth.Acceptor
) -> None:
    client = f"alice@{place.realm}"
    asked = f"{SPN}@{place.realm}"
    keytab = place.keytab("websvc")
    listener = mutauth.listen("127.0.0.1:0")
    local, _peer = socket.socketpair()
    users = mutauth.UserMap({"a@B": "a"}, realms=iter(["C", "D"]))
    engine = mutauth.Engine.begin(acceptor.negotiation())
    clients = iter(["alice@X"])
    for shown, words in {
        repr(channels[0]): f"<mutauth.Channel {client} to {asked}>",
        repr(contexts[1]): f"<mutauth.Context {client} to {asked}>",
        repr(place.credential()): f"<mutauth.Credential of {client}>",
        repr(acceptor): f"<mutauth.Acceptor of {SPN}>",
        repr(acceptor.negotiation()): "<mutauth.Negotiation under way>",
        repr(engine): "<mutauth.Engine not yet proven>",
        repr(listener): f"<mutauth.Listener at {listener.address}>",
        repr(mutauth.Keytab(keytab, "websvc")): f"<mutauth.Keytab {keytab} of websvc>",
        repr(mutauth.LocalPeer(local.fileno())):
            f"<mutauth.LocalPeer {os.getuid()}@WELLKNOWN:LOCAL pid {os.getpid()}>",
        repr(mutauth.Requirements(clients=clients, realms=["X"])):
            "<mutauth.Requirements level=PRIVACY clients=['alice@X'] realms=['X']>",
        repr(users): "<mutauth.UserMap of 3 rules>",
        repr(mutauth.ChannelBindings.from_data(b"a: b")): "<mutauth.ChannelBindings of 4 bytes>",
        repr(mutauth.LocalUser("u", 5, 6).impersonate()):
            "<mutauth.Impersonation, not entered>",
    }.items():
        assert shown == words
    listener.free()
    assert repr(listener) == "<mutauth.Listener, freed>"


def test_tracebacks_name_the_package() -> None:
    with pytest.raises(mutauth.Error) as caught:
        mutauth.Credential.from_keytab("/nowhere/keytab")
    lines = traceback.format_exception_only(caught.type, caught.value)
    assert lines[-1].startswith("mutauth.KeytabUnreadable: ")


def test_help_and_dir_of_a_reason_are_brief() -> None:
    assert "with_traceback" not in dir(mutauth.KdcSilent)
    assert {"status", "symbol"} <= set(dir(mutauth.KdcSilent))
    assert {"evidence", "with_traceback"} <= set(dir(mutauth.KdcSilent("late")))
    assert "with_traceback" in dir(mutauth.Error)


def test_classes_are_known_by_the_packages_name() -> None:
    for name in mutauth.__all__:
        value = getattr(mutauth, name)
        if isinstance(value, type) and value.__module__.startswith("mutauth"):
            assert "._" not in value.__module__, name
            assert getattr(mutauth, value.__qualname__.split(".")[0]) is value
