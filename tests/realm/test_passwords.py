"""Passwords are changed over the network: RFC 3244, and kadmin for the administrator."""

import subprocess

import pytest

from mutauth_realm import Realm


@pytest.fixture(scope="module")
def changeable():
    with Realm() as running:
        yield running


def call(realm, *words, text=""):
    return subprocess.run(words, env=realm.environment, input=text, text=True,
                          capture_output=True, timeout=30)


def kadmin(realm, *request):
    """As admin, over the network."""
    return call(realm, "kadmin", "-p", "admin", *request,
                text=realm.variables["MUTAUTH_REALM_ADMIN_PASSWORD"] + "\n")


def test_the_port_is_told(changeable):
    assert changeable.variables["MUTAUTH_REALM_KIND"] == "mit"
    host, port = changeable.variables["MUTAUTH_REALM_KPASSWD"].split(":")
    assert host == "127.0.0.1" and int(port) > 0


def test_a_service_changes_its_own_password(changeable):
    done = kadmin(changeable, "cpw", "-pw", "first", "websvc")
    assert (done.returncode, done.stderr) == (0, "")
    done = call(changeable, "kpasswd", "websvc", text="first\nsecond\nsecond\n")
    assert done.returncode == 0 and "Password changed." in done.stdout, done.stderr
    assert call(changeable, "kinit", "websvc", text="first\n").returncode == 1
    assert call(changeable, "kinit", "websvc", text="second\n").returncode == 0


def test_a_service_changes_its_key_by_its_keytab(changeable):
    keytab = str(changeable.keytab("othersvc"))
    done = call(changeable, "kadmin", "-kt", keytab, "-p", "othersvc", "cpw", "-pw", "mine",
                "othersvc")
    assert (done.returncode, done.stderr) == (0, "")
    assert call(changeable, "kinit", "othersvc", text="mine\n").returncode == 0


@pytest.mark.parametrize("words", [
    ("cpw", "-pw", "x", "bob"), ("addprinc", "-pw", "x", "y"), ("delprinc", "-force", "bob"),
    ("listprincs",)])
def test_others_administer_nothing(changeable, words):
    secret = changeable.variables["MUTAUTH_REALM_USER_PASSWORD"]
    done = call(changeable, "kadmin", "-p", "alice", *words, text=f"{secret}\n")
    assert "Operation requires" in done.stderr, done.stdout


def test_admin_administers(changeable):
    done = kadmin(changeable, "listprincs")
    assert "alice@EXAMPLE.TEST\n" in done.stdout
    assert kadmin(changeable, "addprinc", "-pw", "x", "new").returncode == 0
    assert call(changeable, "kinit", "new", text="x\n").returncode == 0
