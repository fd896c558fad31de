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
    return f"HTTP/{uuid.uuid4().hex}.example.test"


def test_base(place: Place, directory: mutauth.Directory) -> None:
    suffix = place.variables["MUTAUTH_REALM_SUFFIX"]
    assert directory.base == suffix
    directory.base = f"ou=services,{suffix}"
    assert directory.base == f"ou=services,{suffix}"
    with pytest.raises(mutauth.InvalidArgument):
        directory.base = "no dn"


def test_unique_base(place: Place, directory: mutauth.Directory) -> None:
    assert directory.unique_base == ""
    directory.unique_base = f"ou=services,{place.variables['MUTAUTH_REALM_SUFFIX']}"
    assert directory.unique_base.startswith("ou=services,")
    with pytest.raises(mutauth.InvalidArgument):
        directory.unique_base = "no dn"
    directory.unique_base = ""


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
    assert context.identity.asked_service.startswith(spn)
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


@pytest.fixture
def two(directory: mutauth.Directory) -> Iterator[list[mutauth.Account]]:
    """Two accounts without SPNs, before and after."""
    accounts = [mutauth.Account.find(directory, name) for name in ("bob", "alice")]
    for account in accounts:
        account.replace_spns([])
    yield accounts
    for account in accounts:
        account.replace_spns([])


def test_lists(two: list[mutauth.Account], spn: str) -> None:
    one, other = two
    one.add_spns([spn, mutauth.spn.parse("ftp/" + spn.split("/")[1])])
    assert len(one.spns()) == 2
    with pytest.raises(mutauth.SpnTaken) as raised:
        other.add_spns(iter([spn]))
    assert raised.value.native[0] == ("win32", 8647)
    assert one.replace_spns((spn,)) == []
    assert one.spns() == [spn]
    assert one.move_spns(other, [spn]) == [] and other.spns() == [spn]
    assert other.move_spns(one) == [] and one.spns() == [spn]
    with pytest.raises(mutauth.SpnNotThere):
        other.move_spns(one, ["http/nowhere.example.test"])
    assert one.remove_all("ftp") == [] and one.spns() == [spn]
    one.delete_spns([spn])
    assert one.spns() == [] and one.warnings() == []


# Finding R10.
def test_names_that_will_not_work_are_registered_by_name_alone(
        directory: mutauth.Directory, two: list[mutauth.Account]) -> None:
    with pytest.raises(mutauth.NameUnusable):
        two[0].add_spn("HTTP/dot.example.test.")
    directory.allow_unusable_names()
    insisting = mutauth.Account.find(directory, two[0].dn)
    insisting.add_spn("HTTP/dot.example.test.")
    assert "will not work" in insisting.warnings()[0]
    insisting.delete_spn("HTTP/dot.example.test.")


def test_a_move_between_two_sessions(place: Place, two: list[mutauth.Account], spn: str) -> None:
    two[0].add_spns([spn])
    with opened(place, "admin") as session:
        two[0].move_spns(mutauth.Account.find(session, "alice"))
    assert two[1].spns() == [spn]


def test_a_hosts_pair(two: list[mutauth.Account]) -> None:
    account = two[0]
    assert account.register_host("nfs", "py.example.test") == []
    assert sorted(account.spns()) == ["nfs/PY", "nfs/py.example.test"]
    account.register_host("nfs", "py.example.test", operation=mutauth.SpnOperation.DELETE)
    assert account.spns() == []
    with pytest.raises(mutauth.InvalidArgument):
        account.register_host("nfs", "py.example.test", operation=7)


def test_steps_and_dry_runs(two: list[mutauth.Account], spn: str) -> None:
    told: list[tuple[int, str]] = []

    def tell(moment: int, step: str) -> None:
        told.append((moment, step))

    two[0].add_spns([spn], dry_run=True, on_step=tell)
    assert two[0].spns() == []
    assert [moment for moment, _ in told] == [mutauth.StepMoment.PLANNED] and spn in told[0][1]
    told.clear()
    two[0].add_spns([spn], on_step=tell)
    assert [moment for moment, _ in told] == [
        mutauth.StepMoment.BEGINS, mutauth.StepMoment.DONE]
    with pytest.raises(TypeError):
        two[0].add_spns([spn], on_step=7)  # type: ignore[arg-type]


def test_what_is_no_list(two: list[mutauth.Account], spn: str) -> None:
    with pytest.raises(TypeError):
        two[0].add_spns(spn)
    with pytest.raises(TypeError):
        two[0].add_spns([7])  # type: ignore[list-item]
    with pytest.raises(mutauth.InvalidName):
        two[0].add_spns([spn, "noslash"])
    with pytest.raises(mutauth.TooManySpns):
        two[0].add_spns([spn] * 10001)
    assert two[0].spns() == []


# [MS-DRSR] 4.1.28.3.
def test_write_spns(directory: mutauth.Directory, two: list[mutauth.Account], spn: str) -> None:
    write = mutauth.Account.write_spns
    write(directory, mutauth.SpnOperation.ADD, two[0].dn, [spn])
    assert two[0].spns() == [spn]
    write(directory, mutauth.SpnOperation.REPLACE, "bob", [])
    assert two[0].spns() == []
    for operation, name, spns, number in [
        (0, "", [spn], 87), (9, "bob", [spn], 1), (0, "bob", [], 87), (0, "bob", [""], 87),
        (0, "nobody", [spn], 8333), (0, "bob", ["noslash"], 8373),
    ]:
        with pytest.raises(mutauth.Error) as raised:
            write(directory, operation, name, spns)
        assert raised.value.native[0] == ("win32", number)
