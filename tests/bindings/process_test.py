"""What the library does to its process: nothing. And two of it in one process share nothing."""

from __future__ import annotations

import base64
import ctypes
import gc
import locale
import os
import re
import shutil
import signal
import subprocess
from ctypes import byref, c_char_p, c_int, c_size_t, c_void_p, string_at
from pathlib import Path
from typing import Any

import pytest

import mutauth
from conftest import SPN, Place, connected, establish


def library_path() -> Path:
    """Of the libmutauth that Python's module is linked to."""
    maps = Path("/proc/self/maps").read_text()
    found = re.search(r"(/\S*/libmutauth\.so\S*)", maps)
    assert found is not None, "libmutauth is not a library of its own here"
    return Path(found[1])


class Copy:
    """One more libmutauth, by its C functions alone."""

    def __init__(self, path: Path) -> None:
        self._library = ctypes.CDLL(str(path), mode=os.RTLD_LOCAL | os.RTLD_NOW)
        for name in ("bytes_data", "error_message"):
            getattr(self._library, f"mutauth_{name}").restype = c_void_p
        self._library.mutauth_bytes_size.restype = c_size_t

    def made(self, name: str, *arguments: Any) -> c_void_p:
        out = c_void_p()
        status = getattr(self._library, f"mutauth_{name}")(*arguments, byref(out))
        assert status == 0, (name, status, self.last_error())
        return out

    def last_error(self) -> bytes:
        message = self._library.mutauth_error_message(None)
        return string_at(message) if message else b""

    def call(self, name: str, *arguments: Any) -> int:
        return int(getattr(self._library, f"mutauth_{name}")(*arguments))

    def step(self, negotiation: c_void_p, token: bytes) -> bytes:
        out = c_void_p()
        status = self.call(
            "negotiation_step", negotiation, c_char_p(token), c_size_t(len(token)), byref(out)
        )
        assert status >= 0, self.last_error()
        size = self._library.mutauth_bytes_size(out)
        data = string_at(self._library.mutauth_bytes_data(out), size) if size else b""
        self.call("bytes_free", out)
        return data

    def seal(self, context: c_void_p, message: bytes) -> bytes:
        return self._through("context_seal", context, message)

    def open(self, context: c_void_p, sealed: bytes) -> bytes:
        return self._through("context_open", context, sealed)

    def _through(self, name: str, context: c_void_p, octets: bytes) -> bytes:
        buffer = ctypes.create_string_buffer(len(octets) + 200)
        written = c_size_t()
        status = self.call(name, context, c_char_p(octets), c_size_t(len(octets)), buffer,
                           c_size_t(len(buffer)), byref(written))
        assert status == 0, self.last_error()
        return buffer.raw[: written.value]


def test_two_copies_prove_themselves_to_each_other(place: Place, tmp_path: Path) -> None:
    copies = []
    for name in ("one", "other"):
        path = tmp_path / f"lib{name}.so"
        shutil.copy(library_path(), path)
        copies.append(Copy(path))
    one, other = copies
    spn = SPN.encode()
    alice = one.made("credential_from_keytab", place.keytab("alice").encode(), b"alice")
    web = other.made("credential_from_keytab", place.keytab("websvc").encode(), b"websvc")
    policy = other.made("policy_new")
    assert other.call("policy_add_served_spn", policy, other.made("spn_parse", spn)) == 0
    client = one.made("negotiation_initiate", alice, one.made("spn_parse", spn), None, None)
    server = other.made("negotiation_accept", web, policy)
    assert one.step(client, other.step(server, one.step(client, b""))) == b""
    at_client = one.made("negotiation_finish", client)
    at_server = other.made("negotiation_finish", server)
    assert other.open(at_server, one.seal(at_client, b"hello")) == b"hello"
    assert one.open(at_client, other.seal(at_server, b"hello")) == b"hello"
    # A failure in one is none in the other, nor in the copy that Python's module uses.
    assert one.call("spn_parse", b"", byref(c_void_p())) < 0
    assert one.last_error() and not other.last_error()
    alone = establish(mutauth.client(SPN, place.credential()), place.acceptor().negotiation())
    assert alone[1].open(alone[0].seal(b"third")) == b"third"
    for copy, name, handle in (
        (one, "context", at_client),
        (other, "context", at_server),
        (one, "negotiation", client),
        (other, "negotiation", server),
        (one, "credential", alice),
        (other, "credential", web),
        (other, "policy", policy),
    ):
        copy.call(f"{name}_free", handle)


