"""mutauth spn."""

import json
import socket

import pytest

from program import failed


@pytest.mark.parametrize("arguments, spn", [
    (["compose", "http", "web.example.test"], "http/web.example.test"),
    (["compose", "ldap", "dc1.example.test", "--port", "3268", "--service", "example.test"],
     "ldap/dc1.example.test:3268/example.test"),
    (["target", "http", "web.example.test"], "http/web.example.test"),
    (["target", "ldap", "example.test", "--instance", "dc1.example.test", "--port", "389"],
     "ldap/dc1.example.test:389/example.test"),
    (["target", "http", "192.0.2.7", "--referrer", "www.example.test"],
     "http/192.0.2.7/www.example.test"),
])
def test_composes(mutauth, arguments, spn):
    done = mutauth("spn", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (0, spn + "\n", "")


def test_composes_for_this_machine(mutauth):
    assert mutauth("spn", "compose", "http").stdout == f"http/{socket.gethostname().lower()}\n"


def test_asks_no_network(mutauth):
    bare = {"KRB5_CONFIG": "/nonexistent", "PATH": "/nonexistent"}
    assert mutauth("spn", "compose", "http", "web", environment=bare).stdout == "http/web\n"


def test_parses_into_lines(mutauth):
    done = mutauth("spn", "parse", "ldap/dc1.example.test:3268/example.test@EXAMPLE.TEST")
    assert done.stdout == """\
spn: ldap/dc1.example.test:3268/example.test
class: ldap
host: dc1.example.test
port: 3268
service: example.test
realm: EXAMPLE.TEST
principal: ldap/dc1.example.test:3268/example.test@EXAMPLE.TEST
"""


@pytest.mark.parametrize("arguments", [
    ["parse", "MSSQLSvc/db1.example.test:payroll"],
    ["compose", "MSSQLSvc", "db1.example.test", "--port", "1433"],
])
def test_json_has_all_parts(mutauth, arguments):
    parts = json.loads(mutauth("spn", *arguments, "--json").stdout)
    assert list(parts) == ["spn", "class", "host", "port", "instance", "service", "realm",
                           "principal"]
    assert parts["class"] == "MSSQLSvc" and parts["host"] == "db1.example.test"
    assert (parts["port"], parts["instance"]) in ((0, "payroll"), (1433, ""))


@pytest.mark.parametrize("arguments, symbol", [
    (["compose", "", "web"], "MUTAUTH_INVALID_NAME"),
    (["compose", "http", ""], "MUTAUTH_INVALID_NAME"),
    (["compose", "http", "web", "--service", ""], "MUTAUTH_INVALID_NAME"),
    (["compose", "ht/tp", "web"], "MUTAUTH_INVALID_NAME"),
    (["compose", "http", "web/evil"], "MUTAUTH_INVALID_NAME"),
    (["compose", "http", "web:80"], "MUTAUTH_INVALID_NAME"),
    (["compose", "http", "we\nb"], "MUTAUTH_INVALID_NAME"),
    (["compose", "http", "192.0.2.7"], "MUTAUTH_NAME_IS_ADDRESS"),
    (["compose", "http", "2001:db8::7"], "MUTAUTH_NAME_IS_ADDRESS"),
    (["compose", "http", "w" * 1025], "MUTAUTH_NAME_TOO_LONG"),
    (["compose", "http", b"w\xff"], "MUTAUTH_NOT_UTF8"),
    (["target", "http", "192.0.2.7"], "MUTAUTH_NAME_IS_ADDRESS"),
    (["target", "http", ""], "MUTAUTH_INVALID_NAME"),
    (["parse", "http"], "MUTAUTH_INVALID_NAME"),
    (["parse", "a/b/c/d"], "MUTAUTH_INVALID_NAME"),
    (["parse", ""], "MUTAUTH_INVALID_NAME"),
    (["parse", "http/" + "w" * 1100], "MUTAUTH_NAME_TOO_LONG"),
    (["parse", b"http/\xc3"], "MUTAUTH_NOT_UTF8"),
])
def test_refuses(mutauth, arguments, symbol):
    failed(mutauth("spn", *arguments), 2, symbol)
