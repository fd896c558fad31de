"""Programs started as a caller: finding I1."""

from __future__ import annotations

import os
import select
import signal
import subprocess
from pathlib import Path

import pytest

import mutauth
from conftest import SPN, Place, establish
from mutauth import LocalUser, UserMap

Contexts = tuple[mutauth.Context, mutauth.Context]

ALICE = LocalUser("alice", 47110, 47111, [47112])

as_root = pytest.mark.skipif(
    os.geteuid() != 0,
    reason=f"nothing was tested: acting as other users needs root, and this is uid {os.geteuid()}",
)


def said_by(*words: str, environment: dict[str, str] | None = None) -> str:
    reader, writer = os.pipe()
    with os.fdopen(reader) as text, os.fdopen(writer, "w") as given:
        process = ALICE.spawn(words[0], words[1:], descriptors={1: given},
                              environment=environment or {})
        given.close()
        out = text.read()
    assert process.wait() == 0
    return out


@as_root
def test_a_shell_is_the_caller(place: Place, contexts: Contexts) -> None:
    users = UserMap({f"alice@{place.realm}": ALICE})
    reader, writer = os.pipe()
    with contexts[1].identity.spawn(users, "/bin/sh", ["-c", "id -ru; id -u; id -G; pwd; exit 3"],
                                    environment={"PATH": "/usr/bin"}, descriptors={1: writer},
                                    directory=Path("/usr")) as process:
        os.close(writer)
        with os.fdopen(reader) as text:
            assert text.read() == "47110\n47110\n47111 47112\n/usr\n"
        assert process.pid > 0
        assert process.wait() == 3
    with pytest.raises(mutauth.WrongState):
        process.wait()


@as_root
def test_nothing_else_is_inherited() -> None:
    os.environ["MUTAUTH_TEST_SECRET"] = "x"
    inherited = os.open("/etc/passwd", os.O_RDONLY)
    os.set_inheritable(inherited, True)
    try:
        assert said_by("/usr/bin/env") == ""
        assert said_by("/usr/bin/env", environment={"A": "b c"}) == "A=b c\n"
        listed = ("import os; print([n for n in range(256)"
                  " if os.path.lexists(f'/proc/self/fd/{n}')])")
        assert said_by("/usr/bin/python3", "-Ic", listed) == "[0, 1, 2]\n"
    finally:
        os.close(inherited)
        del os.environ["MUTAUTH_TEST_SECRET"]


@as_root
def test_its_end_is_waited_for() -> None:
    process = ALICE.spawn("/bin/sleep", ["1000"])
    with pytest.raises(mutauth.DeadlinePassed):
        process.wait(timeout=0.02)
    with pytest.raises(TimeoutError):
        process.wait(timeout=0)
    assert select.select([process], [], [], 0)[0] == []
    process.signal(signal.SIGTERM)
    assert select.select([process], [], [], 30)[0] == [process]
    assert process.wait() == -signal.SIGTERM
    with pytest.raises(mutauth.WrongState):
        process.signal(0)
    process.free()


@as_root
def test_what_fails_is_told() -> None:
    with pytest.raises(mutauth.ProgramNotExecuted) as raised:
        ALICE.spawn("/no/such")
    assert raised.value.evidence.get("program") == "/no/such"
    with pytest.raises(mutauth.DirectoryNotEntered):
        ALICE.spawn("/bin/true", directory="/no/such")
    with pytest.raises(mutauth.RootNotAllowed):
        LocalUser.find("root").spawn("/bin/true")
    with pytest.raises(mutauth.OperatingSystemError):
        ALICE.spawn("/bin/true", descriptors={1: 987})
    for bad in ({"=": "x"}, {"": "x"}):
        with pytest.raises(mutauth.InvalidArgument):
            ALICE.spawn("/bin/true", environment=bad)
    with pytest.raises(mutauth.InvalidArgument):
        ALICE.spawn("true")
    with pytest.raises(TypeError):
        ALICE.spawn("/bin/true", descriptors={1: "x"})
    process = ALICE.spawn("/bin/true")
    assert os.waitpid(process.pid, 0)[0] == process.pid
    with pytest.raises(mutauth.ExitStatusTaken):
        process.wait()


def test_as_far_as_the_client_allows(
    place: Place, alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    users = UserMap({f"alice@{place.realm}": ALICE})
    policy = mutauth.Policy(identify_only=True)
    _, service = establish(mutauth.client(SPN, alice, policy=policy), acceptor.negotiation())
    with pytest.raises(mutauth.ImpersonationNotGranted):
        service.identity.spawn(users, "/bin/true")
    with pytest.raises(mutauth.ImpersonationNotGranted):
        users.find(service.identity).spawn("/bin/true")
    with pytest.raises(mutauth.ImpersonationNotGranted):
        users.find(service.identity).impersonate().__enter__()


@as_root
def test_inside_a_scope_a_shell_is_the_service_and_a_spawned_one_is_not() -> None:
    """What docs/identity.md warns of, and its remedy."""
    with ALICE.impersonate():
        started = subprocess.run("id -ru", shell=True, capture_output=True, text=True)
        assert started.stdout == "0\n"
        assert said_by("/bin/sh", "-c", "/usr/bin/id -ru") == "47110\n"
