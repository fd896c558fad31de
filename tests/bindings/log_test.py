"""The log, as a Python function."""

from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Callable
from typing import Any

import pytest

import mutauth
from conftest import SPN, Place, connected, establish
from mutauth import Level, LogLevel, Policy

Line = tuple[int, str, str]


def test_lines_come(place: Place, alice: mutauth.Credential) -> None:
    lines: list[Line] = []
    policy = Policy(log=lambda *line: lines.append(line), log_level=LogLevel.DEBUG)
    establish(mutauth.client(SPN, alice, policy=policy),
              place.acceptor(policy=policy).negotiation())
    assert lines
    for level, area, text in lines:
        assert LogLevel.WARNING <= level <= LogLevel.DEBUG
        assert area and text and "\n" not in text


def test_weakening_is_a_warning(place: Place, alice: mutauth.Credential) -> None:
    lines: list[Line] = []
    policy = Policy(level=Level.INTEGRITY, log=lambda *line: lines.append(line),
                    log_level=LogLevel.WARNING)
    establish(mutauth.client(SPN, alice, policy=policy),
              place.acceptor(policy=policy).negotiation())
    assert lines and {level for level, _, _ in lines} == {LogLevel.WARNING}


def test_what_it_raises_changes_nothing(
    place: Place, alice: mutauth.Credential, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_line: object) -> None:
        raise KeyError("from the log")

    unraisable: list[Any] = []
    monkeypatch.setattr(sys, "unraisablehook", unraisable.append)
    policy = Policy(log=fail, log_level=LogLevel.DEBUG)
    client, server = establish(mutauth.client(SPN, alice, policy=policy),
                               place.acceptor(policy=policy).negotiation())
    assert server.open(client.seal(b"hello")) == b"hello"
    assert unraisable
    assert {seen.exc_type for seen in unraisable} == {KeyError}
    assert unraisable[0].object is fail


def test_it_must_be_callable() -> None:
    with pytest.raises(TypeError):
        Policy(log=5)  # type: ignore[arg-type]
    with pytest.raises(mutauth.InvalidArgument):
        Policy(log=print, log_level=9)


class Sink:
    def __call__(self, level: int, area: str, text: str) -> None:
        pass


def test_the_objects_that_log_keep_it(place: Place, alice: mutauth.Credential) -> None:
    sink = Sink()
    alive = weakref.ref(sink)
    policy = Policy(log=sink, log_level=LogLevel.DEBUG)
    acceptor = place.acceptor(policy=policy)
    client, server = establish(mutauth.client(SPN, alice, policy=policy), acceptor.negotiation())
    one, other = connected(alice, acceptor)
    del sink, policy, acceptor, one
    gc.collect()
    assert alive() is not None
    server.open(client.seal(b"hello"))
    del client, server, other
    gc.collect()
    assert alive() is None


def test_it_may_call_the_library(place: Place, alice: mutauth.Credential) -> None:
    seen: list[str] = []

    def log(_level: int, _area: str, _text: str) -> None:
        seen.append(str(mutauth.spn.parse("http/a")))

    policy = Policy(log=log, log_level=LogLevel.DEBUG)
    establish(mutauth.client(SPN, alice, policy=policy),
              place.acceptor(policy=policy).negotiation())
    assert seen


# Finding C8's kind: a callback runs inside the call that logs, and may call anything.
def test_a_callback_that_uses_what_logs(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    seen: list[object] = []

    def call_back(*_line: object) -> None:
        for call in calls:
            try:
                seen.append(call())
            except mutauth.Error as error:
                seen.append(type(error))

    calls: list[Callable[[], object]] = []
    policy = Policy(log=call_back, log_level=LogLevel.DEBUG)
    client, server = mutauth.client(SPN, alice, policy=policy), acceptor.negotiation()
    token = server.step(client.step())
    calls[:] = [lambda: client.done, lambda: client.step(b"again")]
    client.step(token)
    assert seen[:2] == [False, mutauth.WrongState]
    context, service = client.finish(), server.finish()
    seen.clear()
    calls[:] = [lambda: context.open(b"again"), lambda: len(context.seal(b"m")) > 0]
    with pytest.raises(mutauth.MessageTampered):
        context.open(b"junk")
    assert seen[0] == mutauth.WrongState
    assert service.identity.client == context.identity.client
