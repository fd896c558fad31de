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
        "account": WEBSVC, "spns": [spn], "now": "registered", "dry_run": False,
        "steps": [f"change {WEBSVC}: add servicePrincipalName {spn}; "
                  f"add krbPrincipalName {spn}@EXAMPLE.TEST"], "warnings": []}
    assert json.loads(find(spn, "--json").stdout)["accounts"] == [WEBSVC]
    listed = json.loads(account("list", "websvc", "--json").stdout)
    assert listed["account"] == WEBSVC and spn in listed["spns"]
    assert json.loads(account("delete", "websvc", spn, "--json").stdout)["now"] == "not registered"
    assert json.loads(find(spn, "--json").stdout)["accounts"] == []


@pytest.fixture
def none_left(account):
    """The two accounts' SPNs as they were, whatever a test does."""
    before = {name: account("list", name).stdout.split() for name in ("websvc", "othersvc")}
    for name in before:
        assert account("replace", name, "--none").returncode == 0
    yield
    for name in before:
        assert account("replace", name, "--none").returncode == 0
    for name, spns in before.items():
        assert not spns or account("add", name, *spns).returncode == 0


# Finding R4: --base says where accounts are searched, and nothing about other holders.
def test_names_are_unique_everywhere_unless_that_is_narrowed(account, none_left):
    spn, suffix = "ftp/everywhere.example.test", "dc=example,dc=test"
    host = f"cn=host1,ou=computers,{suffix}"
    assert account("add", "websvc", spn).returncode == 0
    failed(account("add", host, spn, "--base", f"ou=computers,{suffix}"), 1, "MUTAUTH_SPN_TAKEN")
    # Dry, since slapd looks for other holders itself and everywhere.
    narrowed = account("add", host, spn, "--unique-in", f"ou=computers,{suffix}", "--json",
                       "--dry-run")
    assert narrowed.returncode == 0, narrowed.stderr
    assert json.loads(narrowed.stdout)["unique_in"] == f"ou=computers,{suffix}"
    assert "--unique-in" in narrowed.stderr


# Finding R10: names that lint says break were registered without a word.
@pytest.mark.parametrize("spn, status", [
    ("HTTP/127.1", "MUTAUTH_NAME_IS_ADDRESS"), ("HTTP/192.0.2.7", "MUTAUTH_NAME_IS_ADDRESS"),
    ("HTTP/_HOST", "MUTAUTH_NAME_UNUSABLE"), ("HTTP/dot.example.test.", "MUTAUTH_NAME_UNUSABLE"),
])
def test_names_that_will_not_work_are_registered_only_by_option(account, spn, status):
    for verb in ("add", "replace"):
        refused = account(verb, "websvc", spn)
        failed(refused, 2, status)
        assert "--allow-unusable" in refused.stderr
    insisted = account("add", "websvc", spn, "--allow-unusable", "--json")
    assert insisted.returncode == 0, insisted.stderr
    assert "will not work" in json.loads(insisted.stdout)["warnings"][0]
    assert account("delete", "websvc", spn).returncode == 0


def test_warns_of_a_class_in_another_case(account):
    spn = "http/case.example.test"
    added = account("add", "websvc", spn)
    assert added.returncode == 0 and "write HTTP/" in added.stderr
    assert account("delete", "websvc", spn).returncode == 0


def held(account, name):
    return sorted(account("list", name).stdout.split())


def test_several_at_once(account, none_left):
    added = account("add", "websvc", "ftp/a.example.test", "ftp/b.example.test")
    assert added.stdout.splitlines() == [f"ftp/{host}.example.test is registered on {WEBSVC}"
                                         for host in "ab"]
    failed(account("add", "othersvc", "ftp/c.example.test", "ftp/a.example.test"), 1,
           "MUTAUTH_SPN_TAKEN")
    assert held(account, "othersvc") == []
    assert account("delete", "websvc", "ftp/a.example.test", "ftp/b.example.test").returncode == 0
    assert held(account, "websvc") == []


def test_replace(account, none_left):
    account("add", "websvc", "ftp/a.example.test")
    assert account("replace", "websvc", "ftp/b.example.test").returncode == 0
    assert held(account, "websvc") == ["ftp/b.example.test"]
    refused = account("replace", "websvc")
    assert refused.returncode == 2 and "--none" in refused.stderr
    assert account("replace", "websvc", "ftp/b.example.test", "--none").returncode == 2
    assert account("replace", "websvc", "--none").returncode == 0
    assert held(account, "websvc") == []


