"""Inside a scope as a caller, what is begun towards other services is begun as the caller."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import mutauth
from conftest import OTHER_SPN, SPN, Place, establish
from mutauth import Credential, Delegation, LocalUser, UserMap, acting

Calls = list[mutauth.Context]
Seen = Callable[[], str]

ALICE = LocalUser("alice", 47110, 47111)
BOB = LocalUser("bob", 47120, 47121)

as_root = pytest.mark.skipif(
    os.geteuid() != 0,
    reason=f"nothing was tested: acting as other users needs root, and this is uid {os.geteuid()}",
)


@pytest.fixture(autouse=True)
def configuration(place: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A krb5.conf that every user may read, as a machine's is; the realm's own folder is root's."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    copied = folder / "krb5.conf"
    shutil.copyfile(place.variables["KRB5_CONFIG"], copied)
    copied.chmod(0o644)
    monkeypatch.setenv("KRB5_CONFIG", str(copied))
    yield
    shutil.rmtree(folder)


@pytest.fixture
def users(place: Place) -> UserMap:
    return UserMap({f"alice@{place.realm}": ALICE, f"bob@{place.realm}": BOB})


def came(place: Place, user: str, *, hands_over: bool = True) -> mutauth.Context:
    """The middle's context with a client."""
    rule = Delegation.ALWAYS if hands_over else Delegation.NEVER
    acceptor = place.acceptor(policy=mutauth.Policy(keep_delegated=True))
    ours = mutauth.client(SPN, place.credential(user), policy=mutauth.Policy(delegation=rule))
    return establish(ours, acceptor.negotiation())[1]


@pytest.fixture
def calls(place: Place) -> Iterator[Calls]:
    """Alice's and bob's."""
    contexts = [came(place, "alice"), came(place, "bob")]
    yield contexts
    for context in contexts:
        context.free()


@pytest.fixture
def dynamic(place: Place) -> Credential:
    return Credential.for_impersonated(place.credential("websvc"))


@pytest.fixture
def seen(place: Place, dynamic: Credential) -> Iterator[Seen]:
    """Whom the next service sees, if the calling thread calls it."""
    next_one = mutauth.Acceptor(OTHER_SPN, keytab=place.keytab("othersvc"), account="othersvc")

    def caller(token: bytes) -> str:
        service = next_one.negotiation()
        service.step(token)
        context = service.finish()
        return context.identity.client.split("@")[0]

    # The next service is another process elsewhere; here it is a thread that acts as nobody.
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(os.getpid).result()

        def whom() -> str:
            token = mutauth.client(OTHER_SPN, dynamic).step()
            assert token is not None
            return elsewhere.submit(caller, token).result()

        yield whom


@as_root
def test_scopes_nest_and_end(
        calls: Calls, users: UserMap, seen: Seen, dynamic: Credential) -> None:
    alice, bob = (context.identity for context in calls)
    with pytest.raises(mutauth.WrongState, match="acts as nobody"):
        seen()
    with alice.impersonate(users):
        assert seen() == "alice"
        with bob.impersonate(users):
            assert seen() == "bob"
            # Who is a user here but came as no client is nobody elsewhere: not alice, not bob.
            with LocalUser("carol", 47130, 47131).impersonate(), \
                    pytest.raises(mutauth.ClientTicketNotKept):
                seen()
        assert seen() == "alice"
    with pytest.raises(mutauth.WrongState):
        seen()
    with pytest.raises(mutauth.WrongState):
        dynamic.fetch(OTHER_SPN)


@as_root
def test_threads_of_a_pool(calls: Calls, users: UserMap, seen: Seen) -> None:
    found = {context.identity.client.split("@")[0]: users.find(context.identity)
             for context in calls}
    # One worker, so that each task follows another caller's.
    with ThreadPoolExecutor(1) as pool:
        for _ in range(10):
            for name, user in found.items():
                assert pool.submit(user.run, seen).result() == name
            assert isinstance(pool.submit(seen).exception(), mutauth.WrongState)
    with ThreadPoolExecutor(4) as pool:
        names = list(found) * 20
        assert list(pool.map(lambda name: found[name].run(seen), names)) == names


@as_root
def test_what_a_scope_takes_to_another_thread(
        calls: Calls, users: UserMap, seen: Seen) -> None:
    with calls[0].identity.impersonate(users):
        carried = acting.carry(seen)
    # The context may be gone: what the caller handed over lives as long as the user does.
    calls[0].free()
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(carried).result() == "alice"


@as_root
def test_tasks_of_an_event_loop(calls: Calls, users: UserMap, seen: Seen) -> None:
    async def work(context: mutauth.Context) -> None:
        with acting.on_behalf_of(users.find(context.identity)):
            for _ in range(5):
                assert f"{await acting.in_thread(seen)}@" in context.identity.client
        with pytest.raises(mutauth.WrongState):
            await asyncio.to_thread(seen)

    async def everything() -> None:
        await asyncio.gather(*(work(context) for context in calls * 3))

    asyncio.run(everything())


@as_root
def test_a_child_of_fork(
        calls: Calls, users: UserMap, seen: Seen, dynamic: Credential) -> None:
    with calls[0].identity.impersonate(users):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                dynamic.fetch(OTHER_SPN)
                code = 0 if mutauth.impersonation_depth() == 1 else 2
            finally:
                os._exit(code)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        assert seen() == "alice"


@as_root
def test_who_handed_nothing_over_is_not_replaced_by_the_service(
        place: Place, users: UserMap, seen: Seen) -> None:
    context = came(place, "alice", hands_over=False)
    with context.identity.impersonate(users):
        with pytest.raises(mutauth.ClientTicketNotKept):
            seen()
        # Neither are the environment's tickets, or a keyring, the caller's.
        with pytest.raises(mutauth.WrongState, match="environment"):
            Credential.from_environment()
        with pytest.raises(mutauth.WrongState, match="environment"):
            mutauth.client(OTHER_SPN)
        with pytest.raises(mutauth.WrongState, match="keyrings"):
            Credential.from_ccache("KEYRING:session:mutauth-test")
    with pytest.raises(mutauth.NoCredential):
        Credential.from_ccache(f"KEYRING:process:mutauth-test-{os.getpid()}")


@as_root
def test_whom_the_caller_lets_only_know_it(
        place: Place, users: UserMap, seen: Seen) -> None:
    rule = mutauth.Policy(identify_only=True, delegation=Delegation.ALWAYS)
    acceptor = place.acceptor(policy=mutauth.Policy(keep_delegated=True))
    _, theirs = establish(mutauth.client(SPN, place.credential(), policy=rule),
                          acceptor.negotiation())
    assert mutauth.impersonation_level(theirs.identity) == mutauth.ImpersonationLevel.IDENTIFY
    user = users.find(theirs.identity)
    with pytest.raises(mutauth.ImpersonationNotGranted):
        user.run(seen)
