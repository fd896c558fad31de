"""Finding SPNs and duplicates of them."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

import pytest

import mutauth
from conftest import OTHER_SPN, SPN, UNREGISTERED, Place


@pytest.fixture
def directory(place: Place) -> Iterator[mutauth.Directory]:
    if not mutauth.has_feature("directory"):
        pytest.skip("OpenLDAP's client library is not installed")
    with mutauth.Directory.open(
        place.directory_address, "ldap/localhost", place.credential("alice")
    ) as session:
        yield session


def entry(place: Place, account: str) -> str:
    return f"uid={account},ou=services,{place.variables['MUTAUTH_REALM_SUFFIX']}"


@pytest.mark.parametrize("forest", [False, True])
def test_wildcards(place: Place, directory: mutauth.Directory, forest: bool) -> None:
    service_class = SPN.split("/")[0]
    with directory.find_spns(f"{service_class.upper()}/*", forest=forest) as found:
        names = dict(found)
    assert names[SPN] == entry(place, "websvc")
    assert names[OTHER_SPN] == entry(place, "othersvc")
    everything = directory.find_spns("*")
    assert len(list(everything)) > len(names)
    assert everything.entries >= 2
    assert list(everything) == []


def test_a_pattern_that_nothing_matches(directory: mutauth.Directory) -> None:
    for bad in ("", "websvc"):
        with pytest.raises(mutauth.SpnPatternMalformed):
            directory.find_spns(bad)
    with pytest.raises(mutauth.TextHasNul):
        directory.find_spns("a/\0*")
    assert list(directory.find_spns("*)(uid=*/*")) == []


def test_a_freed_search_is_over(directory: mutauth.Directory) -> None:
    found = directory.find_spns("*")
    next(found)
    found.free()
    with pytest.raises(mutauth.WrongState):
        next(found)


def test_a_search_keeps_the_session(place: Place, directory: mutauth.Directory) -> None:
    found = directory.find_spns("*")
    duplicates = directory.find_duplicates()
    directory.free()
    with pytest.raises(mutauth.WrongState):
        next(found)
    with pytest.raises(mutauth.WrongState):
        duplicates.advance()


def test_look_up(place: Place, directory: mutauth.Directory) -> None:
    assert directory.look_up_spn(SPN.upper()) == ("exact", [entry(place, "websvc")])
    assert directory.look_up_spn(mutauth.spn.parse(UNREGISTERED)) == ("nothing", [])


def test_unique(place: Place, directory: mutauth.Directory) -> None:
    directory.check_unique(SPN, entry(place, "websvc"))
    directory.check_unique(UNREGISTERED)
    with pytest.raises(mutauth.SpnTaken) as raised:
        directory.check_unique(SPN, entry(place, "othersvc"))
    assert ("holder", entry(place, "websvc")) in raised.value.evidence
    assert directory.find_alias_conflicts(SPN, entry(place, "othersvc")) == []


def test_no_catalog_is_needed_here(place: Place, directory: mutauth.Directory) -> None:
    directory.open_catalog(place.credential("alice"))
    with pytest.raises(mutauth.CatalogUnfit):
        directory.open_catalog(place.credential("alice"), "localhost", "ldap/localhost")


def test_no_duplicates(directory: mutauth.Directory) -> None:
    duplicates = directory.find_duplicates(forest=True)
    while duplicates.advance():
        assert duplicates.entries > 0
    assert list(duplicates) == []


def test_duplicates(place: Place, directory: mutauth.Directory, unenforced: None) -> None:
    (kind, spn, holders), = list(directory.find_duplicates())
    assert kind == "exact" and spn.lower() == "http/planted.example.test"
    assert sorted(holders) == [
        ("HTTP/Planted.example.test", entry(place, "othersvc")),
        ("http/planted.example.test", entry(place, "websvc")),
    ]


@pytest.fixture
def unenforced(place: Place) -> Iterator[None]:
    """A directory that does not care, with one SPN on two accounts."""
    rules = "dn: olcOverlay={0}unique,olcDatabase={1}mdb,cn=config\nchangetype: modify\n" \
            "replace: olcUniqueURI\nolcUniqueURI: "
    twice = [("websvc", "http/planted.example.test"), ("othersvc", "HTTP/Planted.example.test")]

    def names(how: str) -> str:
        return "".join(
            f"dn: {entry(place, account)}\nchangetype: modify\n{how}: servicePrincipalName\n"
            f"servicePrincipalName: {spn}\n\n" for account, spn in twice)

    change(place, rules + "ldap:///?rpcNsGroup?sub\n\n" + names("add"))
    yield
    change(place, names("delete") + rules + "serialize ldap:///?krbPrincipalName?sub\n"
           "olcUniqueURI: serialize ldap:///?servicePrincipalName?sub\n")


def change(place: Place, ldif: str) -> None:
    subprocess.run(
        ["ldapmodify", "-Q", "-Y", "EXTERNAL", "-H", place.variables["MUTAUTH_REALM_LDAPI"]],
        env={**os.environ, **place.variables}, input=ldif, text=True, check=True,
        capture_output=True)
