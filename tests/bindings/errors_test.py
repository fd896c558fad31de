"""Each reason is an exception of its own that says what happened, the evidence and the remedy."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

import mutauth
from conftest import OTHER_SPN, SPN, UNREGISTERED, Place, establish
from mutauth import _errors


def test_every_reason_is_exported() -> None:
    for status, error in _errors.by_status.items():
        assert getattr(mutauth, error.__name__) is error
        assert error.__name__ in mutauth.__all__
        assert error.status == status


def test_an_unregistered_spn(alice: mutauth.Credential) -> None:
    with pytest.raises(mutauth.ServiceUnknown) as raised:
        mutauth.client(UNREGISTERED, alice)
    error = raised.value
    assert isinstance(error, mutauth.CredentialError) and isinstance(error, mutauth.Error)
    assert error.status == -407 and error.symbol == "MUTAUTH_SERVICE_UNKNOWN"
    assert UNREGISTERED in (error.evidence.get("spn") or error.message)
    assert "register" in error.remedy.lower()
    assert error.remedy in str(error)
    assert error.token is None


def test_explain_tells_all(alice: mutauth.Credential) -> None:
    with pytest.raises(mutauth.ServiceUnknown) as raised:
        mutauth.client(UNREGISTERED, alice)
    # Other calls in between do not change what this error tells.
    with pytest.raises(mutauth.InvalidName):
        mutauth.spn.parse("")
    text = mutauth.explain(raised.value)
    assert raised.value.message in text and raised.value.remedy in text
    assert len(text.splitlines()) > 1
    assert mutauth.explain(mutauth.Error("made by hand")) == "made by hand"


def test_a_wrong_password(place: Place) -> None:
    credential = mutauth.Credential.from_password("alice", "not the password")
    with pytest.raises(mutauth.WrongPassword) as raised:
        credential.fetch()
    assert "not the password" not in repr(raised.value) + mutauth.explain(raised.value)


def test_the_right_password(place: Place) -> None:
    credential = mutauth.Credential.from_password("alice", place.password)
    credential.fetch()
    assert credential.principal == f"alice@{place.realm}"
    assert credential.expires > time.time()


def test_an_unknown_client(place: Place) -> None:
    with pytest.raises(mutauth.ClientUnknown):
        mutauth.Credential.from_password("nobody", "x").fetch()


def test_no_tickets(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("KRB5CCNAME", f"FILE:{tmp_path / 'none'}")
    with pytest.raises(mutauth.NoCredential) as raised:
        mutauth.client(SPN)
    assert "kinit" in raised.value.remedy
    with pytest.raises(mutauth.NoCredential):
        mutauth.Credential.from_ccache(f"FILE:{tmp_path / 'none'}")


def test_no_keytab(place: Place, tmp_path: Path) -> None:
    with pytest.raises(mutauth.KeytabUnreadable):
        mutauth.Acceptor(SPN, keytab=tmp_path / "none")
    with pytest.raises(mutauth.KeytabLacksName):
        mutauth.server(SPN, keytab=place.keytab("websvc"))
    with pytest.raises(mutauth.KeytabLacksName):
        mutauth.Acceptor(SPN, keytab=place.keytab("websvc"), account="othersvc")


def test_the_wrong_keytab(place: Place, alice: mutauth.Credential) -> None:
    server = mutauth.server(SPN, keytab=place.keytab("othersvc"), account="othersvc")
    with pytest.raises(mutauth.WrongKey):
        establish(mutauth.client(SPN, alice), server)


def test_a_service_that_is_not_served(place: Place, alice: mutauth.Credential) -> None:
    with pytest.raises(mutauth.NegotiationError) as raised:
        establish(mutauth.client(OTHER_SPN, alice), place.acceptor().negotiation())
    assert isinstance(raised.value, (mutauth.WrongSpn, mutauth.WrongKey))


def test_an_error_token_comes_with_the_exception(
    place: Place, alice: mutauth.Credential
) -> None:
    client = mutauth.client(SPN, alice)
    server = mutauth.server(SPN, keytab=place.keytab("othersvc"), account="othersvc")
    with pytest.raises(mutauth.WrongKey) as raised:
        server.step(client.step() or b"")
    token = raised.value.token
    if token is not None:
        assert isinstance(token, bytes) and token
        with pytest.raises(mutauth.PeerRefused):
            client.step(token)


def krb5_conf(folder: Path, realm: str, kdc: str) -> Path:
    path = folder / "krb5.conf"
    path.write_text(
        f"[libdefaults]\ndefault_realm = {realm}\ndns_lookup_kdc = false\n"
        f"[realms]\n{realm} = {{\n kdc = {kdc}\n}}\n"
    )
    return path


def test_no_kdc(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    conf = krb5_conf(tmp_path, place.realm, f"127.0.0.1:{port}")
    monkeypatch.setenv("KRB5_CONFIG", str(conf))
    with pytest.raises(mutauth.KdcUnreachable):
        mutauth.Credential.from_password("alice", place.password).fetch(timeout=5)


def test_a_silent_kdc(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        tcp.bind(("127.0.0.1", 0))
        tcp.listen()
        udp.bind(tcp.getsockname())
        conf = krb5_conf(tmp_path, place.realm, f"127.0.0.1:{tcp.getsockname()[1]}")
        monkeypatch.setenv("KRB5_CONFIG", str(conf))
        credential = mutauth.Credential.from_password("alice", place.password)
        begin = time.monotonic()
        with pytest.raises(mutauth.KdcSilent):
            credential.fetch(timeout=0.3)
        assert 0.2 < time.monotonic() - begin < 10


def test_an_unknown_realm(place: Place) -> None:
    with pytest.raises(mutauth.RealmUnknown):
        mutauth.Credential.from_password("alice@NOWHERE.TEST", "x").fetch(timeout=5)


def test_builtins_are_bases_where_programs_expect_them() -> None:
    assert issubclass(mutauth.DeadlinePassed, TimeoutError)
    assert issubclass(mutauth.InvalidArgument, ValueError)


def test_hosts(alice: mutauth.Credential) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(mutauth.HostUnreachable):
        mutauth.connect(f"127.0.0.1:{port}", SPN, alice)
    with pytest.raises(mutauth.HostUnknown):
        mutauth.connect("no-such-host.invalid:7", SPN, alice)
    with pytest.raises(mutauth.InvalidArgument):
        mutauth.connect("no port", SPN, alice)


# Finding R11.
def test_text_that_others_chose_is_shown_in_one_line() -> None:
    assert mutauth.shown("CN=M\u00fcller\t\x1b[2J\n") == "CN=M\u00fcller\\x09\\x1b[2J\\x0a"
    assert mutauth.shown("\u009b2J\u202e") == r"\xc2\x9b2J\xe2\x80\xae"
    assert mutauth.shown(b"\xff\0") == r"\xff\x00"
    with pytest.raises(mutauth.Error) as refused:
        mutauth.Spn.compose("c", "evil\u009b2J\nhost")
    assert str(refused.value) == mutauth.shown(str(refused.value))
