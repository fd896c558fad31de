"""Nothing stays behind, whichever process is killed."""

import os
import re
import signal
import subprocess
import sys
import time

import pytest

from conftest import COMMAND, SOURCE, eventually, processes_naming
from mutauth_realm.folder import RealmFolder


class Run:
    """`mutauth-realm run` with a command that says where it is and waits."""

    def __init__(self, place, script='echo "$MUTAUTH_REALM_DIR $$"; exec sleep 1000',
                 command=(COMMAND, "run")):
        self.front = subprocess.Popen(
            [*command, "--", "sh", "-c", script], stdout=subprocess.PIPE, text=True,
            stderr=subprocess.PIPE, env={**os.environ, "TMPDIR": str(place)})
        folder, command = self.front.stdout.readline().split()
        self.folder = RealmFolder(folder)
        self.command = int(command)

    def keeper(self) -> int:
        return keeper_of(self.folder)

    def all_gone(self) -> bool:
        return (not self.folder.path.exists() and not processes_naming(self.folder.path)
                and not alive(self.command))


def keeper_of(folder: RealmFolder) -> int:
    (found,) = folder.keeper.find()
    return found


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii") as stat:
            return stat.read().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@pytest.fixture
def run(place):
    started = Run(place)
    assert len(processes_naming(started.folder.path)) == 4
    yield started
    started.front.communicate(timeout=30)
    assert started.all_gone()


def test_the_command_is_killed(run):
    os.kill(run.command, signal.SIGKILL)
    assert run.front.wait(20) == 137
    assert run.all_gone()


def test_the_front_is_killed(run):
    run.front.kill()
    run.front.wait(20)
    assert eventually(run.all_gone)


def test_the_keeper_is_killed(run):
    os.kill(run.keeper(), signal.SIGKILL)
    assert run.front.wait(20) == 4
    assert "keeper" in run.front.stderr.read()
    assert run.all_gone()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGQUIT])
def test_a_signal_to_the_front_reaches_the_command(run, number):
    run.front.send_signal(number)
    assert run.front.wait(20) == 128 + number
    assert run.all_gone()


def test_the_keeper_heeds_a_signal(run):
    os.kill(run.keeper(), signal.SIGTERM)
    assert run.front.wait(20) == 4
    assert run.all_gone()


def test_the_command_may_handle_the_signal(place):
    run = Run(place, 'trap "exit 3" TERM; echo "$MUTAUTH_REALM_DIR $$"; '
                     "while :; do sleep 0.05; done")
    run.front.terminate()
    assert run.front.wait(20) == 3
    run.front.communicate()
    assert run.all_gone()


def test_a_command_that_does_not_listen_ends_with_its_realm(place):
    run = Run(place, 'trap "" TERM; echo "$MUTAUTH_REALM_DIR $$"; while :; do sleep 0.05; done')
    os.kill(run.keeper(), signal.SIGKILL)
    assert run.front.wait(20) == 4
    run.front.communicate()
    assert run.all_gone()


def test_a_server_that_is_killed_leaves_the_rest_running(run):
    server = run.folder.servers.find()[0]
    os.kill(server, signal.SIGKILL)
    time.sleep(0.1)
    assert run.front.poll() is None
    run.front.terminate()


def ended_within_python(number, code, said):
    """On a busy machine a signal may come before Python runs the lines of ours that heed it."""
    return code == -number or (
        number == signal.SIGINT and code == 1 and b"mutauth_realm" not in said)


@pytest.mark.parametrize("delay", [number * 0.03 for number in range(18)])
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_the_front_ends_while_the_realm_starts(place, delay, number):
    front = subprocess.Popen([COMMAND, "run", "--", "true"], stderr=subprocess.PIPE,
                             env={**os.environ, "TMPDIR": str(place)})
    time.sleep(delay)
    front.send_signal(number)
    code = front.wait(20)
    said = front.stderr.read()
    if not ended_within_python(number, code, said):
        assert code in (0, 128 + number)
        assert b"Traceback" not in said
    assert eventually(lambda: processes_naming(place) == [])
    if code == 128 + number:
        assert list(place.iterdir()) == []
    front.stderr.close()


@pytest.mark.parametrize("delay", [0.05, 0.2, 0.3, 0.4])
def test_up_is_interrupted(place, delay):
    up = subprocess.Popen([COMMAND, "up", place / "realm"], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE)
    time.sleep(delay)
    up.send_signal(signal.SIGINT)
    _, said = up.communicate(timeout=20)
    if up.returncode == 0:
        subprocess.run([COMMAND, "down", place / "realm"], check=True)
    elif not ended_within_python(signal.SIGINT, up.returncode, said):
        assert up.returncode == 130
    assert processes_naming(place) == []
    assert list(place.iterdir()) == []


def test_whoever_reads_the_realms_files_is_left_alone(place):
    folder = RealmFolder(place / "realm")
    subprocess.run([COMMAND, "up", folder.path], check=True, stdout=subprocess.DEVNULL)
    reader = subprocess.Popen(["tail", "-f", folder.slapd_configuration], stdout=subprocess.DEVNULL)
    try:
        os.kill(keeper_of(folder), signal.SIGKILL)
        assert subprocess.run([COMMAND, "down", folder.path]).returncode == 0
        assert reader.poll() is None
    finally:
        reader.kill()
        reader.wait()


def test_the_keeper_of_a_realm_that_is_up_is_killed(place):
    folder = RealmFolder(place / "realm")
    subprocess.run([COMMAND, "up", folder.path], check=True, stdout=subprocess.DEVNULL)
    os.kill(keeper_of(folder), signal.SIGKILL)
    assert eventually(lambda: processes_naming(folder.path) == [])
    done = subprocess.run([COMMAND, "exec", folder.path, "--", "true"], capture_output=True)
    assert done.returncode == 4
    assert subprocess.run([COMMAND, "down", folder.path]).returncode == 0
    assert not folder.path.exists()


def test_a_realm_that_is_up_outlives_who_started_it(place):
    folder = place / "realm"
    subprocess.run(["setsid", "-w", "sh", "-c", f"{COMMAND} up {folder} >/dev/null; kill -9 0"],
                   stderr=subprocess.DEVNULL)
    time.sleep(0.1)
    assert subprocess.run([COMMAND, "exec", folder, "--", "true"]).returncode == 0
    assert subprocess.run([COMMAND, "down", folder]).returncode == 0


def test_a_realm_ends_with_the_program_that_uses_the_library(place):
    """Also when a process that the program forked is still there."""
    program = subprocess.Popen(
        [sys.executable, "-c", "import os, sys, time; sys.path.insert(0, sys.argv[1])\n"
         "from mutauth_realm import Realm\n"
         "realm = Realm().start()\n"
         "if os.fork() == 0: time.sleep(1000)\n"
         "print(realm.folder, os.getppid(), flush=True); time.sleep(1000)\n", str(SOURCE)],
        stdout=subprocess.PIPE, text=True, start_new_session=True,
        env={**os.environ, "TMPDIR": str(place)})
    folder = program.stdout.readline().split()[0]
    assert re.fullmatch(f"{place}/mutauth-realm-.*", folder)
    program.kill()
    program.wait()
    try:
        assert eventually(lambda: not os.path.exists(folder) and processes_naming(folder) == [])
    finally:
        os.killpg(program.pid, signal.SIGKILL)
        program.stdout.close()
