"""mutauth keytab and mutauth account verify."""

import json
import re
import shutil
import subprocess

import pytest

from program import failed

SPN = "http/keys.example.test"
OTHER = "http/other-keys.example.test"


@pytest.fixture(scope="module")
def registered(mutauth):
    """An SPN on othersvc, whose keytab in the realm is changed in place and so stays its own."""
    done = mutauth("account", "add", "othersvc", SPN, *mutauth.directory, *mutauth.as_("admin"))
    assert done.returncode == 0, done.stderr
    return SPN


@pytest.fixture
def file(realm):
    return str(realm.keytab("othersvc"))


@pytest.fixture
def keytab(mutauth, registered, file):
    def run(what, *arguments):
        return mutauth("keytab", what, file, *arguments, "--service-account", "othersvc")
    return run


def test_checks_adds_and_rotates(mutauth, registered, file, keytab):
    alone = mutauth("keytab", "check", file, SPN, *mutauth.as_("alice"))
    assert alone.returncode == 1 and "fault key_missing: " + SPN in alone.stdout, alone.stderr
    assert "remedy: " in alone.stdout
    would = keytab("add", SPN, "--dry-run")
    assert would.returncode == 0 and would.stdout.startswith("would write "), would.stderr
    assert keytab("add", SPN).stdout == "the keys are in the keytab\n"
    assert keytab("add", SPN).stdout == "nothing is to be changed\n"
    would = keytab("rotate", "--dry-run", "--json")
    assert len(json.loads(would.stdout)["steps"]) == 6
    done = keytab("rotate", "-v")
    assert done.returncode == 0 and "change the password of othersvc@EXAMPLE.TEST" in done.stderr
    assert keytab("rotate", *mutauth.as_("admin")).returncode == 0
    checked = mutauth("keytab", "check", file, SPN, *mutauth.as_("alice"))
    assert (checked.returncode, checked.stdout) == (0, "the keytab is in order\n"), checked.stderr
    assert mutauth("keytab", "check", file).returncode == 0


def test_findings_as_json(mutauth, registered, realm, tmp_path):
    copy = tmp_path / "open.keytab"
    shutil.copy(realm.keytab("othersvc"), copy)
    copy.chmod(0o604)
    done = mutauth("keytab", "check", str(copy), SPN, "--service-account", "othersvc", "--json")
    assert done.returncode == 0, "a warning alone" + done.stderr
    (one,) = json.loads(done.stdout)["findings"]
    assert (one["finding"], one["severity"], one["subject"]) == ("file_exposed", "warning",
                                                                 str(copy))


def test_makes_a_keytab_of_a_password(mutauth, realm, tmp_path):
    made = tmp_path / "alice.keytab"
    password = realm.variables["MUTAUTH_REALM_USER_PASSWORD"]
    options = ("--service-account", "alice", "--service-password-file", "-")
    done = mutauth("keytab", "add", str(made), *options, text=password + "\n")
    assert done.returncode == 0, done.stderr
    assert made.stat().st_mode & 0o777 == 0o600
    # The realm's own tool made this one from the same password.
    listed = mutauth("account", "list", "alice", *mutauth.directory, "--keytab", str(made))
    assert listed.returncode == 0, listed.stderr
    failed(mutauth("keytab", "add", str(made), *options, text="wrong\n"), 5,
           "MUTAUTH_WRONG_PASSWORD")


def test_failures(mutauth, registered, file, keytab, tmp_path):
    failed(mutauth("keytab", "check", str(tmp_path / "none"), SPN), 5, "MUTAUTH_KEYTAB_UNREADABLE")
    failed(keytab("rotate", *mutauth.as_("alice")), 3, "MUTAUTH_PASSWORD_CHANGE_DENIED")
    failed(keytab("add", OTHER), 5, "MUTAUTH_SERVICE_UNKNOWN")
    assert keytab("add").returncode == 2
    assert keytab("check", "--grace", "-1").returncode == 2
    assert mutauth("keytab").returncode == 2
    assert mutauth("keytab", "add", file, "--service-password-file", "-").returncode == 2


