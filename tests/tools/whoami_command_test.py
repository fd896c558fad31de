"""mutauth whoami."""

from __future__ import annotations

import json

import pytest


@pytest.fixture(scope="module")
def host(realm) -> str:
    return f"host/host1.{realm.variables['MUTAUTH_REALM'].lower()}"


def test_shows_what_the_service_sees(mutauth, realm, host):
    done = mutauth("whoami", "--spn", host, "--service-keytab", str(realm.keytab("host1")),
                   *mutauth.as_("alice"))
    assert done.returncode == 0, done.stderr
    lines = dict(line.split(":", 1) for line in done.stdout.splitlines())
    name = realm.variables["MUTAUTH_REALM"]
    assert lines["client"].strip() == f"alice@{name}"
    assert lines["service key"].strip() == f"{host}@{name}"
    assert lines["level"].strip() == "privacy"
    assert lines["indicators"].strip() == "spake"
    # MIT's KDC signs PACs that name no account.
    assert lines["PAC"].strip() == "signed for the service's key; it names no account"


def test_gives_the_same_to_programs(mutauth, realm, host):
    done = mutauth("whoami", "--spn", host, "--service-keytab", str(realm.keytab("host1")),
                   "--json", *mutauth.as_("alice"))
    assert done.returncode == 0, done.stderr
    seen = json.loads(done.stdout)
    assert seen["components"] == ["alice"] and seen["realm"] == realm.variables["MUTAUTH_REALM"]
    assert seen["mutual"] is True and seen["impersonation"] == "impersonate"
    assert {one["buffer_type"] for one in seen["pac"]["signatures"]} == {6, 7, 16}


def test_without_the_keys_it_says_what_is_missing(mutauth, host):
    done = mutauth("whoami", "--spn", host, *mutauth.as_("alice"))
    assert done.returncode == 0
    assert "sealed for the service" in done.stdout
    assert "--service-keytab" in done.stderr
    facts = json.loads(mutauth("whoami", "--spn", host, "--json", *mutauth.as_("alice")).stdout)
    assert facts["service"] == host and facts["ticket"] is True


def test_an_spn_that_nobody_holds_is_its_own_failure(mutauth, realm):
    done = mutauth("whoami", "--spn", "http/nobody.example.test", *mutauth.as_("alice"))
    assert done.returncode != 0
    assert "http/nobody.example.test" in done.stderr and "register the SPN" in done.stderr
    assert not done.stdout


def test_keys_of_another_account_open_nothing(mutauth, realm, host):
    done = mutauth("whoami", "--spn", host, "--service-keytab", str(realm.keytab("websvc")),
                   *mutauth.as_("alice"))
    assert done.returncode != 0
    assert not done.stdout
