"""mutauth serve: many clients at once, and those that behave badly."""

import re
import signal
import socket
import time

import pytest

from program import PATIENCE, SPN, eventually, failed


def test_each_call_is_one_line(mutauth, service):
    assert mutauth.connect(service.address, "12345", "").returncode == 0
    eventually(lambda: service.log().count("\n") == 2)
    first, second = service.log().splitlines()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z peer=127\.0\.0\.1:\d+ "
                        r"client=alice@EXAMPLE\.TEST asked=http/web\.example\.test@EXAMPLE\.TEST "
                        r"key=websvc@EXAMPLE\.TEST level=privacy bytes=5 call=allowed", first)
    assert second.endswith("bytes=0 call=allowed")


def test_fifty_clients_at_once(mutauth, service):
    clients = [mutauth.start("connect", service.address, "--spn", SPN, *mutauth.as_("alice"),
                             f"message {number}") for number in range(50)]
    for number, client in enumerate(clients):
        out, err = client.communicate(timeout=60)
        assert (client.returncode, out) == (0, f"message {number}\n"), err
    assert service.log().count("call=allowed") == 50


def test_more_clients_than_may_be_wait(mutauth, web, tmp_path):
    with mutauth.serve(*mutauth.web_keys, "--max-clients", "2", log=tmp_path / "log") as service:
        clients = [mutauth.start("connect", service.address, "--spn", SPN, *mutauth.as_("bob"),
                                 "hello") for _ in range(10)]
        for client in clients:
            out, err = client.communicate(timeout=60)
            assert (client.returncode, out) == (0, "hello\n"), err


def test_a_client_that_is_not_allowed(mutauth, web, tmp_path):
    with mutauth.serve(*mutauth.web_keys, "--allow", "alice@EXAMPLE.TEST", "--allow",
                       "admin@EXAMPLE.TEST", log=tmp_path / "log") as service:
        refused = mutauth.connect(service.address, "hello", "again", account="bob")
        assert mutauth.connect(service.address, "hello", account="admin").returncode == 0
        assert mutauth.connect(service.address, "hello").returncode == 0
        line = service.line("call=refused")
    failed(refused, 1, "MUTAUTH_REFUSED_BY_PEER")
    assert "bob@EXAMPLE.TEST is not among the allowed callers" in refused.stderr
    assert "client=bob@EXAMPLE.TEST" in line and "status=MUTAUTH_CALLER_NOT_ALLOWED" in line


@pytest.mark.parametrize("said, status", [
    (b"", "MUTAUTH_STREAM_TRUNCATED"),
    (b"\0\0", "MUTAUTH_STREAM_TRUNCATED"),
    (b"GET / HTTP/1.1\r\n\r\n", "MUTAUTH_FRAME_TOO_LARGE"),
    (b"\0\0\0\x05\x01abcd", "MUTAUTH_TOKEN_MALFORMED"),
    (b"\0\0\0\x05\x03abcd", "MUTAUTH_FRAME_MALFORMED"),
    (b"\0\0\0\x01\x01", "MUTAUTH_TOKEN_MALFORMED"),
])
def test_a_failed_handshake_is_one_line(mutauth, service, said, status):
    with service.raw() as raw:
        raw.sendall(said)
        raw.shutdown(socket.SHUT_WR)
        line = service.line("handshake=failed")
    assert f"status={status}" in line and "why=" in line and "remedy=" in line
    assert mutauth.connect(service.address, "hello").stdout == "hello\n"
    assert len(service.log().splitlines()) == 2


def test_a_client_that_stops_halfway_keeps_nobody_waiting(mutauth, service):
    with service.raw() as raw:
        raw.sendall(b"\0\0\x10\0\x01only a part")
        before = time.monotonic()
        assert mutauth.connect(service.address, "hello").stdout == "hello\n"
        assert time.monotonic() - before < 8
        # Its time to prove itself ends.
        raw.settimeout(PATIENCE)
        assert raw.recv(100) == b""
        assert 8 < time.monotonic() - before < PATIENCE
    assert "status=MUTAUTH_DEADLINE_PASSED" in service.line("handshake=failed")


def test_a_client_that_is_killed(mutauth, service):
    client = mutauth.start("connect", service.address, "--spn", SPN, *mutauth.as_("alice"))
    client.stdin.write("hello\n")
    client.stdin.flush()
    assert client.stdout.readline() == "hello\n"
    client.kill()
    client.communicate()
    assert "client=alice@EXAMPLE.TEST" in service.line("end=failed", "MUTAUTH_STREAM_TRUNCATED")


