"""mutauth duplicates: SPNs on more than one account."""

import json
import subprocess

import pytest

FIRST = "uid=websvc,ou=services,dc=example,dc=test"
SECOND = "uid=othersvc,ou=services,dc=example,dc=test"
RULES = """dn: olcOverlay={0}unique,olcDatabase={1}mdb,cn=config
changetype: modify
replace: olcUniqueURI
olcUniqueURI: """


@pytest.fixture
def duplicates(mutauth):
    return lambda *arguments: mutauth("duplicates", *arguments, *mutauth.directory,
                                      *mutauth.as_("alice"))


@pytest.fixture
def planted(realm):
    """One SPN on two accounts, in a directory that then does not care."""
    def change(ldif):
        subprocess.run(["ldapmodify", "-Q", "-Y", "EXTERNAL", "-H",
                        realm.variables["MUTAUTH_REALM_LDAPI"]],
                       env=realm.environment, input=ldif, text=True, check=True,
                       capture_output=True)

    def names(how):
        return "".join(f"dn: {entry}\nchangetype: modify\n{how}: servicePrincipalName\n"
                       f"servicePrincipalName: {spn}\n\n"
                       for entry, spn in ((FIRST, "ftp/twice.example.test"),
                                          (SECOND, "FTP/Twice.example.test")))

    change(RULES + "ldap:///?rpcNsGroup?sub\n\n" + names("add"))
    yield
    change(names("delete") + RULES + "serialize ldap:///?krbPrincipalName?sub\n"
           "olcUniqueURI: serialize ldap:///?servicePrincipalName?sub\n")


@pytest.mark.parametrize("more", [(), ("--forest",)])
def test_none(duplicates, more):
    done = duplicates(*more)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "found 0 group of duplicate SPNs.\n"


def test_none_in_json(duplicates):
    assert duplicates("--json").stdout == ""


@pytest.mark.parametrize("more", [(), ("--forest",)])
def test_planted_ones_are_reported(duplicates, planted, more):
    done = duplicates(*more)
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[0].lower() == "ftp/twice.example.test is on more than one account:"
    assert sorted(lines[1:3]) == [f"  FTP/Twice.example.test\t{SECOND}",
                                  f"  ftp/twice.example.test\t{FIRST}"]
    assert lines[3:] == ["found 1 group of duplicate SPNs."]
    group, = map(json.loads, duplicates("--json", *more).stdout.splitlines())
    assert group["kind"] == "exact"
    assert {held["account"] for held in group["holders"]} == {FIRST, SECOND}


def test_find_says_that_nobody_can_prove_it(mutauth, planted):
    done = mutauth("find", "ftp/twice.example.test", *mutauth.directory, *mutauth.as_("alice"))
    assert done.returncode == 1 and "nobody can prove it" in done.stderr
    assert sorted(done.stdout.splitlines()) == [SECOND, FIRST]
