"""mutauth find: the account of an SPN, and SPNs by wildcards."""

import json

import pytest

from program import SPN, failed

WEBSVC = "uid=websvc,ou=services,dc=example,dc=test"


@pytest.fixture
def find(mutauth, web):
    return lambda *arguments: mutauth("find", *arguments, *mutauth.directory,
                                      *mutauth.as_("alice"))


def test_a_name_has_one_account(find):
    assert find(SPN).stdout == WEBSVC + "\n"
    assert json.loads(find(SPN, "--json").stdout) == {
        "spn": SPN, "accounts": [WEBSVC], "found_by": "exact"}
    gone = find("http/nobody.example.test")
    assert (gone.returncode, gone.stdout) == (1, "") and "no account holds" in gone.stderr


@pytest.mark.parametrize("pattern", ["http/web.*", "*/WEB.example*", "http*web*test"])
@pytest.mark.parametrize("more", [(), ("--forest",)])
def test_wildcards(find, pattern, more):
    done = find(pattern, *more)
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{SPN}\t{WEBSVC}" in done.stdout.splitlines()


def test_wildcards_in_json_are_one_object_a_line(find):
    lines = [json.loads(line) for line in find("*", "--json").stdout.splitlines()]
    assert {"spn": SPN, "account": WEBSVC} in lines
    assert len(lines) > 3


def test_nothing_matches(find):
    done = find("nfs/*")
    assert (done.returncode, done.stdout) == (1, "") and "no account holds" in done.stderr
    assert find("*)(uid=*/*").returncode == 1


def test_a_pattern_that_makes_no_sense(find):
    failed(find("*" * 1025), 2, "MUTAUTH_SPN_PATTERN_MALFORMED")


def test_a_catalog_where_there_is_none(find, mutauth):
    failed(find("http/*", "--catalog", mutauth.directory[1]), 6, "MUTAUTH_CATALOG_UNFIT")


def test_the_base_bounds_it(find):
    assert find("http/*", "--base", "ou=people,dc=example,dc=test").returncode == 1
    assert find("http/*", "--base", "ou=services,dc=example,dc=test").returncode == 0