def state_of_the_process() -> dict[str, object]:
    umask = os.umask(0)
    os.umask(umask)
    return {
        "environment": dict(os.environb),
        "umask": umask,
        "folder": os.getcwd(),
        "locale": locale.setlocale(locale.LC_ALL),
        "signals": {
            line.split(":")[0]: line.split(":")[1].strip()
            for line in Path("/proc/self/status").read_text().splitlines()
            if line.startswith(("SigBlk", "SigIgn", "SigCgt"))
        },
        "files": open_files(),
        "threads": len(os.listdir("/proc/self/task")),
    }


def open_files() -> list[str]:
    out = []
    for fd in os.listdir("/proc/self/fd"):
        try:
            out.append(os.readlink(f"/proc/self/fd/{fd}"))
        except FileNotFoundError:
            # The listing's own.
            pass
    return sorted(out)


def all_there_is_to_do(place: Place) -> None:
    with place.credential() as alice:
        acceptor = place.acceptor()
        client, server = establish(mutauth.client(SPN, alice), acceptor.negotiation())
        with client, server:
            assert server.open(client.seal(b"m")) == b"m"
            with pytest.raises(mutauth.MessageTampered):
                server.open(b"junk")
        with pytest.raises(mutauth.ServiceUnknown):
            mutauth.client("no/such.example.test", alice)
        with pytest.raises(mutauth.WrongPassword):
            mutauth.Credential.from_password("alice", "wrong").fetch()
        ends = connected(alice, acceptor)
        ends[0].send(b"m")
        assert ends[1].receive() == b"m"
        for end in ends:
            end.free()
        with alice.start_fetch(SPN) as going:
            going.fileno()
        alice.renew_in_background(60)


def test_the_process_is_left_as_it_was(place: Place) -> None:
    all_there_is_to_do(place)
    # What other tests have let go of must not end meanwhile.
    gc.collect()
    before = state_of_the_process()
    for _ in range(3):
        all_there_is_to_do(place)
    assert state_of_the_process() == before


def forms_of(secret: bytes) -> list[str]:
    """As it might be written down."""
    return [
        secret.hex(),
        base64.b64encode(secret).decode().rstrip("="),
        repr(secret)[2:-1],
        secret.hex(" "),
        secret.decode("latin-1"),
    ]


def keys_in(keytab: str) -> list[bytes]:
    listed = subprocess.run(
        ["klist", "-K", "-k", keytab], check=True, capture_output=True, text=True
    ).stdout
    keys = [bytes.fromhex(key) for key in re.findall(r"\(0x([0-9a-f]+)\)", listed)]
    assert keys
    return keys


def test_no_secret_is_ever_told(place: Place) -> None:
    told: list[str] = []
    policy = mutauth.Policy(
        log=lambda level, area, text: told.append(text), log_level=mutauth.LogLevel.DEBUG
    )
    secrets = [place.password.encode(), b"a password that is wrong"]
    secrets += keys_in(place.keytab("alice")) + keys_in(place.keytab("websvc"))

    def fails(call: Any) -> None:
        with pytest.raises(mutauth.Error) as caught:
            call()
        told.extend([str(caught.value), mutauth.explain(caught.value)])
        told.extend(value for _, value in caught.value.evidence)

    alice = place.credential()
    acceptor = place.acceptor(policy=policy)
    client, server = establish(
        mutauth.client(SPN, alice, policy=policy), acceptor.negotiation()
    )
    secrets.append(client.session_key())
    fails(lambda: server.open(client.seal(b"m")[:-1]))
    fails(lambda: mutauth.Context.from_export(client.export()[:-1]))
    fails(lambda: mutauth.Credential.from_password("alice", "a password that is wrong").fetch())
    fails(lambda: mutauth.client("no/such.example.test", alice, policy=policy))
    fails(lambda: acceptor.negotiation().step(b"junk"))
    token = mutauth.client(SPN, alice, policy=policy).step()
    assert token is not None
    others = mutauth.Acceptor(
        SPN, keytab=place.keytab("othersvc"), account="othersvc", policy=policy
    )
    fails(lambda: others.negotiation().step(token))
    acceptor.negotiation().step(token)
    fails(lambda: acceptor.negotiation().step(token))
    alice.renew_in_background(
        60, lambda level, area, text: told.append(text), mutauth.LogLevel.DEBUG
    )
    alice.stop_renewal()
    assert len(told) > 20
    everything = "\n".join(told)
    for secret in secrets:
        for form in forms_of(secret):
            assert form.lower() not in everything.lower(), "a secret was told"
