"""Tickets got ahead, by polling and in an event loop."""

from __future__ import annotations

import asyncio
import select
from pathlib import Path

import pytest

import mutauth
from conftest import SPN, Place
from errors_test import krb5_conf
from interrupt_test import silent_server


def test_a_fetch_is_polled(alice: mutauth.Credential) -> None:
    with alice.start_fetch(SPN) as going:
        assert select.select([going], [], [], 10) == ([going], [], [])
        assert going.done() and going.done()
    with pytest.raises(mutauth.WrongState):
        going.done()


def test_many_are_awaited_together(place: Place) -> None:
    async def many() -> None:
        credentials = [
            mutauth.Credential.from_keytab(place.keytab("alice"), "alice") for _ in range(20)
        ]
        await asyncio.gather(*(mutauth.fetch(one, SPN) for one in credentials))
        assert all(one.expires > 0 for one in credentials)

    asyncio.run(many())


def test_its_failure_is_raised(alice: mutauth.Credential) -> None:
    with pytest.raises(mutauth.ServiceUnknown) as caught:
        asyncio.run(mutauth.fetch(alice, "no/such.example.test"))
    assert ("spn", "no/such.example.test") in caught.value.evidence


def test_a_cancelled_task_cancels_the_fetch(
    place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with silent_server() as address:
        monkeypatch.setenv("KRB5_CONFIG", str(krb5_conf(tmp_path, place.realm, address)))
        credential = mutauth.Credential.from_keytab(place.keytab("alice"), "alice")

        async def given_up() -> None:
            await asyncio.wait_for(mutauth.fetch(credential, SPN, timeout=60), 0.2)

        with pytest.raises(asyncio.TimeoutError):
            asyncio.run(asyncio.wait_for(given_up(), 5))
