"""Whose credential a command uses, and what happens if it is of no use."""

import os
import subprocess

import pytest

from program import failed, free_port, silent_server


@pytest.fixture
def call(mutauth, web, service):
    """Calls the service with these options."""
    def run(*options, text="", environment=None):
        return mutauth("connect", service.address, "--spn", web, *options, "hello", text=text,
                       environment=environment)
    return run


@pytest.fixture
def password(mutauth):
    return mutauth.environment["MUTAUTH_REALM_USER_PASSWORD"]


def succeeded(done, client="alice@EXAMPLE.TEST"):
    assert (done.returncode, done.stdout) == (0, "hello\n"), done.stderr
    assert f"the client is {client}" in done.stderr


def test_keytab(mutauth, call):
    succeeded(call("--keytab", str(mutauth.realm.keytab("alice"))))
    succeeded(call("--keytab", str(mutauth.realm.keytab("bob")), "--principal", "bob"),
              "bob@EXAMPLE.TEST")


# As a machine that has joined a domain has it: the names of its services come first.
def test_a_keytab_whose_first_name_is_no_clients(mutauth, call, tmp_path):
    joined = tmp_path / "joined.keytab"
    key = "aes256-cts-hmac-sha1-96"
    subprocess.run(["ktutil"], text=True, check=True, stdout=subprocess.DEVNULL, input=(
        f"addent -password -p web/joined@EXAMPLE.TEST -k 1 -e {key}\nany password\n"
        f"rkt {mutauth.realm.keytab('alice')}\nwkt {joined}\n"))
    done = call("--keytab", str(joined))
    failed(done, 5, "MUTAUTH_CLIENT_UNKNOWN")
    assert "other names in the keytab: alice@EXAMPLE.TEST" in done.stderr
    assert "name the principal that is the account's own" in done.stderr
    succeeded(call("--keytab", str(joined), "--principal", "alice"))


def test_the_realm_of_a_principal_without_one(mutauth, call):
    alice = ("--keytab", str(mutauth.realm.keytab("alice")), "--principal")
    succeeded(call(*alice, "alice", "--realm", "EXAMPLE.TEST"))
    succeeded(call(*alice, "alice@EXAMPLE.TEST", "--realm", "OTHER.TEST"))
    failed(call(*alice, "alice", "--realm", "OTHER.TEST"), 5, "MUTAUTH_KEYTAB_LACKS_NAME")
    done = call("--realm", "EXAMPLE.TEST")
    assert done.returncode == 2 and "--realm needs --principal" in done.stderr


def test_password_from_a_file(call, password, tmp_path):
    (tmp_path / "password").write_text(password + "\nmore\n")
    succeeded(call("--principal", "alice", "--password-file", str(tmp_path / "password")))


def test_password_from_stdin_leaves_the_other_lines(mutauth, web, service, password):
    done = mutauth("connect", service.address, "--spn", web, "--principal", "alice@EXAMPLE.TEST",
                   "--password-file", "-", "-v", text=f"{password}\none\ntwo\n")
    assert (done.returncode, done.stdout) == (0, "one\ntwo\n"), done.stderr
    assert password not in done.stderr


# Finding W1: as Windows' editors write a text file.
@pytest.mark.parametrize("before, after", [(b"", b"\r\n"), (b"\xef\xbb\xbf", b"\n"),
                                           (b"\xef\xbb\xbf", b"\r\nmore\r\n")])
def test_a_password_file_of_windows(call, password, tmp_path, before, after):
    (tmp_path / "password").write_bytes(before + password.encode() + after)
    succeeded(call("--principal", "alice", "--password-file", str(tmp_path / "password")))


def test_a_password_file_in_utf16(call, password, tmp_path):
    (tmp_path / "password").write_bytes((password + "\r\n").encode("utf-16"))
    done = call("--principal", "alice", "--password-file", str(tmp_path / "password"))
    assert done.returncode == 2 and "save it as UTF-8" in done.stderr


