"""A service checks its caller on every call."""

from __future__ import annotations

import pytest

import mutauth
from conftest import SPN, Place, establish
from mutauth import Requirements

Contexts = tuple[mutauth.Context, mutauth.Context]


def test_who_may_call(place: Place, contexts: Contexts) -> None:
    identity = contexts[1].identity
    Requirements().check(identity)
    Requirements(clients=[f"alice@{place.realm}", f"bob@{place.realm}"]).check(identity)
    Requirements(service_keys=["websvc"]).check(identity)
    Requirements(
        level=mutauth.Level.PRIVACY,
        mechanism=mutauth.Mechanism.KRB5,
        service_keys=[f"websvc@{place.realm}"],
        clients=(name for name in [f"alice@{place.realm}"]),
    ).check(identity)


@pytest.mark.parametrize(("asked", "error"), [
    ({"clients": ["bob@EXAMPLE.TEST"]}, mutauth.CallerNotAllowed),
    ({"clients": ["ALICE@EXAMPLE.TEST"]}, mutauth.CallerNotAllowed),
    ({"service_keys": ["othersvc"]}, mutauth.CallerWrongService),
    # What the client claims to have asked for is not what opened its ticket.
    ({"service_keys": [SPN]}, mutauth.CallerWrongService),
    ({"mechanism": mutauth.Mechanism.NEGOTIATE}, mutauth.CallerMechanism),
])
def test_who_may_not(
    contexts: Contexts, asked: dict[str, object], error: type[mutauth.Error]
) -> None:
    with pytest.raises(error) as raised:
        Requirements(**asked).check(contexts[1].identity)  # type: ignore[arg-type]
    assert isinstance(raised.value, mutauth.IdentityError)


def test_the_level(place: Place, alice: mutauth.Credential) -> None:
    policy = mutauth.Policy(level=mutauth.Level.INTEGRITY)
    _, server = establish(
        mutauth.client(SPN, alice, policy=policy), place.acceptor(policy=policy).negotiation()
    )
    with pytest.raises(mutauth.CallerLevelTooLow):
        Requirements().check(server.identity)
    Requirements(level=mutauth.Level.INTEGRITY).check(server.identity)


def test_bad_requirements() -> None:
    for asked in ({"clients": ["alice"]}, {"clients": [""]}, {"service_keys": [""]},
                  {"level": 99}, {"mechanism": 99}):
        with pytest.raises(mutauth.InvalidArgument):
            Requirements(**asked)  # type: ignore[arg-type]
    with pytest.raises((TypeError, RuntimeError)):
        Requirements(clients=[5])  # type: ignore[list-item]


def test_an_identity_outlives_its_context_but_passes_no_check(contexts: Contexts) -> None:
    server = contexts[1]
    identity = server.identity
    server.free()
    assert identity.client.startswith("alice@") and "alice@" in repr(identity)
    with pytest.raises(mutauth.WrongState):
        Requirements().check(identity)


def test_it_is_checked_also_on_the_channel(
    channels: tuple[mutauth.Channel, mutauth.Channel]
) -> None:
    _, server = channels
    identity = server.identity
    Requirements(service_keys=["websvc"]).check(identity)
    server.free()
    with pytest.raises(mutauth.WrongState):
        Requirements().check(identity)
