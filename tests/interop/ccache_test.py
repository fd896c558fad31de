"""Tickets wherever kinit can put them: each kind of credential cache that MIT's library has."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import PEERS, Place
from conversation import Peer, Refused, converse, establish

KCM = "/usr/sbin/kcm"
KCM_SOCKET = "/run/.heim_org.h5l.kcm-socket"
KCM_OURS = "/run/this-is-not-the-machines"


class Machine:
    """Where the programs run that share a kind of cache."""

    def __init__(self, mit: Place, prefix: list[str]) -> None:
        self._mit = mit
        self._prefix = prefix
        self._peers: list[Peer] = []

    def run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*self._prefix, *words], env=self._mit.environment, text=True,
                              capture_output=True, timeout=60, check=False)

    def kinit(self, ccache: str, account: str) -> subprocess.CompletedProcess[str]:
        return self.run("kinit", "-c", ccache, "-kt", self._mit.keytab(account), account)

    def client(self, ccache: str) -> Peer:
        if not self._peers:
            command = [*self._prefix, "/usr/bin/python3", str(PEERS / "mutauth_peer.py")]
            self._peers.append(Peer(command, self._mit.environment))
        return self._peers[0].start(role="initiate", mechanism="krb5", spn=self._mit.spn,
                                    ccache=ccache)

    def stop(self) -> None:
        for peer in self._peers:
            peer.stop()


@pytest.fixture
def here(mit: Place) -> Iterator[Machine]:
    machine = Machine(mit, [])
    yield machine
    machine.stop()


@pytest.fixture
def with_kcm(mit: Place) -> Iterator[Machine]:
    """Heimdal's daemon listens in /run alone, so it gets a /run of its own."""
    if not os.access(KCM, os.X_OK):
        pytest.skip(f"{KCM} is missing (Debian's heimdal-kcm): KCM is not tried")
    as_user = [] if os.geteuid() == 0 else ["--user", "--map-root-user"]
    script = (f"mount -t tmpfs tmpfs /run && touch {KCM_OURS} && "
              f"exec {KCM} -n --config-file=/dev/null")
    daemon = subprocess.Popen(["unshare", "--mount", *as_user, "sh", "-c", script],
                              stderr=subprocess.PIPE, text=True)
    try:
        entering = ["nsenter", f"--target={daemon.pid}", "--mount",
                    *(["--user", "--preserve-credentials"] if as_user else [])]
        machine = Machine(mit, entering)
        until = time.monotonic() + 20
        while machine.run("test", "-S", KCM_SOCKET, "-a", "-e", KCM_OURS).returncode != 0:
            if daemon.poll() is not None or time.monotonic() > until:
                daemon.kill()
                pytest.skip(f"no KCM here: {daemon.communicate()[1].strip()}")
            time.sleep(0.05)
        yield machine
        machine.stop()
    finally:
        daemon.kill()
        daemon.communicate()


def serves(mit: Place, machine: Machine, ccache: str) -> None:
    """Tickets that kinit put there prove their client; another's that replace them prove the other;
    none are told as none."""
    for account in ("alice", "bob"):
        done = machine.kinit(ccache, account)
        assert done.returncode == 0, done.stderr
        client = machine.client(ccache)
        service = mit.our_service("krb5")
        establish(client, service)
        assert service.facts()["client"] == f"{account}@{mit.name}"
        converse(client, service)
    assert machine.run("kdestroy", "-c", ccache).returncode == 0
    with pytest.raises(Refused, match="NoCredential"):
        machine.client(ccache)


def test_a_file(mit: Place, here: Machine, tmp_path: Path) -> None:
    serves(mit, here, f"FILE:{tmp_path / 'tickets'}")


def test_one_of_a_folder(mit: Place, here: Machine, tmp_path: Path) -> None:
    serves(mit, here, f"DIR::{tmp_path}/tkt1")


def test_the_first_of_a_folder(mit: Place, here: Machine, tmp_path: Path) -> None:
    """Which one that is kswitch decides."""
    folder = tmp_path / "tickets"
    folder.mkdir()
    for account, name in (("alice", "tkt1"), ("bob", "tkt2")):
        assert here.kinit(f"DIR::{folder}/{name}", account).returncode == 0
    for account, name in (("bob", "tkt2"), ("alice", "tkt1")):
        assert here.run("kswitch", "-c", f"DIR::{folder}/{name}").returncode == 0
        service = mit.our_service("krb5")
        establish(here.client(f"DIR:{folder}"), service)
        assert service.facts()["client"] == f"{account}@{mit.name}"


@pytest.mark.parametrize("anchor", ["session", "user", "persistent"])
def test_a_keyring(mit: Place, here: Machine, anchor: str) -> None:
    name = f"{os.getuid() if anchor == 'persistent' else f'mutauth-test-{os.getpid()}'}"
    ccache = f"KEYRING:{anchor}:{name}"
    if here.run("klist", "-c", ccache).returncode == 0:
        pytest.skip(f"{ccache} is in use on this machine")
    made = here.kinit(ccache, "alice")
    if made.returncode != 0:
        pytest.skip(f"no keyrings here: {made.stderr.strip()}")
    try:
        serves(mit, here, ccache)
    finally:
        here.run("kdestroy", "-c", ccache)


def test_a_daemon(mit: Place, with_kcm: Machine) -> None:
    serves(mit, with_kcm, "KCM:0")


def test_the_memory_of_the_process(mit: Place) -> None:
    client = mit.start("memory_ccache_peer.py")
    client.start(role="initiate", mechanism="krb5", spn=mit.spn, tickets=mit.ccache(),
                 ccache="MEMORY:theirs")
    service = mit.our_service("krb5")
    establish(client, service)
    assert service.facts()["client"] == f"alice@{mit.name}"
    client.stop()
