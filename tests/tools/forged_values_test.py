"""Directory values that try to steer the terminal of whoever lists them. Finding R11."""

import base64
import json
import re
import subprocess

import pytest

from program import failed

# Each with the line that it may be told in: a tab and a newline forge rows, ESC and U+009B, which
# stands for ESC [ (ECMA-48 5.3), are commands, U+202E turns what follows round (Unicode UAX #9).
SPNS = {
    "ftp/tab.test\tuid=admin,ou=people": r"ftp/tab.test\x09uid=admin,ou=people",
    "ftp/line.test\nftp/owned.test": r"ftp/line.test\x0aftp/owned.test",
    "ftp/esc.test\x1b]0;owned\x07": r"ftp/esc.test\x1b]0;owned\x07",
    "ftp/c1.test\u009b2J": r"ftp/c1.test\xc2\x9b2J",
    "ftp/turned.test\u202egpj": r"ftp/turned.test\xe2\x80\xaegpj",
}
NAME = "forged\n\x1b[2J\u009b1mx"
OTHER = "twin\tx"
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def coded(text):
    return base64.b64encode(text.encode()).decode()


@pytest.fixture(scope="module")
def forged(realm):
    """Two accounts with such names and SPNs, written by slapd's own tool."""
    def change(ldif):
        subprocess.run(["ldapmodify", "-Q", "-Y", "EXTERNAL", "-H",
                        realm.variables["MUTAUTH_REALM_LDAPI"]],
                       env=realm.environment, input=ldif, text=True, check=True,
                       capture_output=True)

    def entry(name, spns):
        return (f"dn:: {coded(dn_of(name))}\nchangetype: add\nobjectClass: account\n"
                f"objectClass: mutauthServiceAccount\nuid:: {coded(name)}\n"
                f"sAMAccountName:: {coded(name)}\n"
                + "".join(f"servicePrincipalName:: {coded(spn)}\n" for spn in spns) + "\n")

    def dn_of(name):
        return f"uid={name},ou=services,dc=example,dc=test"

    rules = ("dn: olcOverlay={0}unique,olcDatabase={1}mdb,cn=config\nchangetype: modify\n"
             "replace: olcUniqueURI\nolcUniqueURI: ")
    change(rules + "ldap:///?rpcNsGroup?sub\n\n" + entry(NAME, SPNS) + entry(OTHER, list(SPNS)[:2]))
    yield
    change("".join(f"dn:: {coded(dn_of(name))}\nchangetype: delete\n\n" for name in (NAME, OTHER))
           + rules + "serialize ldap:///?krbPrincipalName?sub\n"
           "olcUniqueURI: serialize ldap:///?servicePrincipalName?sub\n")


@pytest.fixture
def asked(mutauth, forged):
    """The command's two outputs, neither of which steers anything."""
    def run(*arguments, by="alice"):
        done = mutauth(*arguments, *mutauth.directory, *mutauth.as_(by))
        assert not CONTROLS.search(done.stdout + done.stderr), done.stdout + done.stderr
        return done
    return run


def test_one_row_a_value(asked):
    rows = [line.split("\t") for line in asked("find", "ftp/*.test*").stdout.splitlines()]
    assert all(len(row) == 2 and row[1].endswith("dc=test") for row in rows)
    assert {row[0] for row in rows} >= set(SPNS.values())
    groups = asked("duplicates").stdout.splitlines()
    assert groups[-1] == "found 2 group of duplicate SPNs."
    assert sum(line.startswith("  ") and line.count("\t") == 1 for line in groups) == 4
    assert len(groups) == 2 + 4 + 1


def test_setspns_letters(asked):
    lines = asked("setspn", "-Q", "ftp/*.test*").stdout.splitlines()
    assert {line[1:] for line in lines if line.startswith("\t")} >= set(SPNS.values())
    assert "\tftp/owned.test" not in lines
    listed = asked("setspn", "-L", "-U", NAME).stdout.splitlines()
    assert sorted(listed[1:]) == sorted("\t" + shown for shown in SPNS.values())
    assert asked("setspn", "-X").stdout.endswith("found 2 group of duplicate SPNs.\n")


def test_lists_plans_and_json(asked):
    assert sorted(asked("account", "list", NAME).stdout.splitlines()) == sorted(SPNS.values())
    planned = asked("account", "remove-all", NAME, "--dry-run", by="admin").stdout.splitlines()
    assert all(line.startswith("would ") for line in planned)
    told = asked("account", "list", NAME, "--json").stdout
    assert sorted(json.loads(told)["spns"]) == sorted(SPNS)
    assert sorted(json.loads(line)["spn"] for line in asked(
        "find", "ftp/*.test*", "--json").stdout.splitlines()) == sorted([*SPNS, *list(SPNS)[:2]])


def test_failures(asked):
    spn = "ftp/c1.test\u009b2J"
    taken = asked("account", "add", "websvc", spn, by="admin")
    failed(taken, 1, "MUTAUTH_SPN_TAKEN")
    assert "holder: " in taken.stderr
    assert r"\xc2\x9b2J" in taken.stderr.splitlines()[0]
    assert len(taken.stderr.splitlines()) < 8
    for command in (["account", "list", "nobody\u009b2J\n"], ["find", "ftp/x\u009b\n.test"],
                    ["find", "nfs/\u202e*"]):
        assert asked(*command).returncode in (1, 2)


# slapd keeps no invalid UTF-8 in these attributes; a command line can still hold some.
def test_invalid_utf8(mutauth):
    done = subprocess.run([mutauth.path, "spn", "lint", b"ftp/x\xff\x9b.test"], capture_output=True,
                          check=False, env=mutauth.environment)
    assert b"\xff" not in done.stdout + done.stderr and b"\x9b" not in done.stdout + done.stderr
