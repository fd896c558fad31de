"""A client and a service prove themselves in one process."""

from __future__ import annotations

import pytest

import mutauth
from conftest import OTHER_SPN, SPN, Place, establish


def test_both_sides_are_named(
    place: Place, contexts: tuple[mutauth.Context, mutauth.Context]
) -> None:
    client, server = (context.identity for context in contexts)
    assert client.client == server.client == f"alice@{place.realm}"
    assert client.service.partition("@")[0] == server.service.partition("@")[0] == SPN
    assert server.service_key == f"websvc@{place.realm}"
    assert client.level == server.level == mutauth.Level.PRIVACY
    assert client.mechanism == server.mechanism == mutauth.Mechanism.KRB5
    assert server.expires is not None and server.expires > 1_700_000_000


def test_steps_and_done(alice: mutauth.Credential, acceptor: mutauth.Acceptor) -> None:
    client, server = mutauth.client(SPN, alice), acceptor.negotiation()
    request = client.step()
    assert isinstance(request, bytes) and not client.done
    with pytest.raises(mutauth.WrongState):
        client.finish()
    answer = server.step(request)
    assert isinstance(answer, bytes) and server.done
    assert client.step(answer) is None and client.done
    assert isinstance(client.finish(), mutauth.Context)
    with pytest.raises(mutauth.WrongState):
        client.finish()
    with pytest.raises(mutauth.WrongState):
        client.step(answer)


def test_the_spn_may_be_an_object(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    spn = mutauth.spn.compose("http", "web.example.test")
    establish(mutauth.client(spn, alice), acceptor.negotiation())


def test_negotiate_wraps_kerberos(place: Place, alice: mutauth.Credential) -> None:
    policy = mutauth.Policy(mechanism=mutauth.Mechanism.NEGOTIATE)
    client, server = establish(
        mutauth.client(SPN, alice, policy=policy), place.acceptor(policy=policy).negotiation()
    )
    assert client.identity.mechanism == server.identity.mechanism == mutauth.Mechanism.NEGOTIATE
    assert server.open(client.seal(b"hello")) == b"hello"


def test_mechanisms_must_agree(place: Place, alice: mutauth.Credential) -> None:
    policy = mutauth.Policy(mechanism=mutauth.Mechanism.NEGOTIATE)
    with pytest.raises(mutauth.NegotiationError):
        establish(mutauth.client(SPN, alice, policy=policy), place.acceptor().negotiation())


def test_less_than_privacy_is_asked_for_by_name(
    place: Place, alice: mutauth.Credential
) -> None:
    policy = mutauth.Policy(level=mutauth.Level.INTEGRITY)
    client, server = establish(
        mutauth.client(SPN, alice, policy=policy), place.acceptor(policy=policy).negotiation()
    )
    assert server.identity.level == mutauth.Level.INTEGRITY
    server.verify(b"clear", client.sign(b"clear"))
    with pytest.raises(mutauth.LevelTooLow):
        client.seal(b"secret")


def test_unknown_numbers_in_a_policy() -> None:
    with pytest.raises(mutauth.InvalidArgument):
        mutauth.Policy(level=3)
    with pytest.raises(mutauth.InvalidArgument):
        mutauth.Policy(mechanism=7)
    with pytest.raises(TypeError):
        mutauth.Policy(mutauth.Level.PRIVACY)  # type: ignore[misc]


def test_an_acceptor_serves_at_least_one(place: Place) -> None:
    with pytest.raises(mutauth.InvalidArgument):
        mutauth.server(keytab=place.keytab("websvc"), account="websvc")


def test_an_acceptor_serves_several(place: Place, alice: mutauth.Credential) -> None:
    acceptor = mutauth.Acceptor(OTHER_SPN, SPN, keytab=place.keytab("websvc"), account="websvc")
    for _ in range(3):
        establish(mutauth.client(SPN, alice), acceptor.negotiation())


def test_a_replayed_token(alice: mutauth.Credential, acceptor: mutauth.Acceptor) -> None:
    token = mutauth.client(SPN, alice).step()
    assert token is not None
    acceptor.negotiation().step(token)
    with pytest.raises(mutauth.TokenReplayed):
        acceptor.negotiation().step(token)


def test_a_reflected_token(alice: mutauth.Credential) -> None:
    client = mutauth.client(SPN, alice)
    token = client.step()
    assert token is not None
    with pytest.raises(mutauth.NegotiationError):
        client.step(token)
    assert not client.done
    with pytest.raises(mutauth.WrongState):
        client.finish()


@pytest.mark.parametrize(
    "token", [b"", b"\0", b"GET / HTTP/1.1\r\n", b"\x60\x82\xff\xff", b"x" * 9999]
)
def test_a_malformed_token(acceptor: mutauth.Acceptor, token: bytes) -> None:
    server = acceptor.negotiation()
    with pytest.raises(mutauth.NegotiationError):
        server.step(token)
    with pytest.raises(mutauth.WrongState):
        server.finish()


def test_a_changed_answer_proves_nothing(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    client = mutauth.client(SPN, alice)
    answer = bytearray(acceptor.negotiation().step(client.step() or b"") or b"")
    answer[-5] ^= 1
    with pytest.raises(mutauth.NegotiationError):
        client.step(answer)
    with pytest.raises(mutauth.WrongState):
        client.finish()


def test_the_environments_tickets(
    place: Place, acceptor: mutauth.Acceptor, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    import subprocess

    monkeypatch.setenv("KRB5CCNAME", f"FILE:{tmp_path}/bob")
    subprocess.run(["kinit", "-kt", place.keytab("bob"), "bob"], check=True)
    _, server = establish(mutauth.client(SPN), acceptor.negotiation())
    assert server.identity.client == f"bob@{place.realm}"
