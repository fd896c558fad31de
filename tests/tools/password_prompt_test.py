"""The prompt for a password, at a terminal of its own. Finding R14."""

import contextlib
import os
import pty
import select
import signal
import termios
import time

import pytest

from program import PATIENCE, eventually, free_port


class Terminal:
    """A terminal with a session leader that, as a shell does, has the command as its foreground
    job and tells how that ends or stops."""

    def __init__(self, mutauth, *, ignored=()):
        words = [str(mutauth.path), "find", "http/web.example.test", "--server",
                 f"localhost:{free_port()}", "--principal", "alice", "--password-file", "-"]
        self.told, tell = os.pipe()
        self.leader, self.fd = pty.fork()
        if self.leader == 0:
            with contextlib.suppress(BaseException):
                for number in ignored:
                    signal.signal(number, signal.SIG_IGN)
                signal.signal(signal.SIGTTOU, signal.SIG_IGN)
                lead(words, mutauth.environment, tell)
            os._exit(99)
        os.close(tell)
        self.pid = int.from_bytes(os.read(self.told, 4), "little")
        self.said = b""

    def until(self, word, times=1):
        end = time.monotonic() + PATIENCE
        while self.said.count(word) < times:
            assert time.monotonic() < end, self.said
            with contextlib.suppress(OSError):
                self.said += os.read(self.fd, 1000)
        return self

    def echoes(self):
        return bool(termios.tcgetattr(self.fd)[3] & termios.ECHO)

    def type(self, text):
        os.write(self.fd, text)
        return self

    def status(self):
        """How the job ended or stopped."""
        assert select.select([self.told], [], [], PATIENCE)[0]
        return int.from_bytes(os.read(self.told, 4), "little")

    def close(self):
        os.close(self.fd)
        os.close(self.told)
        os.kill(self.leader, signal.SIGKILL)
        os.waitpid(self.leader, 0)


def lead(words, environment, tell):
    job = os.fork()
    if job == 0:
        os.setpgid(0, 0)
        os.tcsetpgrp(0, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        os.execve(words[0], words, environment)
    os.write(tell, job.to_bytes(4, "little"))
    while True:
        _, status = os.waitpid(job, os.WUNTRACED)
        os.write(tell, status.to_bytes(4, "little"))
        if not os.WIFSTOPPED(status):
            signal.pause()


@pytest.fixture
def terminal(mutauth):
    made = []

    def make(**options):
        made.append(Terminal(mutauth, **options))
        made[-1].until(b"Password: ")
        # The prompt comes first, and then the echo goes.
        eventually(lambda: not made[-1].echoes())
        return made[-1]
    yield make
    for one in made:
        one.close()


@pytest.mark.parametrize("sent, number", [(b"\x03", signal.SIGINT), (b"\x1c", signal.SIGQUIT),
                                          (None, signal.SIGTERM), (None, signal.SIGHUP)])
def test_a_signal_that_ends_it_leaves_a_terminal_that_echoes(terminal, sent, number):
    at = terminal()
    at.type(sent) if sent else os.kill(at.pid, number)
    assert os.WTERMSIG(at.status()) == number
    assert at.echoes()


def test_a_stopped_command_gives_the_echo_back_and_asks_again(terminal):
    at = terminal().type(b"\x1a")
    assert os.WIFSTOPPED(at.status())
    assert at.echoes()
    os.kill(at.pid, signal.SIGCONT)
    at.until(b"Password: ", 2)
    eventually(lambda: not at.echoes())
    at.type(b"secret\n").until(b"remedy: ")
    assert os.WIFEXITED(at.status()) and at.echoes()
    assert b"secret" not in at.said


def test_a_signal_that_is_switched_off_stays_off(terminal):
    at = terminal(ignored=[signal.SIGINT])
    os.kill(at.pid, signal.SIGINT)
    at.type(b"secret\n").until(b"remedy: ")
    assert os.WIFEXITED(at.status()) and at.said.count(b"Password: ") == 1