def test_a_hosts_pair(account, none_left):
    made = account("register-host", "websvc", "nfs", "--host", "pair.example.test")
    assert sorted(made.stdout.splitlines()) == [f"nfs/PAIR is registered on {WEBSVC}",
                                                f"nfs/pair.example.test is registered on {WEBSVC}"]
    again = account("register-host", "websvc", "nfs", "--host", "pair.example.test")
    assert again.stdout == "nothing is to be changed\n"
    assert held(account, "websvc") == ["nfs/PAIR", "nfs/pair.example.test"]
    taken = account("register-host", "websvc", "nfs", "--host", "pair.example.test", "--operation",
                    "delete", "--json")
    assert sorted(json.loads(taken.stdout)["removed"]) == ["nfs/PAIR", "nfs/pair.example.test"]
    assert held(account, "websvc") == []
    failed(account("register-host", "websvc", "nfs", "--host", "192.0.2.1"), 2,
           "MUTAUTH_NAME_IS_ADDRESS")
    assert account("register-host", "websvc", "nfs", "--operation", "x").returncode == 2


def test_move(account, none_left):
    spns = ["ftp/a.example.test", "ftp/b.example.test"]
    account("add", "websvc", *spns)
    assert account("move", "websvc", "othersvc", spns[0]).returncode == 0
    assert (held(account, "websvc"), held(account, "othersvc")) == ([spns[1]], [spns[0]])
    assert account("move", "websvc", "othersvc").returncode == 2
    failed(account("move", "websvc", "othersvc", "ftp/typo.example.test"), 1,
           "MUTAUTH_SPN_NOT_THERE")
    failed(account("move", "websvc", "websvc", "--all"), 2, "MUTAUTH_INVALID_ARGUMENT")
    planned = account("move", "websvc", "othersvc", "--all", "--dry-run").stdout.splitlines()
    assert len(planned) == 3 and all(line.startswith("would change ") for line in planned)
    assert held(account, "websvc") == [spns[1]]
    done = json.loads(account("move", "websvc", "othersvc", "--all", "--json").stdout)
    assert ["would " + step for step in done["steps"]] == planned
    assert held(account, "othersvc") == spns


def test_remove_all(account, none_left):
    account("add", "websvc", "ftp/a.example.test", "imap/a.example.test")
    assert account("remove-all", "websvc", "--class", "FTP").stdout == (
        f"ftp/a.example.test is not registered on {WEBSVC}\n")
    assert held(account, "websvc") == ["imap/a.example.test"]
    planned = account("remove-all", "websvc", "--dry-run")
    assert "delete servicePrincipalName imap/a.example.test" in planned.stdout
    assert account("remove-all", "websvc").stdout == (
        f"imap/a.example.test is not registered on {WEBSVC}\n")
    assert held(account, "websvc") == []
    own = account("remove-all", "host1$", "--dry-run")
    assert own.returncode == 0 and "warning: host/host1.example.test stays" in own.stderr


def test_the_credentials_own_account(account):
    assert json.loads(account("list", ".", "--json", by="alice").stdout)["account"].startswith(
        "uid=alice,")


@pytest.mark.parametrize("change", [
    ["add", "websvc", "ftp/x.example.test"], ["replace", "websvc", "ftp/x.example.test"],
    ["register-host", "websvc", "ftp", "--host", "x.example.test"],
    ["move", "websvc", "othersvc", "--all"]])
def test_each_change_says_which_right_is_missing(account, web, change):
    denied = account(*change, by="alice")
    failed(denied, 3, "MUTAUTH_DIRECTORY_DENIED")
    assert "ask for write access to servicePrincipalName" in denied.stderr


@pytest.mark.parametrize("change", ["list", "add", "delete", "replace", "register-host", "move",
                                    "remove-all"])
def test_each_one_has_help_with_an_example(mutauth, change):
    told = mutauth("account", change, "--help")
    assert told.returncode == 0 and f"mutauth account {change} " in told.stdout
    assert [line for line in told.stdout.splitlines() if len(line) > 100] == []


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
