"""A client and a service prove themselves in one process."""

from __future__ import annotations

from pathlib import Path

import pytest

import mutauth
from conftest import OTHER_SPN, SPN, Place, establish


def test_both_sides_are_named(
    place: Place, contexts: tuple[mutauth.Context, mutauth.Context]
) -> None:
    client, server = (context.identity for context in contexts)
    assert client.client == server.client == f"alice@{place.realm}"
    assert client.asked_service.partition("@")[0] == server.asked_service.partition("@")[0] == SPN
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


# Finding C24.
@pytest.mark.parametrize("mechanism", [mutauth.Mechanism.KRB5, mutauth.Mechanism.NEGOTIATE])
def test_an_acceptor_takes_either(place: Place, alice: mutauth.Credential,
                                  mechanism: mutauth.Mechanism) -> None:
    either = mutauth.Policy(mechanism=mutauth.Mechanism.EITHER)
    client, server = establish(
        mutauth.client(SPN, alice, policy=mutauth.Policy(mechanism=mechanism)),
        place.acceptor(policy=either).negotiation(),
    )
    assert server.identity.mechanism == client.identity.mechanism == mechanism
    assert server.open(client.seal(b"hello")) == b"hello"
    with pytest.raises(mutauth.InvalidArgument):
        mutauth.client(SPN, alice, policy=either)


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
        mutauth.Policy(level=1)
    with pytest.raises(mutauth.InvalidArgument):
        mutauth.Policy(mechanism=7)
    with pytest.raises(mutauth.InvalidArgument):
        mutauth.Policy(session_enctypes=[23])
    with pytest.raises(mutauth.InvalidArgument):
        mutauth.Policy(longest_life=0)
    with pytest.raises(TypeError):
        mutauth.Policy(mutauth.Level.PRIVACY)  # type: ignore[misc]


def test_channel_bindings(place: Place, alice: mutauth.Credential) -> None:
    policy = mutauth.Policy(channel_bindings=mutauth.BindingRule.REQUIRE)
    bindings = mutauth.ChannelBindings.from_exporter(bytes(32))
    assert bindings.data == b"tls-exporter:" + bytes(32)
    client, server = mutauth.client(SPN, alice), place.acceptor(policy=policy).negotiation()
    client.bind(bindings)
    server.bind(bindings)
    with pytest.raises(mutauth.WrongState):
        server.bind(bindings)
    asking, proven = establish(client, server)
    assert proven.identity.channel_bound and proven.identity.bindings_given
    # Finding C5: to the client nothing proves what the service gave.
    assert asking.identity.bindings_given and not asking.identity.channel_bound

    client, server = mutauth.client(SPN, alice), place.acceptor().negotiation()
    client.bind(mutauth.ChannelBindings.from_data(b"another"))
    server.bind(bindings)
    token = client.step()
    assert token is not None
    with pytest.raises(mutauth.ChannelBindingsMismatch):
        server.step(token)
    unbound = mutauth.client(SPN, alice).step()
    assert unbound is not None
    server = place.acceptor().negotiation()
    server.bind(bindings)
    with pytest.raises(mutauth.ChannelBindingsMissing):
        server.step(unbound)
    with pytest.raises(mutauth.CertificateUnusable):
        mutauth.ChannelBindings.from_certificate(b"none")


def test_the_services_proof_is_waived_by_name(place: Place, alice: mutauth.Credential) -> None:
    policy = mutauth.Policy(mutual=False, longest_life=100)
    assert not policy.mutual and policy.longest_life == 100
    token = mutauth.client(SPN, alice, policy=policy).step()
    assert token is not None
    with pytest.raises(mutauth.LevelNotReached):
        place.acceptor().negotiation().step(token)
    token = mutauth.client(SPN, alice, policy=policy).step()
    assert token is not None
    server = place.acceptor(policy=policy).negotiation()
    assert server.step(token) is None and server.done
    identity = server.finish().identity
    assert not identity.mutual
    assert identity.authenticated is not None
    assert identity.expires is not None and identity.expires - identity.authenticated < 3600


