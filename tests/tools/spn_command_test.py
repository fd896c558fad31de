"""mutauth spn."""

import json
import socket

import pytest

from program import failed


@pytest.mark.parametrize("arguments, spn", [
    (["compose", "HTTP", "web.example.test"], "HTTP/web.example.test"),
    (["compose", "cifs", "files.example.test", "--port", "445", "--service", "CN=x,DC=test"],
     "cifs/files.example.test:445/CN=x,DC=test"),
    (["target", "http", "web.example.test"], "http/web.example.test"),
    (["target", "ldap", "example.test", "--instance", "dc1.example.test", "--port", "389"],
     "ldap/dc1.example.test:389/example.test"),
    (["target", "http", "192.0.2.7", "--referrer", "www.example.test"],
     "http/192.0.2.7/www.example.test"),
])
def test_composes(mutauth, arguments, spn):
    done = mutauth("spn", *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (0, spn + "\n", "")


# Finding R10: compose judges as lint does; what it refuses it makes by an option that says so.
@pytest.mark.parametrize("host, status", [
    ("127.1", "MUTAUTH_NAME_IS_ADDRESS"), ("2130706433", "MUTAUTH_NAME_IS_ADDRESS"),
    ("0x7f.0.0.1", "MUTAUTH_NAME_IS_ADDRESS"), ("192.0.2.1.", "MUTAUTH_NAME_IS_ADDRESS"),
    ("web.example.test.", "MUTAUTH_NAME_UNUSABLE"), ("_HOST", "MUTAUTH_NAME_UNUSABLE"),
])
def test_composes_what_will_not_work_only_by_option(mutauth, host, status):
    failed(mutauth("spn", "compose", "HTTP", host), 2, status)
    assert mutauth("spn", "lint", f"HTTP/{host}").returncode == 1
    insisted = mutauth("spn", "compose", "HTTP", host, "--allow-unusable")
    assert (insisted.returncode, insisted.stdout) == (0, f"HTTP/{host}\n")
    assert "warning" in insisted.stderr


def test_warns_of_what_works_in_some_places_only(mutauth):
    controllers = mutauth("spn", "compose", "ldap", "dc1.example.test", "--port", "3268",
                          "--service", "example.test")
    assert controllers.stdout == "ldap/dc1.example.test:3268/example.test\n"
    assert "only for a domain controller" in controllers.stderr
    composed = mutauth("spn", "compose", "http", "Web.example.test")
    assert composed.returncode == 0 and "write HTTP/" in composed.stderr
    assert "write web.example.test" in composed.stderr


# Finding R10: the realm was taken off, and the rest shown.
@pytest.mark.parametrize("text", ["HTTP@web.example.test", "https://web.example.test/login"])
def test_says_how_to_write_what_other_programs_write(mutauth, text):
    done = mutauth("spn", "parse", text)
    failed(done, 2, "MUTAUTH_INVALID_NAME")
    assert text in done.stderr and "HTTP/web.example.test" in done.stderr


def test_composes_for_this_machine(mutauth):
    said, own = mutauth("spn", "compose", "http").stdout, socket.gethostname().lower()
    # With the domain that /etc/hosts gives a short name, if any.
    assert said == f"http/{own}\n" or said.startswith(f"http/{own}.")
    netbios = own.split(".")[0].upper()[:15]
    assert mutauth("spn", "compose", "http", "--netbios").stdout == f"http/{netbios}\n"
    pair = mutauth("spn", "compose", "http", "--pair", "--port", "7").stdout.split()
    # A directory takes http/web and http/WEB for one.
    assert pair == ([said.strip() + ":7", f"http/{netbios}:7"] if "." in said
                    else [said.strip() + ":7"])


@pytest.mark.parametrize("arguments, spns", [
    (["http", "a.test", "b.test"], ["http/a.test", "http/b.test"]),
    (["http", "a.test", "b.test", "--port", "80"], ["http/a.test:80", "http/b.test:80"]),
    (["http", "a.test", "a.test", "--port", "80", "--port", "81"],
     ["http/a.test:80", "http/a.test:81"]),
    (["db", "a.test", "b.test", "--service", "CN=x,DC=test"],
     ["db/a.test/CN=x,DC=test", "db/b.test/CN=x,DC=test"]),
])
def test_composes_for_several_hosts(mutauth, arguments, spns):
    assert mutauth("spn", "compose", *arguments).stdout.splitlines() == spns
    listed = json.loads(mutauth("spn", "compose", *arguments, "--json").stdout)
    assert [one["spn"] for one in listed] == spns


@pytest.mark.parametrize("arguments", [
    ["http", "a", "b", "--port", "1", "--port", "2", "--port", "3"],
    ["http", "a", "--pair"], ["http", "--pair", "--service", "x"], ["http", "--port", "65536"],
])
def test_composes_nothing_that_makes_no_sense(mutauth, arguments):
    done = mutauth("spn", "compose", *arguments)
    assert (done.returncode, done.stdout) == (2, "") and done.stderr


@pytest.mark.parametrize("arguments, spn", [
    (["HTTP/_HOST", "Web.example.test"], "HTTP/web.example.test"),
    (["nn/_HOST:8020@R", "web"], "nn/web:8020@R"),
    (["HTTP/other"], "HTTP/other"),
])
def test_expands_host_patterns(mutauth, arguments, spn):
    assert mutauth("spn", "expand", *arguments).stdout == spn + "\n"


def test_parses_principals_and_values(mutauth):
    read = json.loads(mutauth("spn", "parse", "--principal", r"s/h/CN=a\\,b\@c@R", "--json").stdout)
    assert (read["spn"], read["realm"]) == (r"s/h/CN=a\,b@c", "R")
    read = json.loads(mutauth("spn", "parse", "--value", "a/b@R", "--json").stdout)
    assert (read["spn"], read["realm"], read["principal"]) == ("a/b@R", "", r"a/b\@R@")


# [MS-ADTS] 6.5.1 for directories; windows-semantics 1.1 for MIT KDCs: byte by byte.
@pytest.mark.parametrize("one, other, code, directory, kdc", [
    ("HTTP/web", "HTTP/web", 0, True, True),
    ("HTTP/web@R", "HTTP/web", 0, True, True),
    ("HTTP/web", "http/WEB", 1, True, False),
    ("HTTP/h\u014dst", "HTTP/host", 1, True, False),
    ("HTTP/web", "HTTP/web.", 1, False, False),
    ("HTTP/web", "ldap/other", 1, False, False),
    ("HTTP/web@A", "HTTP/web@B", 1, True, False),
])
def test_compares(mutauth, one, other, code, directory, kdc):
    done = mutauth("spn", "compare", one, other, "--json")
    told = json.loads(done.stdout)
    assert (done.returncode, told["directory"], told["kdc"]) == (code, directory, kdc)
    lines = mutauth("spn", "compare", one, other).stdout.splitlines()
    assert lines[0] == "directory: " + ("one name" if directory else "two names")
    assert lines[1] == "kdc: " + ("one name" if kdc else "two names")


@pytest.mark.parametrize("spn, code, found", [
    ("HTTP/web.example.test", 0, []),
    ("http/web.example.test", 0, [("class_spelling", "warning")]),
    ("HTTP/web.example.test:80@R", 0, [("port", "note"), ("realm", "note")]),
    ("HTTP/192.0.2.7", 1, [("address", "breaks")]),
    ("HTTP/web.example.test.", 1, [("trailing_dot", "breaks")]),
    ("x/2001:db8::7", 1, [("address", "breaks")]),
])
def test_lints(mutauth, spn, code, found):
    done = mutauth("spn", "lint", spn, "--json")
    (told,) = json.loads(done.stdout)
    assert done.returncode == code
    assert [(one["code"], one["level"]) for one in told["findings"]] == found
    assert all(one["text"] and one["remedy"] for one in told["findings"])


def test_lints_several_in_words(mutauth):
    done = mutauth("spn", "lint", "HTTP/web.example.test", "HTTP/192.0.2.7")
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert lines[0] == "HTTP/web.example.test: nothing found"
    assert lines[1] == "HTTP/192.0.2.7:"
    assert lines[2].startswith("breaks: ") and lines[2].endswith(" (address)")
    assert lines[3].startswith("  remedy: ")


def test_lists_candidates(mutauth):
    done = mutauth("spn", "candidates", "cifs/FILES", "--domain", "example.test", "--json")
    assert [one["spn"] for one in json.loads(done.stdout)] == [
        "cifs/FILES", "cifs/files", "cifs/files.example.test", "host/FILES", "host/files",
        "host/files.example.test", "RestrictedKrbHost/files.example.test"]
    plain = mutauth("spn", "candidates", "cifs/a.test", "--no-aliases").stdout.splitlines()
    assert [line.split()[0] for line in plain] == ["cifs/a.test", "RestrictedKrbHost/a.test"]
    mapped = mutauth("spn", "candidates", "cifs/a.test", "--mapping", "x=cifs").stdout
    assert "x/a.test" in mapped and "host/" not in mapped


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
    (["parse", "--principal", "a/b\\"], "MUTAUTH_INVALID_NAME"),
    (["parse", "--value", "a"], "MUTAUTH_INVALID_NAME"),
    (["compose", "http", "a.test", "192.0.2.7"], "MUTAUTH_NAME_IS_ADDRESS"),
    (["compose", "http", "a.test", "we\nb"], "MUTAUTH_INVALID_NAME"),
    (["expand", "http/_HOST", "a/b"], "MUTAUTH_INVALID_NAME"),
    (["compare", "a/b", "a"], "MUTAUTH_INVALID_NAME"),
    (["compare", "a/b", b"a/\xff"], "MUTAUTH_NOT_UTF8"),
    (["lint", "a"], "MUTAUTH_INVALID_NAME"),
    (["lint", "a/" + "w" * 65536], "MUTAUTH_NAME_TOO_LONG"),
    (["candidates", "a/b", "--domain", "a/b"], "MUTAUTH_INVALID_NAME"),
    (["candidates", "a/b", "--mapping", "x"], "MUTAUTH_INVALID_NAME"),
])
def test_refuses(mutauth, arguments, symbol):
    failed(mutauth("spn", *arguments), 2, symbol)