def test_an_idle_client_is_told(mutauth, web, tmp_path):
    with mutauth.serve(*mutauth.web_keys, "--idle", "0.3", log=tmp_path / "log") as service:
        client = mutauth.start("connect", service.address, "--spn", SPN, *mutauth.as_("alice"))
        service.line("client=alice@EXAMPLE.TEST", 'end="idle for too long"')
        _, told = client.communicate("too late\n", timeout=PATIENCE)
    assert client.returncode in (1, 5), told


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_well(mutauth, web, tmp_path, number):
    with mutauth.serve(*mutauth.web_keys, log=tmp_path / "log") as service:
        client = mutauth.start("connect", service.address, "--spn", SPN, *mutauth.as_("alice"))
        client.stdin.write("hello\n")
        client.stdin.flush()
        assert client.stdout.readline() == "hello\n"
        before = time.monotonic()
        service.process.send_signal(number)
        assert service.process.wait(PATIENCE) == 0
        assert time.monotonic() - before < 9
        client.communicate("late\n")
        assert client.returncode != 0
        assert "end=failed" not in service.log()


def test_a_signal_does_not_wait_for_those_who_prove_nothing(service):
    with service.raw():
        time.sleep(0.1)
        before = time.monotonic()
        service.process.terminate()
        assert service.process.wait(PATIENCE) == 0
        assert time.monotonic() - before < 9


def test_once(mutauth, web, tmp_path):
    with mutauth.serve(*mutauth.web_keys, "--once", log=tmp_path / "log") as service:
        with service.raw() as raw:
            raw.sendall(b"nonsense")
        service.line("handshake=failed")
        assert mutauth.connect(service.address, "hello").stdout == "hello\n"
        assert service.process.wait(PATIENCE) == 0


def test_several_names(mutauth, web, tmp_path):
    names = ("--spn", "http/web", "--spn", SPN)
    with mutauth.serve(*names, *mutauth.web_keys[2:], log=tmp_path / "log") as service:
        assert mutauth.connect(service.address, "hello").returncode == 0


def test_a_name_that_is_not_served(mutauth, web, tmp_path):
    with mutauth.serve("--spn", "http/another.example.test", *mutauth.web_keys[2:],
                       log=tmp_path / "log") as service:
        failed(mutauth.connect(service.address, "hello"), 5, "MUTAUTH_PEER_REFUSED")
        assert "status=MUTAUTH_WRONG_SPN" in service.line("handshake=failed")


@pytest.mark.parametrize("keys, code, symbol", [
    (["--service-keytab", "/nonexistent"], 5, "MUTAUTH_KEYTAB_UNREADABLE"),
    (["--service-keytab", "/dev/null"], 5, "MUTAUTH_KEYTAB_UNREADABLE"),
    ([], 5, "MUTAUTH_KEYTAB_LACKS_NAME"),
    (["--service-account", "othersvc"], 5, "MUTAUTH_KEYTAB_LACKS_NAME"),
    (["--service-account", "websvc", "--allow", "alice"], 2, "MUTAUTH_INVALID_ARGUMENT"),
    (["--service-account", "websvc", "--listen", "127.0.0.1"], 2, "MUTAUTH_INVALID_ARGUMENT"),
    (["--service-account", "websvc", "--listen", "192.0.2.7:0"], 6, "MUTAUTH_ADDRESS_UNUSABLE"),
    (["--service-account", "websvc", "--spn", "nonsense"], 2, "MUTAUTH_INVALID_NAME"),
])
def test_what_cannot_be_served_is_told_at_once(mutauth, keys, code, symbol):
    listen = [] if "--listen" in keys else ["--listen", "127.0.0.1:0"]
    failed(mutauth("serve", "--spn", SPN, *keys, *listen), code, symbol)


def test_an_address_that_is_taken(mutauth, service):
    failed(mutauth("serve", *mutauth.web_keys, "--listen", service.address), 6,
           "MUTAUTH_ADDRESS_UNUSABLE")


def test_a_reader_who_went_away_does_not_stop_it(mutauth, web):
    process = mutauth.start("serve", *mutauth.web_keys, "--listen", "127.0.0.1:0")
    address = process.stdout.readline().split()[-1]
    process.stderr.close()
    for _ in range(3):
        assert mutauth.connect(address, "hello").stdout == "hello\n"
    process.terminate()
    assert process.wait(PATIENCE) == 0
    process.stdout.close()
    process.stdin.close()
