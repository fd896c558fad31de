"""Keytabs, what is found in them, and the verification of a service."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import mutauth
from conftest import OTHER_SPN, SPN, UNREGISTERED, Place


@pytest.fixture
def keytab(place: Place) -> mutauth.Keytab:
    """In place: rotated, it stays the account's."""
    return mutauth.Keytab(place.keytab("othersvc"), "othersvc")


@pytest.fixture
def directory(place: Place) -> Iterator[mutauth.Directory]:
    with mutauth.Directory.open(
        place.directory_address, "ldap/localhost", place.credential("othersvc")
    ) as session:
        yield session


def names(found: list[mutauth.ReportItem]) -> list[str]:
    return [one.name for one in found]


def test_check(keytab: mutauth.Keytab) -> None:
    assert keytab.check([OTHER_SPN]) == []
    found = keytab.check([UNREGISTERED])
    assert names(found) == ["spn_unknown"]
    one = found[0]
    assert one.code == mutauth.ReportCode.SPN_UNKNOWN
    assert one.severity == mutauth.Severity.FAULT
    assert one.subject == UNREGISTERED
    assert one.text and one.remedy and "spn_unknown" in repr(one)
    with pytest.raises(TypeError):
        keytab.check(SPN)  # type: ignore[arg-type]


def test_check_as_another_client(place: Place, keytab: mutauth.Keytab) -> None:
    # The SPN is websvc's, whose key may be of the same version by chance.
    (found,) = keytab.check([SPN], client=place.credential("alice"))
    assert found.name in ("kvno_gap", "key_wrong")


def test_add(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "copy.keytab"
    shutil.copy(place.keytab("othersvc"), file)
    by_name = mutauth.Keytab(file)
    client = place.credential("alice")
    assert names(by_name.check([OTHER_SPN], client)) == ["key_missing"]
    told: list[tuple[int, str]] = []
    by_name.add(OTHER_SPN, dry_run=True, on_step=lambda moment, text: told.append((moment, text)))
    assert names(by_name.check([OTHER_SPN], client)) == ["key_missing"]
    assert len(told) == 2 and all(moment == 1 for moment, _ in told)
    by_name.add(OTHER_SPN)
    assert by_name.check([OTHER_SPN], client) == []
    with pytest.raises(mutauth.KeyNotProven):
        by_name.add(SPN)
    with pytest.raises(mutauth.InvalidArgument):
        by_name.add()


def test_add_by_password(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "alice.keytab"
    with mutauth.Keytab(file, "alice") as made:
        made.add(password=place.password)
    subprocess.run(["kinit", "-c", "MEMORY:x", "-kt", str(file), "alice"], check=True)
    with pytest.raises(mutauth.WrongState):
        made.check()
    with pytest.raises(mutauth.TextHasNul):
        mutauth.Keytab(file, "alice").add(password="a\0b")


def test_rotate(place: Place, keytab: mutauth.Keytab) -> None:
    before = Path(place.keytab("othersvc")).read_bytes()
    told: list[str] = []
    keytab.rotate(dry_run=True, on_step=lambda moment, text: told.append(text))
    assert len(told) == 6 and Path(place.keytab("othersvc")).read_bytes() == before
    keytab.rotate()
    keytab.rotate(place.credential("admin"), grace=mutauth.KEYTAB_GRACE)
    assert keytab.check([OTHER_SPN], place.credential("alice")) == []
    with pytest.raises(mutauth.PasswordChangeDenied):
        keytab.rotate(place.credential("alice"))
    assert keytab.check([OTHER_SPN]) == []
    with pytest.raises(TypeError):
        keytab.rotate(on_step=3)  # type: ignore[arg-type]


def test_verify_service(directory: mutauth.Directory, keytab: mutauth.Keytab) -> None:
    assert mutauth.verify_service(directory, keytab, [OTHER_SPN]) == []
    found = mutauth.verify_service(directory, keytab, [SPN, UNREGISTERED], "othersvc")
    assert names(found) == ["spn_elsewhere", "spn_missing"]
    # Without names those in the keytab (finding R17).
    found = mutauth.verify_service(directory, keytab, [])
    assert {item.subject.partition("@")[0] for item in found} <= {SPN, OTHER_SPN}


def test_no_keytab(tmp_path: Path) -> None:
    with pytest.raises(mutauth.KeytabUnreadable):
        mutauth.Keytab("MEMORY:x")
    with pytest.raises(mutauth.KeytabUnreadable) as raised:
        mutauth.Keytab(tmp_path / "missing").check([SPN])
    assert "missing" in str(raised.value)


# Finding W3. klist of MIT's tells what the file has.
def test_read_and_remove(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "copy.keytab"
    shutil.copy(place.keytab("websvc"), file)
    keytab = mutauth.Keytab(file)
    entries = keytab.read()
    listed = subprocess.run(["klist", "-ke", file], check=True, capture_output=True, text=True)
    lines = [line.split() for line in listed.stdout.splitlines() if "@" in line]
    assert [(str(one.kvno), one.principal, f"({one.enctype_name})") for one in entries] == [
        (kvno, name, enctype) for kvno, name, enctype, *_ in lines]
    one = entries[0]
    assert one.enctype > 0 and one.timestamp > 0 and one.principal in repr(one)
    told: list[str] = []
    keytab.remove(enctype=one.enctype, dry_run=True, on_step=lambda _, text: told.append(text))
    assert len(told) == 2 and len(keytab.read()) == len(entries)
    keytab.remove("websvc", one.kvno, one.enctype)
    assert [left.enctype for left in keytab.read()] == [left.enctype for left in entries[1:]]
    with pytest.raises(mutauth.KeytabLacksName):
        keytab.remove("websvc", kvno=one.kvno + 1)
    with pytest.raises(mutauth.InvalidArgument):
        keytab.remove()
    with pytest.raises(mutauth.KeytabUnreadable):
        mutauth.Keytab(tmp_path / "none").read()
