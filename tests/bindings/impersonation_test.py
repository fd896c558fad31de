"""A service acts as its callers, as a with statement and as tasks; the kernel says as whom."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import socket
import subprocess
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import mutauth
from conftest import SPN, Place, Side, establish
from mutauth import ImpersonationLevel, LocalUser, UserMap, acting

Contexts = tuple[mutauth.Context, mutauth.Context]

ALICE = LocalUser("alice", 47110, 47111, [47112, 47113])
BOB = LocalUser("bob", 47120, 47121)

as_root = pytest.mark.skipif(
    os.geteuid() != 0,
    reason=f"nothing was tested: acting as other users needs root, and this is uid {os.geteuid()}",
)


def whom() -> str:
    """Real, effective, saved and file-system uid of this thread, as the kernel has them."""
    for line in Path("/proc/thread-self/status").read_text().splitlines():
        if line.startswith("Uid:"):
            return " ".join(line.split()[1:])
    raise AssertionError("the kernel does not say")


ITSELF, AS_ALICE, AS_BOB = "0 0 0 0", "0 47110 0 47110", "0 47120 0 47120"


@pytest.fixture
def users(place: Place) -> UserMap:
    return UserMap({f"alice@{place.realm}": ALICE, f"bob@{place.realm}": BOB})


def test_who_a_caller_is_here(place: Place, contexts: Contexts, users: UserMap) -> None:
    identity = contexts[1].identity
    found = users.find(identity)
    assert (found.name, found.uid, found.gid, found.groups) == ("alice", 47110, 47111,
                                                                (47112, 47113))
    with pytest.raises(mutauth.UserNotMapped):
        UserMap().find(identity)
    for by_name in (UserMap(realms=[place.realm]), UserMap(auth_to_local=True)):
        # The name service is the machine's, which may have an alice of its own.
        try:
            assert by_name.find(identity).name == "alice"
        except mutauth.UserUnknown as unknown:
            assert unknown.evidence.get("user") == "alice"
    everyone = {f"*@{place.realm}": "root"}
    with pytest.raises(mutauth.RootNotAllowed):
        UserMap(everyone).find(identity)
    assert UserMap(everyone, allow_root=True).find(identity).uid == 0
    with pytest.raises(mutauth.InvalidArgument):
        UserMap({"alice": "alice"})


def test_users_by_name() -> None:
    assert LocalUser.find("root").uid == 0
    assert "root" in repr(LocalUser.find("root"))
    with pytest.raises(mutauth.UserUnknown):
        LocalUser.find("no such user")


@as_root
def test_a_with_statement(contexts: Contexts, users: UserMap, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("of root")
    secret.chmod(0o600)
    with contexts[1].identity.impersonate(users):
        assert whom() == AS_ALICE
        assert mutauth.impersonation_depth() == 1
        assert mutauth.impersonated_user().uid == 47110  # type: ignore[union-attr]
        with pytest.raises(PermissionError):
            secret.read_text()
        with BOB.impersonate():
            assert whom() == AS_BOB
        assert whom() == AS_ALICE
    assert whom() == ITSELF
    assert mutauth.impersonated_user() is None
    assert secret.read_text() == "of root"


@as_root
def test_an_exception_reverts(contexts: Contexts, users: UserMap) -> None:
    with pytest.raises(KeyError), contexts[1].identity.impersonate(users):
        raise KeyError
    assert whom() == ITSELF
    with pytest.raises(KeyError):
        ALICE.run({}.__getitem__, "x")
    assert whom() == ITSELF


@as_root
def test_what_was_only_made_changes_nothing(contexts: Contexts, users: UserMap) -> None:
    scope = contexts[1].identity.impersonate(users)
    assert whom() == ITSELF
    assert scope.run(whom) == AS_ALICE
    with scope, pytest.raises(mutauth.WrongState):
        scope.__enter__()
    with pytest.raises(mutauth.WrongState):
        scope.__exit__(None, None, None)
    assert whom() == ITSELF


@as_root
def test_another_thread_cannot_revert() -> None:
    scope = ALICE.impersonate()
    with scope:
        error = Side(lambda: scope.__exit__(None, None, None)).error()
        assert isinstance(error, mutauth.ImpersonationOnOtherThread)
        assert whom() == AS_ALICE
        assert Side(mutauth.impersonation_depth).result() == 0
    assert whom() == ITSELF


@as_root
def test_a_scope_that_is_let_go_of_reverts() -> None:
    scope = ALICE.impersonate()
    scope.__enter__()
    assert whom() == AS_ALICE
    del scope
    gc.collect()
    assert whom() == ITSELF


def test_only_as_far_as_the_client_allows(
    alice: mutauth.Credential, acceptor: mutauth.Acceptor, users: UserMap
) -> None:
    identify = mutauth.Policy(identify_only=True)
    assert identify.identify_only
    _, service = establish(mutauth.client(SPN, alice, policy=identify), acceptor.negotiation())
    identity = service.identity
    assert mutauth.impersonation_level(identity) == ImpersonationLevel.IDENTIFY
    assert users.find(identity).name == "alice"
    with pytest.raises(mutauth.ImpersonationNotGranted), identity.impersonate(users):
        raise AssertionError
    assert whom().split()[0] == str(os.getuid())


# Finding C21.
def test_an_identity_whose_context_is_gone(contexts: Contexts, users: UserMap) -> None:
    identity = contexts[1].identity
    contexts[1].free()
    assert users.find(identity).name == "alice"
    assert mutauth.impersonation_level(identity) == ImpersonationLevel.IMPERSONATE


def test_a_local_peer() -> None:
    one, other = socket.socketpair()
    with one, other:
        peer = mutauth.LocalPeer(one.fileno())
        assert peer.process == os.getpid()
        assert peer.identity.client == f"{os.geteuid()}@WELLKNOWN:LOCAL"
        mutauth.Requirements(mechanism=mutauth.Mechanism.LOCAL).check(peer.identity)
        found = UserMap(allow_root=True).find(peer.identity)
        assert (found.uid, found.gid) == (os.geteuid(), os.getegid())
    with socket.socket() as unconnected, pytest.raises(mutauth.NoLocalPeer):
        mutauth.LocalPeer(unconnected.fileno())


@as_root
def test_a_pool_acts_as_those_it_is_told_to() -> None:
    # One worker, so that each task follows another user's.
    with ThreadPoolExecutor(1) as pool:
        with ALICE.impersonate():
            carried = acting.carry(whom)
        for _ in range(100):
            assert pool.submit(carried).result() == AS_ALICE
            assert pool.submit(BOB.run, whom).result() == AS_BOB
            assert pool.submit(whom).result() == ITSELF
    with pytest.raises(mutauth.WrongState):
        acting.carry(whom)


@as_root
def test_an_event_loop_acts_as_nobody(contexts: Contexts, users: UserMap) -> None:
    async def handle() -> None:
        with pytest.raises(mutauth.WrongState, match="in_thread"):
            with contexts[1].identity.impersonate(users):
                raise AssertionError
        assert whom() == ITSELF
        assert ALICE.run(whom) == AS_ALICE
        assert whom() == ITSELF

    asyncio.run(handle())


@as_root
def test_what_would_run_later_as_the_service_is_refused() -> None:
    async def coroutine() -> None:
        raise AssertionError

    def generator() -> Iterator[str]:
        yield whom()

    for later in (coroutine, generator):
        with pytest.raises(mutauth.WrongState, match="before it returns"):
            ALICE.run(later)
    assert ALICE.run(lambda: list(generator())) == [AS_ALICE]


@as_root
def test_tasks_never_see_each_others_users() -> None:
    seen: set[str] = set()

    async def work(user: LocalUser, expected: str) -> None:
        with acting.on_behalf_of(user):
            for _ in range(50):
                assert await acting.in_thread(whom) == expected
                assert acting.current() is user
                # A task that is started inside works for the same user.
                assert await asyncio.create_task(acting.in_thread(whom)) == expected
        assert acting.current() is None

    async def watch(running: asyncio.Event) -> None:
        while not running.is_set():
            seen.add(whom())
            seen.add(await asyncio.to_thread(whom))
            await asyncio.sleep(0)

    async def everything() -> None:
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(3))
        done = asyncio.Event()
        watching = asyncio.create_task(watch(done))
        await asyncio.gather(*(work(ALICE, AS_ALICE) for _ in range(5)),
                             *(work(BOB, AS_BOB) for _ in range(5)))
        done.set()
        await watching
        with pytest.raises(mutauth.WrongState):
            await acting.in_thread(whom)

    asyncio.run(everything())
    assert seen == {ITSELF}


@as_root
def test_threads_at_once() -> None:
    wrong: list[str] = []
    start = threading.Barrier(8)

    def work(user: LocalUser, expected: str) -> None:
        start.wait()
        for _ in range(200):
            with user.impersonate():
                if whom() != expected:
                    wrong.append(whom())
            if whom() != ITSELF:
                wrong.append(whom())

    threads = [threading.Thread(target=work, args=one)
               for one in [(ALICE, AS_ALICE), (BOB, AS_BOB)] * 4]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


# Finding I5: whoever a generator gives back to would go on as the user.
@as_root
def test_a_generator_may_not_stop_inside() -> None:
    def generator() -> Iterator[str]:
        with ALICE.impersonate():
            yield whom()

    def by_exit_stack() -> Iterator[str]:
        with contextlib.ExitStack() as stack:
            stack.enter_context(ALICE.impersonate())
            yield whom()

    class Holder:
        def __enter__(self) -> None:
            self.scope = ALICE.impersonate()
            self.scope.__enter__()

        def __exit__(self, *why: object) -> None:
            self.scope.__exit__(None, None, None)

    def by_holder() -> Iterator[str]:
        with Holder():
            yield whom()

    @contextlib.contextmanager
    def managed() -> Iterator[None]:
        with ALICE.impersonate():
            yield

    def by_manager() -> Iterator[str]:
        with managed():
            yield whom()

    async def coroutine() -> None:
        with ALICE.impersonate():
            raise AssertionError

    async def asynchronous() -> AsyncIterator[str]:
        with ALICE.impersonate():
            yield whom()

    for stops in (generator, by_exit_stack, by_holder, by_manager):
        with pytest.raises(mutauth.WrongState, match="generator"):
            next(stops())
        assert whom() == ITSELF
    for driven in (coroutine(), asynchronous().__anext__()):
        with pytest.raises(mutauth.WrongState, match="coroutine"):
            driven.send(None)  # type: ignore[attr-defined]
        assert whom() == ITSELF


@as_root
def test_what_ends_with_its_with_statement_may_hold_a_scope() -> None:
    @contextlib.contextmanager
    def managed(user: LocalUser) -> Iterator[None]:
        with user.impersonate():
            yield

    def plain() -> str:
        with ALICE.impersonate():
            return whom()

    def generator() -> Iterator[str]:
        yield plain()
        yield ALICE.run(whom)

    with managed(ALICE), managed(BOB):
        assert whom() == AS_BOB
    assert whom() == ITSELF
    with contextlib.ExitStack() as stack:
        stack.enter_context(ALICE.impersonate())
        stack.enter_context(managed(BOB))
        assert whom() == AS_BOB
    assert whom() == ITSELF
    assert list(generator()) == [AS_ALICE, AS_ALICE]
    assert whom() == ITSELF


@as_root
def test_tasks_of_asyncio_leave_nothing_behind() -> None:
    async def stops() -> AsyncIterator[str]:
        with pytest.raises(mutauth.WrongState):
            with ALICE.impersonate():
                raise AssertionError
        yield whom()

    async def task() -> None:
        async for seen in stops():
            assert seen == ITSELF
        with pytest.raises(mutauth.WrongState), contextlib.ExitStack() as stack:
            stack.enter_context(ALICE.impersonate())
        assert ALICE.run(whom) == AS_ALICE
        assert await asyncio.to_thread(ALICE.run, whom) == AS_ALICE
        assert whom() == ITSELF

    async def everything() -> None:
        await asyncio.gather(*(task() for _ in range(10)))

    asyncio.run(everything())


@as_root
def test_tasks_of_trio_leave_nothing_behind() -> None:
    trio = pytest.importorskip("trio", reason="nothing was tested: python3-trio is not installed")

    def plain() -> None:
        with ALICE.impersonate():
            raise AssertionError

    async def task() -> None:
        with pytest.raises(mutauth.WrongState, match="event loop"):
            plain()
        await trio.sleep(0)
        assert whom() == ITSELF
        assert ALICE.run(whom) == AS_ALICE
        assert await trio.to_thread.run_sync(ALICE.run, whom) == AS_ALICE

    async def everything() -> None:
        async with trio.open_nursery() as nursery:
            for _ in range(10):
                nursery.start_soon(task)

    trio.run(everything)
    with ALICE.impersonate():
        assert whom() == AS_ALICE


_IN_GREENLETS = """
import gevent, mutauth
alice = mutauth.LocalUser("alice", 47110, 47111)

def whom():
    with open("/proc/thread-self/status") as status:
        return next(" ".join(line.split()[1:]) for line in status if line.startswith("Uid:"))

with alice.impersonate():
    assert whom() == "0 47110 0 47110", "no greenlet is there yet"

def plain():
    with alice.impersonate():
        gevent.sleep(0)

def work():
    for act in (plain, lambda: alice.run(gevent.sleep, 0)):
        try:
            act()
        except mutauth.WrongState as refused:
            assert "greenlet" in str(refused)
        else:
            raise AssertionError("it was not refused")
    gevent.sleep(0)
    assert whom() == "0 0 0 0"
    assert gevent.get_hub().threadpool.apply(alice.run, (whom,)) == "0 47110 0 47110"

tasks = [gevent.spawn(work) for _ in range(10)]
gevent.joinall(tasks, raise_error=True)
work()
print("done")
"""


@as_root
def test_greenlets_leave_nothing_behind() -> None:
    pytest.importorskip("gevent", reason="nothing was tested: python3-gevent is not installed")
    # Elsewhere, since gevent's hub stays with the thread.
    ran = subprocess.run([sys.executable, "-c", _IN_GREENLETS], capture_output=True, text=True)
    assert ran.stdout == "done\n", ran.stderr