def test_verifies_a_service(mutauth, registered, file):
    def verify(*spns, account="othersvc", options=()):
        return mutauth("account", "verify", account, *spns, "--service-keytab", file,
                       "--service-account", "othersvc", *mutauth.directory,
                       *mutauth.as_("othersvc"), *options)
    done = verify(SPN)
    assert (done.returncode, done.stdout) == (0, "the service is in order\n"), done.stderr
    missing = verify(SPN, OTHER, options=("--json",))
    assert missing.returncode == 1
    report = json.loads(missing.stdout)
    assert report["verified"] is False
    assert [(one["finding"], one["subject"]) for one in report["findings"]] == [
        ("spn_missing", OTHER)]
    # Finding R17: the keytab's own names if none are given.
    done = verify()
    assert (done.returncode, done.stdout) == (0, "the service is in order\n"), done.stderr
    elsewhere = verify(SPN, account="websvc")
    assert elsewhere.returncode == 1 and "uid=othersvc" in elsewhere.stdout
    failed(verify(SPN, account="nobody"), 1, "MUTAUTH_ACCOUNT_NOT_FOUND")


def test_a_disabled_account_is_a_finding(mutauth, registered, file):
    def kadmin(flag):
        subprocess.run(["kadmin.local", "-q", f"modprinc {flag}allow_tix othersvc"], check=True,
                       env=mutauth.environment, capture_output=True)
    kadmin("-")
    try:
        done = mutauth("account", "verify", "othersvc", SPN, "--service-keytab", file,
                       "--service-account", "othersvc", *mutauth.directory,
                       *mutauth.as_("admin"))
    finally:
        kadmin("+")
    assert done.returncode == 1, done.stderr
    assert "fault key_refused: othersvc@EXAMPLE.TEST: the account is disabled or " in done.stdout
    assert "unlock or enable the account" in done.stdout


# Finding W3. klist of MIT's tells what the file has.
def test_lists_and_removes(mutauth, realm, tmp_path):
    file = tmp_path / "copy.keytab"
    shutil.copy(realm.keytab("websvc"), file)
    listed = subprocess.run(["klist", "-ke", file], check=True, capture_output=True, text=True,
                            env=mutauth.environment).stdout
    expected = [(kvno, enctype.strip("()"), name)
                for kvno, name, enctype, *_ in (line.split() for line in listed.splitlines()
                                                if "@" in line)]
    rows = [line.split("\t") for line in mutauth("keytab", "list", str(file)).stdout.splitlines()]
    assert [(row[0], row[1], row[3]) for row in rows] == expected
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", row[2]) for row in rows)
    entries = json.loads(mutauth("keytab", "list", str(file), "--json").stdout)["entries"]
    assert expected == [(str(one["kvno"]), one["enctype_name"], one["principal"])
                        for one in entries]
    kind = expected[0][1]
    would = mutauth("keytab", "remove", str(file), "--enctype", kind, "--dry-run").stdout
    assert would.startswith("would write a new keytab of ")
    assert mutauth("keytab", "remove", str(file), "websvc", "--enctype", kind).stdout == (
        "the keys are no more in the keytab\n")
    left = mutauth("keytab", "list", str(file)).stdout
    assert kind not in left.split() and len(left.splitlines()) == len(expected) - 1
    failed(mutauth("keytab", "remove", str(file), "nobody"), 5, "MUTAUTH_KEYTAB_LACKS_NAME")
    assert mutauth("keytab", "remove", str(file), "--enctype", kind).returncode == 1
    assert mutauth("keytab", "remove", str(file)).returncode == 2
    failed(mutauth("keytab", "list", str(tmp_path / "none")), 5, "MUTAUTH_KEYTAB_UNREADABLE")
