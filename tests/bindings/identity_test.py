"""A service checks its caller on every call."""

from __future__ import annotations

import gc
import json

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
    # Finding C12: the claim is enough only where that is said by name.
    assert identity.service_keys == (f"websvc@{place.realm}",)
    Requirements(service_keys=[SPN], accept_asked_service=True).check(identity)
    assert contexts[0].identity.service_keys == (f"{SPN}@{place.realm}",)
    Requirements(
        level=mutauth.Level.PRIVACY,
        mechanism=mutauth.Mechanism.KRB5,
        service_keys=[f"websvc@{place.realm}"],
        clients=(name for name in [f"alice@{place.realm}"]),
        realms=[place.realm],
        indicators=["otp", "spake"],
        max_age=3600,
    ).check(identity)


@pytest.mark.parametrize(("asked", "error"), [
    ({"clients": ["bob@EXAMPLE.TEST"]}, mutauth.CallerNotAllowed),
    ({"clients": ["ALICE@EXAMPLE.TEST"]}, mutauth.CallerNotAllowed),
    ({"service_keys": ["othersvc"]}, mutauth.CallerWrongService),
    # What the client claims to have asked for is not what opened its ticket.
    ({"service_keys": [SPN]}, mutauth.CallerWrongService),
    ({"service_keys": ["http/other.example.test"], "accept_asked_service": True},
     mutauth.CallerWrongService),
    ({"mechanism": mutauth.Mechanism.NEGOTIATE}, mutauth.CallerMechanism),
    ({"realms": ["OTHER.TEST"]}, mutauth.CallerWrongRealm),
    ({"indicators": ["otp"]}, mutauth.CallerIndicatorMissing),
    ({"local_only": True}, mutauth.CallerNotLocal),
    # MIT's KDC writes PACs that name no account.
    ({"sids": ["S-1-5-21-1-2-3-512"]}, mutauth.PacMissing),
    ({"sids": ["S-1-5-21-1-2-3-512"],
      "trusted_domains": [("EXAMPLE.TEST", "S-1-5-21-1-2-3")]}, mutauth.PacMissing),
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
                  {"level": 99}, {"mechanism": 99}, {"mechanism": mutauth.Mechanism.EITHER},
                  {"sids": ["Domain Admins"]}, {"realms": [""]},
                  {"indicators": [""]}, {"max_age": 0}, {"trusted_domains": [("R", "x")]}):
        with pytest.raises(mutauth.InvalidArgument):
            Requirements(**asked)  # type: ignore[arg-type]
    with pytest.raises((TypeError, RuntimeError)):
        Requirements(clients=[5])  # type: ignore[list-item]


# Finding C21.
def test_an_identity_outlives_its_context(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    client, service = mutauth.client(SPN, alice), acceptor.negotiation()
    service_token = service.step(client.step())
    client.step(service_token)
    identity = service.finish().identity
    client.free()
    service.free()
    gc.collect()
    Requirements(service_keys=["websvc"]).check(identity)
    assert identity.client.startswith("alice@") and "alice@" in repr(identity)
    assert identity.components == ("alice",) and identity.pac().groups == ()
    assert json.loads(identity.json())["client"] == identity.client
    assert mutauth.inquire(identity)[0] == identity.client


# Finding C21.
def test_it_outlives_its_channel(channels: tuple[mutauth.Channel, mutauth.Channel]) -> None:
    _, server = channels
    identity = server.identity
    server.free()
    Requirements(service_keys=["websvc"]).check(identity)
    with pytest.raises(mutauth.CallerNotAllowed):
        Requirements(clients=["bob@EXAMPLE.TEST"]).check(identity)


def test_the_clients_name(place: Place, contexts: Contexts) -> None:
    identity = contexts[1].identity
    assert identity.components == ("alice",) and identity.realm == place.realm
    assert identity.name_type == 1  # RFC 4120 6.2: NT-PRINCIPAL


def test_forms_for_programs_and_people(place: Place, contexts: Contexts) -> None:
    identity = contexts[1].identity
    seen = json.loads(identity.json())
    assert seen["client"] == f"alice@{place.realm}" and seen["mutual"] is True
    assert seen["asked_service"] == identity.asked_service
    assert seen["service_keys"] == [f"websvc@{place.realm}"] and seen["bindings_given"] is False
    assert seen["expires"] == identity.expires and seen["indicators"] == ["spake"]
    assert str(identity).startswith(f"client:         alice@{place.realm}\n")


def test_what_the_pac_says(contexts: Contexts) -> None:
    client, server = (context.identity for context in contexts)
    pac = server.pac()
    # MIT's KDC names no account there.
    assert pac.account_name is None and pac.user_sid is None and pac.logon_time is None
    assert pac.groups == () and pac.delegation == () and not pac.asserted_by_service
    signatures = mutauth.PacSignature
    assert pac.signatures == signatures.SERVER | signatures.KDC | signatures.TICKET
    with pytest.raises(mutauth.PacMissing):
        client.pac()
    with pytest.raises(mutauth.PacMissing):
        server.has_sid("S-1-5-32-544")
    with pytest.raises(mutauth.InvalidArgument):
        server.has_sid("Administrators")


def test_the_inquiry_of_rpc(place: Place, contexts: Contexts) -> None:
    identity = contexts[1].identity
    assert mutauth.inquire(identity) == (
        identity.client, identity.asked_service, mutauth.Level.PRIVACY,
        mutauth.AuthenticationService.KERBEROS, mutauth.AuthorizationService.NAME)
    with pytest.raises(mutauth.CallerNotProven) as raised:
        mutauth.inquire(None)
    # RPC_S_BINDING_HAS_NO_AUTH.
    assert 1746 in [code for _, code in raised.value.native]
