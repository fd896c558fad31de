"""A project's own tests in a realm, by pytest (finding W3)."""

import os
import subprocess
import sys

import pytest

from conftest import SOURCE

CONFTEST = 'pytest_plugins = ["mutauth_realm.pytest_plugin"]\n'
TESTS = """
import os
import subprocess

def test_tickets(mutauth_realm):
    keytab = mutauth_realm.keytab("alice")
    subprocess.run(mutauth_realm.command(["kinit", "-kt", str(keytab), "alice"]), check=True)
    assert os.environ["MUTAUTH_REALM"] == mutauth_realm.variables["MUTAUTH_REALM"]
    assert "LDAPTLS_CERT" not in os.environ
    print("kind", os.environ["MUTAUTH_REALM_KIND"])

def test_without():
    pass
"""


def run_tests(place, *options):
    (place / "conftest.py").write_text(CONFTEST)
    (place / "test_mine.py").write_text(TESTS)
    environment = {**os.environ, "PYTHONPATH": str(SOURCE), "TMPDIR": str(place),
                   "LDAPTLS_CERT": "/nowhere"}
    return subprocess.run([sys.executable, "-m", "pytest", "-s", "-rs", "-p", "no:cacheprovider",
                           *options, str(place / "test_mine.py")], cwd=place, env=environment,
                          capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("option, kind", [("--mutauth-realm", "mit"), ("--mutauth-realm-ad", "ad")])
def test_tests_run_in_a_realm(place, option, kind):
    done = run_tests(place, option)
    assert done.returncode == 0 and "2 passed" in done.stdout, done.stdout + done.stderr
    assert f"kind {kind}" in done.stdout
    assert list(place.glob("mutauth-realm-*")) == []


def test_without_the_option_they_are_skipped_and_say_why(place):
    done = run_tests(place)
    assert done.returncode == 0 and "1 passed, 1 skipped" in done.stdout, done.stdout
    assert "run pytest --mutauth-realm" in done.stdout
