"""Credentials that are renewed, by whom they are asked, and what they follow."""

from __future__ import annotations

import gc
import os
import time
import weakref
from pathlib import Path

import pytest

import mutauth
from conftest import SPN, Place

FOREVER = 2**31 - 1


def test_a_ticket_is_renewed_ahead(alice: mutauth.Credential) -> None:
    alice.ensure_fresh(0)
    first = alice.expires
    time.sleep(1.1)
    alice.ensure_fresh(60)
    assert alice.expires == first
    alice.ensure_fresh(FOREVER)
    assert alice.expires > first
    with pytest.raises(mutauth.InvalidArgument):
        alice.ensure_fresh(-1)


def test_renewal_in_the_background(place: Place) -> None:
    lines: list[tuple[int, str, str]] = []
    with mutauth.Credential.from_keytab(place.keytab("alice"), "alice") as alice:
        alice.renew_in_background(
            60, log=lambda *line: lines.append(line), log_level=mutauth.LogLevel.DEBUG
        )
        with pytest.raises(mutauth.WrongState):
            alice.renew_in_background(60)
        for _ in range(50):
            if lines:
                break
            time.sleep(0.1)
        alice.stop_renewal()
        alice.stop_renewal()
    assert any("fresh" in text for _, _, text in lines)


def test_the_program_is_asked_for_the_password(place: Place) -> None:
    asked: list[str] = []

    def give(principal: str) -> str:
        asked.append(principal)
        return place.password

    credential = mutauth.Credential.from_password_callback("alice", give)
    assert asked == []
    credential.fetch(SPN)
    assert asked == [f"alice@{place.realm}"]
    assert mutauth.client(SPN, credential).step() is not None

    silent = mutauth.Credential.from_password_callback("alice", lambda _: None)
    with pytest.raises(mutauth.NoCredential):
        silent.fetch()
    with pytest.raises(TypeError):
        mutauth.Credential.from_password_callback("alice", "password")  # type: ignore[arg-type]


def test_a_client_keytab(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KRB5CCNAME", f"FILE:{tmp_path / 'none'}")
    monkeypatch.setenv("KRB5_CLIENT_KTNAME", os.fspath(place.keytab("alice")))
    for credential in (
        mutauth.Credential.from_environment(),
        mutauth.Credential.from_client_keytab(),
        mutauth.Credential.from_client_keytab("alice"),
    ):
        assert credential.principal == f"alice@{place.realm}"
    credential.follow_source()


def test_a_log_may_end_the_renewal_and_is_let_go(place: Place) -> None:
    """Finding C8: the thread that renews waits for no callback of its own, and keeps none."""
    told: list[str] = []
    credential = mutauth.Credential.from_password("alice", "wrong password")

    class Sink:
        def __call__(self, _level: int, _area: str, text: str) -> None:
            told.append(text)
            credential.stop_renewal()

    sink = Sink()
    gone = weakref.ref(sink)
    credential.renew_in_background(60, log=sink)
    del sink
    for _ in range(200):
        if gone() is None:
            break
        time.sleep(0.05)
    assert gone() is None
    assert len(told) == 1


def test_the_function_that_gives_passwords_is_let_go(place: Place) -> None:
    class Give:
        def __call__(self, _principal: str) -> str:
            return place.password

    give = Give()
    gone = weakref.ref(give)
    credential = mutauth.Credential.from_password_callback("alice", give)
    del give
    credential.fetch(SPN)
    assert gone() is not None
    del credential
    gc.collect()
    assert gone() is None
