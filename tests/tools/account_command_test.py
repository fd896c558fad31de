"""mutauth account and mutauth find."""

import json

import pytest

from program import failed, free_port, silent_server

WEBSVC = "uid=websvc,ou=services,dc=example,dc=test"


@pytest.fixture
def account(mutauth):
    """Runs `mutauth account` as somebody; by default as the administrator."""
    def run(*arguments, by="admin"):
        return mutauth("account", *arguments, *mutauth.directory, *mutauth.as_(by))
    return run


@pytest.fixture
def find(mutauth):
    return lambda *arguments: mutauth("find", *arguments, *mutauth.directory,
                                      *mutauth.as_("alice"))


def test_adds_finds_lists_and_deletes(account, find):
    spn = "ftp/files.example.test:2121"
    assert account("add", "websvc", spn).stdout == f"{spn} is registered on {WEBSVC}\n"
    assert account("add", "websvc", spn).returncode == 0
    assert find(spn).stdout == WEBSVC + "\n"
    assert spn in account("list", "websvc", by="alice").stdout.splitlines()
    assert account("delete", WEBSVC, spn).returncode == 0
    assert account("delete", "websvc@EXAMPLE.TEST", spn).returncode == 0
    gone = find(spn)
    assert (gone.returncode, gone.stdout) == (1, "") and "no account holds" in gone.stderr


def test_json(account, find):
    spn = "ftp/json.example.test"
    assert json.loads(account("add", "websvc", spn, "--json").stdout) == {
        "account": WEBSVC, "spn": spn, "now": "registered"}
    assert json.loads(find(spn, "--json").stdout)["accounts"] == [WEBSVC]
    listed = json.loads(account("list", "websvc", "--json").stdout)
    assert listed["account"] == WEBSVC and spn in listed["spns"]
    assert json.loads(account("delete", "websvc", spn, "--json").stdout)["now"] == "not registered"
    assert json.loads(find(spn, "--json").stdout)["accounts"] == []


def test_a_name_of_another_account_is_not_given_away(account, web):
    taken = account("add", "othersvc", web)
    failed(taken, 1, "MUTAUTH_SPN_TAKEN")
    assert f"holder: {WEBSVC}" in taken.stderr


def test_who_may_not_write_has_no_access(account):
    failed(account("add", "websvc", "ftp/x.example.test", by="alice"), 3,
           "MUTAUTH_DIRECTORY_DENIED")


def test_an_account_that_is_not_there(account):
    failed(account("list", "nobody"), 1, "MUTAUTH_ACCOUNT_NOT_FOUND")
    failed(account("list", ""), 2, "MUTAUTH_INVALID_ARGUMENT")


@pytest.mark.parametrize("spn", ["", "http", "a/b/c/d", "http/" + "w" * 1100])
def test_what_is_no_spn_is_not_even_asked_for(mutauth, spn):
    nowhere = ("--server", f"localhost:{free_port()}")
    for command in (["account", "add", "websvc", spn], ["account", "delete", "websvc", spn],
                    ["find", spn]):
        done = mutauth(*command, *nowhere, *mutauth.as_("admin"))
        assert done.returncode == 2 and "MUTAUTH_" in done.stderr


def test_verbose_tells_who_was_proven(account):
    told = account("list", "websvc", "--verbose").stderr
    assert "acting as admin@EXAMPLE.TEST" in told and "proven: ldap/localhost" in told


def test_an_address_needs_the_name_to_prove(mutauth):
    at = ("--server", mutauth.directory[1].replace("localhost", "127.0.0.1"))
    refused = mutauth("account", "list", "websvc", *at, *mutauth.as_("alice"))
    assert refused.returncode == 2 and "--directory-spn" in refused.stderr
    given = mutauth("account", "list", "websvc", *at, "--directory-spn", "ldap/localhost",
                    *mutauth.as_("alice"))
    assert given.returncode == 0


def test_a_directory_that_cannot_prove_the_name(mutauth, web):
    done = mutauth("account", "list", "websvc", *mutauth.directory, "--directory-spn", web,
                   *mutauth.as_("alice"))
    assert done.returncode in (3, 5) and done.stdout == ""


def test_base(account):
    assert account("list", "websvc", "--base", "ou=services,dc=example,dc=test").returncode == 0
    failed(account("list", "websvc", "--base", "ou=people,dc=example,dc=test"), 1,
           "MUTAUTH_ACCOUNT_NOT_FOUND")
    failed(account("list", "websvc", "--base", "nonsense"), 2, "MUTAUTH_INVALID_ARGUMENT")


def test_nobody_answers(mutauth):
    failed(mutauth("account", "list", "websvc", "--server", f"localhost:{free_port()}",
                   *mutauth.as_("alice")), 4, "MUTAUTH_DIRECTORY_UNREACHABLE")
    with silent_server() as port:
        failed(mutauth("account", "list", "websvc", "--server", f"localhost:{port}", "--timeout",
                       "0.5", *mutauth.as_("alice")), 4, "MUTAUTH_DIRECTORY_SILENT")
