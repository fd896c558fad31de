"""mutauth setspn: the letters of Windows' setspn."""

import json

import pytest

from program import failed, free_port

WEBSVC = "uid=websvc,ou=services,dc=example,dc=test"
HOST1 = "cn=host1,ou=computers,dc=example,dc=test"


@pytest.fixture
def setspn(mutauth):
    def run(*arguments, by="admin"):
        return mutauth("setspn", *arguments, *mutauth.directory, *mutauth.as_(by))
    return run


def test_adds_lists_and_deletes(setspn):
    spn = "ftp/letters.example.test"
    assert setspn("-S", spn, "websvc").stdout == (
        f"Registering ServicePrincipalNames for {WEBSVC}\n\t{spn}\nUpdated object\n")
    listed = setspn("-L", "websvc", by="alice").stdout.splitlines()
    assert listed[0] == f"Registered ServicePrincipalNames for {WEBSVC}:"
    assert "\t" + spn in listed
    assert setspn("-Q", spn, by="alice").stdout == f"{WEBSVC}\n\t{spn}\nExisting SPN found!\n"
    assert setspn("-D", spn, "websvc").returncode == 0
    gone = setspn("-Q", spn, by="alice")
    assert (gone.returncode, gone.stdout) == (1, "No such SPN found.\n")


# Finding R10.
@pytest.mark.parametrize("letter", ["-S", "-A"])
def test_names_that_will_not_work_are_registered_only_by_option(setspn, letter):
    spn = "HTTP/dot.example.test."
    failed(setspn(letter, spn, "websvc"), 2, "MUTAUTH_NAME_UNUSABLE")
    insisted = setspn(letter, spn, "websvc", "--allow-unusable")
    assert insisted.returncode == 0 and "will not work" in insisted.stderr
    assert setspn("-D", spn, "websvc").returncode == 0


# Finding R10: on a directory whose values have no realm, "@OTHER.TEST" was dropped. That
# directory's test is tests/unit/registration/judged_names_test.cpp.
def test_a_name_of_another_realm_is_refused(setspn):
    failed(setspn("-S", "HTTP/x.example.test@OTHER.TEST", "websvc"), 1, "MUTAUTH_SPN_NOT_WRITABLE")


# Finding W3: Windows' setspn takes its letters in either case.
def test_letters_in_either_case(setspn):
    spn = "ftp/small.example.test"
    assert setspn("-s", spn, "websvc").returncode == 0
    assert "\t" + spn in setspn("-l", "-u", "websvc", by="alice").stdout.splitlines()
    assert setspn("-q", spn, "-f", "-p", by="alice").returncode == 0
    assert setspn("-x", by="alice").returncode == 0
    assert setspn("-d", spn, "websvc").returncode == 0
    assert setspn("-s", spn, "-D", spn, "websvc").returncode == 2
    assert setspn("-L", "websvc", "-v", by="alice").stderr.startswith("mutauth: acting as")


@pytest.mark.parametrize("letter", ["-S", "-A", "-a"])
def test_nothing_is_ever_added_twice(setspn, web, letter):
    taken = setspn(letter, web, "othersvc")
    failed(taken, 1, "MUTAUTH_SPN_TAKEN")
    assert f"holder: {WEBSVC}" in taken.stderr
    assert "Updated object" not in taken.stdout


def test_a_computer_is_found_before_a_user(setspn):
    assert setspn("-L", "host1", by="alice").stdout.startswith(
        f"Registered ServicePrincipalNames for {HOST1}:\n")
    assert setspn("-L", "-C", "host1", by="alice").returncode == 0
    failed(setspn("-L", "-U", "host1", by="alice"), 1, "MUTAUTH_ACCOUNT_NOT_FOUND")
    failed(setspn("-L", "-C", "websvc", by="alice"), 1, "MUTAUTH_ACCOUNT_NOT_FOUND")
    assert setspn("-L", "-U", "websvc", by="alice").returncode == 0


def test_queries_by_pattern_in_one_domain_or_several(setspn, web):
    found = setspn("-Q", "http/web*", "-Q", "nothing/*", by="alice")
    assert found.returncode == 0
    assert f"{WEBSVC}\n\t{web}\n" in found.stdout
    assert setspn("-Q", web, "-T", "example.test", "-T", "*", by="alice").stdout.count(WEBSVC) == 2
    lines = setspn("-Q", web, "--json", by="alice").stdout.splitlines()
    assert [json.loads(line) for line in lines] == [{"spn": web, "account": WEBSVC}]


def test_finds_no_duplicates_where_there_are_none(setspn):
    assert setspn("-X", by="alice").stdout == "found 0 group of duplicate SPNs.\n"
    assert setspn("-X", "-F", "-P", by="alice").returncode == 0


def test_registers_a_host_under_both_names(setspn):
    done = setspn("-R", "host1")
    assert done.returncode == 0, done.stderr
    names = {line.strip().lower() for line in done.stdout.splitlines()}
    assert {"host/host1", "host/host1.example.test"} <= names
    again = setspn("-R", "host1", "--host", "host1.example.test", "--dry-run")
    assert (again.returncode, again.stdout) == (0, "nothing is to be changed\n")


def test_a_dry_run_changes_nothing(setspn):
    spn = "ftp/dry.example.test"
    would = setspn("-S", spn, "websvc", "--dry-run")
    assert would.returncode == 0 and would.stdout.startswith("would ") and spn in would.stdout
    assert setspn("-Q", spn, by="alice").returncode == 1


@pytest.mark.parametrize("arguments, why", [
    ([], "give one of"),
    (["websvc"], "give one of"),
    (["-L"], "name the account"),
    (["-S", "a/b", "-D", "a/b", "websvc"], "give one of"),
    (["-X", "websvc"], "take no account"),
    (["-Q", "a/b", "websvc"], "take no account"),
    (["-L", "-C", "-U", "websvc"], "exclude each other"),
    (["-L", "-T", "example.test", "websvc"], "-T goes with"),
])
def test_letters_that_do_not_fit(mutauth, arguments, why):
    done = mutauth("setspn", *arguments, "--server", f"localhost:{free_port()}",
                   *mutauth.as_("alice"))
    assert done.returncode == 2 and why in done.stderr


def test_a_domain_that_is_none(setspn):
    done = setspn("-X", "-T", "example..test", by="alice")
    assert done.returncode == 2 and "DNS name" in done.stderr


def test_who_may_not_write_has_no_access(setspn):
    failed(setspn("-S", "ftp/x.example.test", "websvc", by="alice"), 3, "MUTAUTH_DIRECTORY_DENIED")