def test_what_a_ticket_says(contexts: tuple[mutauth.Context, mutauth.Context]) -> None:
    client, server = (context.identity for context in contexts)
    assert server.mutual and client.mutual
    assert server.enctype in (17, 18, 19, 20) and server.ticket_enctype == 18
    assert server.flags & 2  # RFC 2744 appendix A: GSS_C_MUTUAL_FLAG
    found = server.pac_bytes()
    assert found is not None
    pac, verified = found
    assert verified and pac[4:8] == bytes(4)  # [MS-PAC] 2.3: Version 0
    assert client.pac_bytes() is None
    assert server.indicators == ("spake",) and client.indicators == ()


def test_dce_style_takes_a_third_token(place: Place, alice: mutauth.Credential) -> None:
    policy = mutauth.Policy(dce_style=True)
    client = mutauth.client(SPN, alice, policy=policy)
    server = place.acceptor(policy=policy).negotiation()
    request = client.step()
    assert request is not None and request[0] == 0x6E  # RFC 4120 5.5.1: a bare AP-REQ
    answer = server.step(request)
    assert answer is not None and not server.done
    third = client.step(answer)
    assert third is not None and client.done
    assert server.step(third) is None and server.done
    client.finish()
    server.finish()


def test_an_acceptor_serves_at_least_one(place: Place) -> None:
    with pytest.raises(mutauth.InvalidArgument):
        mutauth.server(keytab=place.keytab("websvc"), account="websvc")


def test_an_acceptor_serves_several(place: Place, alice: mutauth.Credential) -> None:
    acceptor = mutauth.Acceptor(OTHER_SPN, SPN, keytab=place.keytab("websvc"), account="websvc")
    for _ in range(3):
        establish(mutauth.client(SPN, alice), acceptor.negotiation())


def test_an_acceptor_serves_patterns(place: Place, alice: mutauth.Credential) -> None:
    host, folder = "host/host1.example.test", place.keytab("host1")
    acceptor = mutauth.Acceptor(keytab=folder, patterns=["host/*.example.test"])
    establish(mutauth.client(host, alice), acceptor.negotiation())
    with pytest.raises(mutauth.SpnPatternMalformed):
        mutauth.Acceptor(keytab=folder, patterns=["*/*"])


def test_a_replayed_token(alice: mutauth.Credential, acceptor: mutauth.Acceptor) -> None:
    token = mutauth.client(SPN, alice).step()
    assert token is not None
    acceptor.negotiation().step(token)
    with pytest.raises(mutauth.TokenReplayed):
        acceptor.negotiation().step(token)


def test_the_replay_cache_is_the_policys(
    place: Place, alice: mutauth.Credential, tmp_path: Path
) -> None:
    """Finding C13."""
    def takes(policy: mutauth.Policy, token: bytes) -> bool:
        try:
            place.acceptor(policy=policy).negotiation().step(token)
        except mutauth.TokenReplayed:
            return False
        return True

    token = mutauth.client(SPN, alice).step()
    assert token is not None
    own = mutauth.Policy(replay_cache=tmp_path / "cache")
    assert own.replay_cache == str(tmp_path / "cache") and not own.waive_replay_cache
    assert takes(own, token) and not takes(own, token)
    lines: list[str] = []
    waived = mutauth.Policy(waive_replay_cache=True, log=lambda *line: lines.append(line[2]))
    assert waived.replay_cache is None and waived.waive_replay_cache
    assert takes(waived, token) and takes(waived, token)
    assert any("waives the replay cache" in line for line in lines)
    with pytest.raises(mutauth.ReplayCacheUnusable):
        takes(mutauth.Policy(replay_cache=tmp_path), token)
    with pytest.raises(mutauth.InvalidArgument):
        mutauth.Policy(replay_cache="relative")


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
