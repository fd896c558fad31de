"""mutauth connect, and what its caller sees of a service's faults."""

import socket
import threading

import pytest

from program import SPN, failed, free_port, silent_server


def test_answers_come_in_order(mutauth, service):
    done = mutauth.connect(service.address, "one", "two", "three")
    assert (done.returncode, done.stdout) == (0, "one\ntwo\nthree\n")
    assert done.stderr == ("mutauth: proven: the service is http/web.example.test@EXAMPLE.TEST, "
                           "the client is alice@EXAMPLE.TEST, level privacy\n")


@pytest.mark.parametrize("message", ["", "[a,b]", "{}", "%%", "find", "--help", "++", "\u00e4"])
def test_messages_are_taken_as_they_stand(mutauth, service, message):
    done = mutauth.connect(service.address, message)
    assert (done.returncode, done.stdout) == (0, message + "\n"), done.stderr


def test_lines_of_stdin(mutauth, service):
    text = "first\n\nlast without an end"
    done = mutauth.connect(service.address, text=text)
    assert (done.returncode, done.stdout) == (0, text + "\n")
    assert mutauth.connect(service.address, text="").returncode == 0


def test_long_messages(mutauth, service):
    longest = "x" * 1048576
    done = mutauth.connect(service.address, text=longest)
    assert done.returncode == 0 and done.stdout == longest + "\n"
    failed(mutauth.connect(service.address, text=longest + "x"), 2, "MUTAUTH_INVALID_ARGUMENT")


def test_verbose_tells_the_steps(mutauth, service):
    told = mutauth.connect(service.address, "hello", options=("--verbose",)).stderr
    for step in ("acting as alice@EXAMPLE.TEST", "getting a ticket for", "to prove", "sending 5"):
        assert step in told


def test_an_unknown_service(mutauth, service):
    failed(mutauth.connect(service.address, "x", spn="http/other.example.test"), 5,
           "MUTAUTH_SERVICE_UNKNOWN")


@pytest.mark.parametrize("spn", ["http", "a/b/c/d", "http/" + "w" * 1100])
def test_what_is_no_spn(mutauth, spn):
    assert mutauth.connect("127.0.0.1:1", "x", spn=spn).returncode == 2


@pytest.mark.parametrize("address", ["localhost", "localhost:", "localhost:x", ":1", "[::1",
                                     "127.0.0.1:65536"])
def test_what_is_no_address(mutauth, web, address):
    failed(mutauth.connect(address, "x"), 2, "MUTAUTH_INVALID_ARGUMENT")


def test_nobody_listens(mutauth, web):
    failed(mutauth.connect(f"127.0.0.1:{free_port()}", "x"), 4, "MUTAUTH_HOST_UNREACHABLE")
    failed(mutauth.connect("nowhere.invalid:1", "x", options=("--timeout", "10")), 4,
           "MUTAUTH_HOST_UNKNOWN")


def test_nobody_answers(mutauth, web):
    with silent_server() as port:
        failed(mutauth.connect(f"127.0.0.1:{port}", "x", options=("--timeout", "0.5")), 4,
               "MUTAUTH_DEADLINE_PASSED")


@pytest.mark.parametrize("said, symbol", [
    (b"", "MUTAUTH_STREAM_TRUNCATED"),
    (b"HTTP/1.1 400 Bad Request\r\n\r\n", "MUTAUTH_FRAME_TOO_LARGE"),
    (b"\0\0\0\x05\x01abcd", "MUTAUTH_TOKEN_MALFORMED"),
    (b"\0\0\0\x05\x03abcd", "MUTAUTH_FRAME_MALFORMED"),
    (b"\0\0\0\0\0", "MUTAUTH_FRAME_MALFORMED"),
    (b"\0\0\0\x01\x02", "MUTAUTH_PEER_REFUSED"),
])
def test_a_peer_that_proves_nothing_hears_nothing(mutauth, web, said, symbol):
    heard = []

    def answer(server):
        connection, _ = server.accept()
        with connection:
            heard.append(connection.recv(65536))
            connection.sendall(said)
            connection.shutdown(socket.SHUT_WR)
            while data := connection.recv(65536):
                heard.append(data)

    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=answer, args=(server,))
        thread.start()
        done = mutauth.connect(f"127.0.0.1:{server.getsockname()[1]}", "secret")
        thread.join()
    failed(done, 5, symbol)
    assert heard[0][4] == 1 and b"\0\0\0" == heard[0][:2] + b"\0"
    # At most the mechanism's own last word after the one token, never a sealed frame.
    assert all(data[4] == 2 for data in heard[1:])


def test_a_service_with_the_key_of_another_account(mutauth, web, tmp_path):
    keys = ("--spn", SPN, "--service-keytab", str(mutauth.realm.keytab("othersvc")),
            "--service-account", "othersvc@EXAMPLE.TEST")
    with mutauth.serve(*keys, log=tmp_path / "log") as other:
        failed(mutauth.connect(other.address, "secret"), 5, "MUTAUTH_PEER_REFUSED")
        line = other.line("handshake=failed")
    assert "status=MUTAUTH_WRONG_KEY" in line and 'remedy="bring the keytab' in line
