"""Directory sessions, and registering SPNs on accounts."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Iterator

import pytest

import mutauth
from conftest import OTHER_SPN, SPN, UNREGISTERED, Place, Side, establish


def opened(place: Place, account: str) -> mutauth.Directory:
    if not mutauth.has_feature("directory"):
        pytest.skip("OpenLDAP's client library is not installed")
    return mutauth.Directory.open(
        place.directory_address, "ldap/localhost", place.credential(account)
    )


@pytest.fixture
def directory(place: Place) -> Iterator[mutauth.Directory]:
    with opened(place, "admin") as session:
        yield session


@pytest.fixture
def spn() -> str:
    """A name that no other test uses."""
    return f"http/{uuid.uuid4().hex}.example.test"


def test_base(place: Place, directory: mutauth.Directory) -> None:
    suffix = place.variables["MUTAUTH_REALM_SUFFIX"]
    assert directory.base == suffix
    directory.base = f"ou=services,{suffix}"
    assert directory.base == f"ou=services,{suffix}"
    with pytest.raises(mutauth.InvalidArgument):
        directory.base = "no dn"


def test_find_holders(place: Place, directory: mutauth.Directory) -> None:
    suffix = place.variables["MUTAUTH_REALM_SUFFIX"]
    assert directory.find_holders(SPN) == [f"uid=websvc,ou=services,{suffix}"]
    assert directory.find_holders(mutauth.spn.parse(SPN.upper())) == [
        f"uid=websvc,ou=services,{suffix}"]
    assert directory.find_holders(UNREGISTERED) == []


@pytest.mark.parametrize("name", ["websvc", "uid=websvc,ou=services,{suffix}", "websvc@{realm}"])
def test_find_an_account(place: Place, directory: mutauth.Directory, name: str) -> None:
    suffix = place.variables["MUTAUTH_REALM_SUFFIX"]
    account = mutauth.Account.find(directory, name.format(suffix=suffix, realm=place.realm))
    assert account.dn == f"uid=websvc,ou=services,{suffix}"
    assert SPN in account.spns()


def test_find_the_own_account(place: Place) -> None:
    with opened(place, "alice") as session:
        assert mutauth.Account.find(session).dn.startswith("uid=alice,")


def test_no_account(directory: mutauth.Directory) -> None:
    with pytest.raises(mutauth.AccountNotFound):
        mutauth.Account.find(directory, "nobody")
    with pytest.raises(mutauth.InvalidArgument):
        mutauth.Account.find(directory, "")


def test_a_registered_name_can_be_proven(
    place: Place, directory: mutauth.Directory, alice: mutauth.Credential, spn: str
) -> None:
    account = mutauth.Account.find(directory, "websvc")
    account.add_spn(spn)
    account.add_spn(mutauth.spn.parse(spn))
    assert account.spns().count(spn) == 1
    server = mutauth.server(spn, keytab=place.keytab("websvc"), account="websvc")
    _, context = establish(mutauth.client(spn, alice), server)
    assert context.identity.service.startswith(spn)
    account.delete_spn(spn)
    account.delete_spn(spn)
    assert spn not in account.spns()
    with pytest.raises(mutauth.ServiceUnknown):
        mutauth.client(spn, place.credential("bob"))


def test_a_name_that_another_holds(place: Place, directory: mutauth.Directory) -> None:
    account = mutauth.Account.find(directory, "websvc")
    with pytest.raises(mutauth.SpnTaken) as raised:
        account.add_spn(OTHER_SPN)
    assert any("othersvc" in value for _, value in raised.value.evidence)


def test_only_who_may_write_writes(place: Place, spn: str) -> None:
    with opened(place, "bob") as session:
        with pytest.raises(mutauth.DirectoryDenied):
            mutauth.Account.find(session, "websvc").add_spn(spn)


def test_who_answers_must_prove_the_name(place: Place) -> None:
    if not mutauth.has_feature("directory"):
        pytest.skip("OpenLDAP's client library is not installed")
    with pytest.raises(mutauth.Error):
        mutauth.Directory.open(place.directory_address, SPN, place.credential("alice"))


def test_no_directory_there(place: Place) -> None:
    if not mutauth.has_feature("directory"):
        pytest.skip("OpenLDAP's client library is not installed")
    with mutauth.listen("127.0.0.1:0") as unused:
        address = unused.address
    with pytest.raises(mutauth.DirectoryUnreachable):
        mutauth.Directory.open(address, "ldap/localhost", place.credential("alice"), timeout=5)


def test_threads_take_turns(directory: mutauth.Directory) -> None:
    account = mutauth.Account.find(directory, "websvc")
    sides = [Side(lambda: [account.spns() for _ in range(10)]) for _ in range(3)]
    sides.append(Side(lambda: [directory.find_holders(SPN) for _ in range(10)]))
    for side in sides:
        side.result()


def test_an_account_keeps_the_session_but_not_past_its_end(place: Place) -> None:
    session = opened(place, "alice")
    account = mutauth.Account.find(session, "websvc")
    kept = mutauth.Account.find(session, "othersvc")
    session.free()
    with pytest.raises(mutauth.WrongState):
        account.spns()
    with pytest.raises(mutauth.WrongState):
        session.base
    del session, account
    assert kept.dn.startswith("uid=othersvc")


def test_free_while_another_thread_asks(place: Place) -> None:
    for _ in range(5):
        session = opened(place, "alice")
        account = mutauth.Account.find(session, "websvc")
        stop = threading.Event()

        def ask() -> None:
            while not stop.is_set():
                account.spns()

        asking = Side(ask)
        session.free()
        stop.set()
        assert asking.error() is None or isinstance(
            asking.error(), (mutauth.WrongState, mutauth.Cancelled, mutauth.DirectoryLost))
