"""A service learns when it starts what every client would fail by (finding W2)."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path

import pytest

import mutauth
from conftest import OTHER_SPN, SPN, Place, establish

HOST_SPN = "host/host1.example.test"


def test_a_keytab_without_the_name(place: Place) -> None:
    with pytest.raises(mutauth.KeytabLacksName) as raised:
        mutauth.Acceptor(SPN, OTHER_SPN, keytab=place.keytab("host1"))
    evidence = raised.value.evidence
    assert SPN in (evidence.get("wanted") or "") and OTHER_SPN in (evidence.get("wanted") or "")
    assert HOST_SPN in (evidence.get("present") or "")
    assert evidence.get("keytab") == place.keytab("host1")
    with pytest.raises(mutauth.KeytabLacksName):
        mutauth.Acceptor(keytab=place.keytab("host1"), patterns=["http/*"])


def test_a_keytab_with_one_of_the_names_is_taken(place: Place) -> None:
    # SPNs of one account share its key, so that the name is not known to be missing.
    mutauth.Acceptor(SPN, HOST_SPN, keytab=place.keytab("host1"))
    mutauth.Acceptor(SPN, keytab=place.keytab("host1"), patterns=["host/*.example.test"])


def test_no_names(place: Place) -> None:
    with pytest.raises(mutauth.InvalidArgument, match="no served SPN"):
        mutauth.Acceptor(keytab=place.keytab("host1"))


def test_an_unreadable_keytab_is_named(place: Place, tmp_path: Path) -> None:
    no_keytab = tmp_path / "text"
    no_keytab.write_text("this is no keytab")
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    for file in (tmp_path / "none", no_keytab, fifo, tmp_path):
        with pytest.raises(mutauth.KeytabUnreadable) as raised:
            mutauth.Acceptor(HOST_SPN, keytab=file)
        assert str(file) in str(raised.value), file
    empty = tmp_path / "empty"
    shutil.copy(place.keytab("host1"), empty)
    os.truncate(empty, 2)
    with pytest.raises(mutauth.KeytabLacksName, match="empty"):
        mutauth.Acceptor(HOST_SPN, keytab=empty)


def test_a_replay_cache_that_cannot_be_written(place: Place, tmp_path: Path) -> None:
    policy = mutauth.Policy(replay_cache=tmp_path / "none" / "cache")
    with pytest.raises(mutauth.ReplayCacheUnusable) as raised:
        mutauth.Acceptor(HOST_SPN, keytab=place.keytab("host1"), policy=policy)
    # The remedy names Python's setting, not the function of C's.
    assert "in the acceptor's policy" in raised.value.remedy
    assert "mutauth_" not in str(raised.value) + mutauth.explain(raised.value)


def eventually(acceptor: mutauth.Acceptor, error: type[mutauth.Error] | None) -> None:
    """Until negotiations fail so, or no more: a changed file is looked at every second or so."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            acceptor.negotiation()
            seen = None
        except mutauth.Error as failure:
            seen = type(failure)
        if seen is error:
            return
        time.sleep(0.1)
    raise AssertionError(f"still {seen}, not {error}")


def test_the_keytab_is_read_again_when_it_has_changed(
    place: Place, alice: mutauth.Credential, tmp_path: Path
) -> None:
    file = tmp_path / "service.keytab"
    shutil.copy(place.keytab("host1"), file)
    acceptor = mutauth.Acceptor(HOST_SPN, keytab=file)
    for others, error in (("websvc", mutauth.KeytabLacksName), ("host1", None)):
        fresh = tmp_path / "fresh"
        shutil.copy(place.keytab(others), fresh)
        os.replace(fresh, file)
        eventually(acceptor, error)
    # What is not known is no "no": the keys that were there stay in use.
    file.unlink()
    time.sleep(1.5)
    establish(mutauth.client(HOST_SPN, alice), acceptor.negotiation())
