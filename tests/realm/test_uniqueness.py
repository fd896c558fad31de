"""One service name is on one entry, also when two writers come at the same moment."""

import pytest

from ldap_racer import ADD_VALUE, CONSTRAINT_VIOLATION, DELETE_VALUE, SUCCESS, Racer

ROUNDS = 300
WEBSVC = "uid=websvc,ou=services,dc=example,dc=test"
OTHERSVC = "uid=othersvc,ou=services,dc=example,dc=test"


@pytest.mark.parametrize("attributes", [
    ["servicePrincipalName"], ["krbPrincipalName"], ["servicePrincipalName", "krbPrincipalName"]])
def test_of_two_writers_at_once_exactly_one_wins(own_realm, attributes):
    racers = [Racer(str(own_realm.folder / "ldapi")) for _ in range(2)]
    outcomes = []
    for number in range(ROUNDS):
        values = {name: f"race/h{number}" + ("@EXAMPLE.TEST" if name.startswith("krb") else "")
                  for name in attributes}
        # Who sends first changes, so that neither wins by habit.
        pairs = list(zip(racers, (WEBSVC, OTHERSVC)))[::1 if number % 2 else -1]
        for racer, entry in pairs:
            racer.send(entry, ADD_VALUE, values)
        results = {entry: racer.result() for racer, entry in pairs}
        outcomes.append(sorted(results.values()))
        for entry, result in results.items():
            if result == SUCCESS:
                # Or the entry grows with each round.
                racers[0].send(entry, DELETE_VALUE, values)
                assert racers[0].result() == SUCCESS
    for racer in racers:
        racer.close()
    assert outcomes == [[SUCCESS, CONSTRAINT_VIOLATION]] * ROUNDS


@pytest.mark.parametrize("held, wanted, code", [
    ("http/www.example.test", "HTTP/WWW.example.test", CONSTRAINT_VIOLATION),
    ("http/www.example.test", "http/www.example.test:80", SUCCESS),
    ("http/www.example.test", "http/www", SUCCESS),
])
def test_spns_are_compared_without_case(log_in, held, wanted, code):
    admin = log_in("admin")
    assert admin.adds("uid=websvc,ou=services", f"servicePrincipalName: {held}") == SUCCESS
    assert admin.adds("uid=othersvc,ou=services", f"servicePrincipalName: {wanted}") == code


def test_a_name_that_was_given_up_may_go_to_another(log_in):
    admin = log_in("admin")
    assert admin.adds("uid=websvc,ou=services", "servicePrincipalName: a/b") == SUCCESS
    gone = f"dn: {WEBSVC}\nchangetype: modify\ndelete: servicePrincipalName\n"
    assert admin.modify(gone) == SUCCESS
    assert admin.adds("uid=othersvc,ou=services", "servicePrincipalName: A/b") == SUCCESS


def test_both_names_are_refused_when_one_is_taken(log_in):
    """One modify: nothing is left of it."""
    admin = log_in("admin")
    assert admin.adds("uid=websvc,ou=services", "krbPrincipalName: a/b@EXAMPLE.TEST") == SUCCESS
    assert admin.adds("uid=othersvc,ou=services", "servicePrincipalName: a/b",
                      "krbPrincipalName: a/b@EXAMPLE.TEST") == CONSTRAINT_VIOLATION
    assert "dn:" not in admin.search("(servicePrincipalName=a/b)", "dn")