@pytest.mark.parametrize("content", [b"", b"\r\n", b"\xef\xbb\xbf\n", b"\nlate\n",
                                     b"a\0b\n", b"x" * 2000])
def test_what_is_no_password(call, tmp_path, content):
    (tmp_path / "password").write_bytes(content)
    done = call("--principal", "alice", "--password-file", str(tmp_path / "password"))
    assert done.returncode == 2 and "password" in done.stderr


def test_wrong_password(call):
    failed(call("--principal", "alice", "--password-file", "-", text="guess\n"), 5,
           "MUTAUTH_WRONG_PASSWORD")


def test_unknown_client(call, password):
    failed(call("--principal", "mallory", "--password-file", "-", text=password), 5,
           "MUTAUTH_CLIENT_UNKNOWN")


def test_no_such_realm(call):
    failed(call("--principal", "alice@NOWHERE.TEST", "--password-file", "-", text="x\n"), 4,
           "MUTAUTH_REALM_UNKNOWN")


def test_the_environment_has_no_tickets(call):
    failed(call(), 5, "MUTAUTH_NO_CREDENTIAL")


def test_tickets(mutauth, call, tmp_path):
    cache = f"FILE:{tmp_path / 'tickets'}"
    environment = {**mutauth.environment, "KRB5CCNAME": cache}
    subprocess.run(["kinit", "-kt", mutauth.realm.keytab("alice"), "alice"], env=environment,
                   check=True)
    succeeded(call("--ccache", cache))
    succeeded(call(environment=environment))


def test_a_ccache_that_is_none(call, tmp_path):
    (tmp_path / "garbage").write_bytes(b"garbage")
    failed(call("--ccache", f"FILE:{tmp_path / 'garbage'}"), 5, "MUTAUTH_CCACHE_UNREADABLE")
    failed(call("--ccache", f"FILE:{tmp_path / 'missing'}"), 5, "MUTAUTH_NO_CREDENTIAL")


def test_a_keytab_that_is_none(mutauth, call, tmp_path):
    (tmp_path / "garbage").write_bytes(b"garbage")
    failed(call("--keytab", str(tmp_path / "garbage")), 5, "MUTAUTH_KEYTAB_UNREADABLE")
    failed(call("--keytab", str(tmp_path / "missing")), 5, "MUTAUTH_KEYTAB_UNREADABLE")
    failed(call("--keytab", str(mutauth.realm.keytab("bob")), "--principal", "alice"), 5,
           "MUTAUTH_KEYTAB_LACKS_NAME")


def _with_kdc(mutauth, folder, port):
    old = mutauth.realm.variables["MUTAUTH_REALM_KDC"]
    with open(mutauth.environment["KRB5_CONFIG"], encoding="utf-8") as file:
        text = file.read().replace(old, f"127.0.0.1:{port}")
    (folder / "krb5.conf").write_text(text)
    return {**mutauth.environment, "KRB5_CONFIG": str(folder / "krb5.conf")}


def test_a_kdc_that_is_not_there(mutauth, call, tmp_path):
    environment = _with_kdc(mutauth, tmp_path, free_port())
    failed(call(*mutauth.as_("alice"), environment=environment), 4, "MUTAUTH_KDC_UNREACHABLE")


def test_a_kdc_that_is_silent(mutauth, call, tmp_path):
    with silent_server() as port:
        environment = _with_kdc(mutauth, tmp_path, port)
        failed(call(*mutauth.as_("alice"), "--timeout", "1", environment=environment), 4,
               "MUTAUTH_KDC_SILENT")


def test_a_password_file_that_is_none(call, tmp_path):
    """Finding C14: a FIFO nobody writes into must not keep the command waiting."""
    os.mkfifo(tmp_path / "fifo")
    for path in (tmp_path / "fifo", tmp_path, "/dev/zero"):
        done = call("--principal", "alice", "--password-file", str(path))
        assert done.returncode == 2
        assert str(path) in done.stderr and "not a regular file" in done.stderr
