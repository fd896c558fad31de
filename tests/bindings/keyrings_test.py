"""What a thread that acts as a caller reaches of the kernel's keyrings, by keyctl itself."""

from __future__ import annotations

import ctypes
import os
import platform
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

import mutauth
from mutauth import LocalUser

ALICE = LocalUser("alice", 47110, 47111)

# keyctl(2) and keyrings(7): operations, and the names of a thread's own keyrings.
GET_ID, JOIN, DESCRIBE, SEARCH, UNLINK, READ = 0, 1, 6, 10, 9, 11
SESSION, USER = -3, -4
NUMBERS = {"x86_64": (248, 250), "aarch64": (217, 219)}

_libc = ctypes.CDLL(None, use_errno=True)


def call(which: int, *arguments: object) -> int:
    add_key_and_keyctl = NUMBERS[platform.machine()]
    got = _libc.syscall(ctypes.c_long(add_key_and_keyctl[which]), *arguments)
    if got < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return int(got)


def keyctl(operation: int, *arguments: object) -> int:
    return call(1, ctypes.c_long(operation), *(
        ctypes.c_long(one) if isinstance(one, int) else one for one in arguments))


def add(name: bytes, payload: bytes, keyring: int) -> int:
    return call(0, b"user", name, payload, ctypes.c_long(len(payload)), ctypes.c_long(keyring))


def read(key: int) -> bytes:
    room = ctypes.create_string_buffer(64)
    size = keyctl(READ, key, room, 64)
    return room.raw[:size]


def owner(keyring: int) -> str:
    room = ctypes.create_string_buffer(200)
    keyctl(DESCRIBE, keyring, room, 200)
    return room.value.decode().split(";")[1]


@pytest.fixture
def worker() -> Iterator[ThreadPoolExecutor]:
    """A thread with a session keyring of its own, which goes with it."""
    if os.geteuid() != 0:
        pytest.skip(f"nothing was tested: acting as others needs root, this is {os.geteuid()}")
    if platform.machine() not in NUMBERS:
        pytest.skip(f"nothing was tested: keyctl's number on {platform.machine()} is not known")
    with ThreadPoolExecutor(1) as pool:
        error = pool.submit(keyctl, JOIN, None).exception()
        if error is not None:
            pytest.skip(f"nothing was tested: this kernel gives no session keyring ({error})")
        yield pool


def test_the_keyrings_stay_the_services(worker: ThreadPoolExecutor) -> None:
    """The kernel goes by the session of the thread and by its real uid, which a scope leaves."""
    def work() -> None:
        key = add(b"mutauth-test", b"of the service", SESSION)
        session, user = keyctl(GET_ID, SESSION, 0), keyctl(GET_ID, USER, 0)
        with ALICE.impersonate():
            assert (keyctl(GET_ID, SESSION, 0), keyctl(GET_ID, USER, 0)) == (session, user)
            assert (owner(SESSION), owner(USER)) == ("0", "0")
            # So a look-up by a name that a client chose finds and reads the service's.
            assert keyctl(SEARCH, SESSION, b"user", b"mutauth-test", 0) == key
            assert read(key) == b"of the service"
            # It is the possession that allows it: the user alone, in another process, may not.
            child = os.fork()
            if child == 0:
                code = 1
                try:
                    keyctl(JOIN, None)
                    read(key)
                except PermissionError:
                    code = 0
                finally:
                    os._exit(code)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert read(key) == b"of the service"

    worker.submit(work).result()


@pytest.mark.parametrize("name", ["KEYRING:session:mutauth", "KEYRING:user:mutauth",
                                  "KEYRING:process:mutauth", "KEYRING:thread:mutauth",
                                  "KEYRING:persistent:47110", "KEYRING:mutauth"])
def test_so_no_ticket_is_taken_from_one_inside(worker: ThreadPoolExecutor, name: str) -> None:
    def work() -> None:
        with ALICE.impersonate(), pytest.raises(mutauth.WrongState, match="are the service's"):
            mutauth.Credential.from_ccache(name)

    worker.submit(work).result()
