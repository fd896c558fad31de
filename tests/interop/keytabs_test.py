"""Keytabs as other programs write them: mutauth's verdicts are those of kvno -k and kinit -k."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Callable

import pytest

from conftest import BUILD, Place

# Each joins the domain once.
COMPUTERS = count(1)
KTUTIL_TYPES = ("aes256-cts-hmac-sha1-96", "aes128-cts-hmac-sha1-96")


@dataclass
class Keytab:
    """A service's, and the account whose keys it holds."""

    place: Place
    file: Path
    account: str
    spn: str

    def mutauth(self, *words: str) -> subprocess.CompletedProcess[str]:
        return run(self.place, str(BUILD / "bin" / "mutauth"), *words)

    def check(self, file: Path | None = None) -> subprocess.CompletedProcess[str]:
        """As alice, who asks for the service's ticket."""
        return self.mutauth("keytab", "check", str(file or self.file), self.spn,
                            "--service-account", self.account, *as_user(self.place, "alice"))

    def verify(self, file: Path | None = None) -> subprocess.CompletedProcess[str]:
        return self.mutauth("account", "verify", self.account, self.spn,
                            "--service-keytab", str(file or self.file),
                            "--service-account", self.account,
                            *directory(self.place), *as_user(self.place, "admin"))

    def kvno_opens(self, spn: str, file: Path | None = None) -> bool:
        """MIT's own verdict, with a ticket of alice's that nobody had before."""
        cache = f"FILE:{self.file}.ccache"
        self.place.run("kinit", "-c", cache, "-kt", self.place.keytab("alice"), "alice")
        done = run(self.place, "kvno", "-c", cache, "-k", str(file or self.file), spn)
        return done.returncode == 0 and "keytab entry valid" in done.stdout

    def kinit_takes(self) -> bool:
        done = run(self.place, "kinit", "-c", "MEMORY:x", "-kt", str(self.file), self.account)
        return done.returncode == 0

    def names(self) -> set[str]:
        """As klist shows them, without the realm."""
        lines = self.place.run("klist", "-k", str(self.file)).stdout.splitlines()
        return {line.split()[1].rsplit("@", 1)[0] for line in lines if "@" in line}

    def expect_same_verdicts(self) -> None:
        """Whether the service works by this keytab, and whether its account does."""
        opens = self.kvno_opens(self.spn)
        checked, verified = self.check(), self.verify()
        assert (checked.returncode == 0) == opens, checked.stdout + checked.stderr
        assert (verified.returncode == 0) == opens, verified.stdout + verified.stderr


def run(place: Place, *words: str, text: str | None = None,
        **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(place.realm.command(words), env={**place.environment, **variables},
                          input=text, capture_output=True, text=True, timeout=180, check=False)


def done_by(place: Place, *words: str, text: str | None = None, **variables: str) -> str:
    done = run(place, *words, text=text, **variables)
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
    return done.stdout


def as_user(place: Place, name: str) -> tuple[str, ...]:
    return ("--keytab", place.keytab(name), "--principal", name)


def directory(place: Place) -> tuple[str, ...]:
    variables = place.realm.variables
    return ("--server", variables["MUTAUTH_REALM_LDAP_URI"].removeprefix("ldap://"),
            "--directory-spn", variables["MUTAUTH_REALM_LDAP_SPN"])


def on_websvc(place: Place, folder: Path, spn: str) -> Keytab:
    """An SPN of websvc's, and no keytab yet."""
    keytab = Keytab(place, folder / "service.keytab", "websvc", spn)
    done = keytab.mutauth("account", "add", "websvc", spn, *directory(place),
                          *as_user(place, "admin"))
    assert done.returncode == 0, done.stderr
    return keytab


def by_ktutil(place: Place, folder: Path) -> Keytab:
    """Keys of a password that the account was given, under the service's and the account's name."""
    keytab = on_websvc(place, folder, f"HTTP/ktutil.{place.domain}")
    password = place.realm.variables["MUTAUTH_REALM_ADMIN_PASSWORD"] + "-websvc"
    cache = f"FILE:{folder}/admin.ccache"
    place.run("kinit", "-c", cache, "-kt", place.keytab("admin"), "admin")
    version = set_password(place, password)
    entries = "".join(
        f"addent -password -p {name}@{place.name} -k {version} -e {kind} -s {place.name}websvc\n"
        f"{password}\n" for name in ("websvc", keytab.spn) for kind in KTUTIL_TYPES)
    done_by(place, "ktutil", text=f"{entries}wkt {keytab.file}\nquit\n")
    return keytab


def set_password(place: Place, password: str) -> int:
    """By the realm's own tools; gives the version that the KDC has then."""
    if place.kind == "ad":
        done_by(place, "samba-tool", "user", "setpassword", "websvc", f"--newpassword={password}")
    else:
        done_by(place, "kadmin.local", "-q", f"cpw -pw {password} websvc")
    cache = f"FILE:{place.folder}/version.ccache"
    place.run("kinit", "-c", cache, "-kt", place.keytab("alice"), "alice")
    shown = place.run("kvno", "-c", cache, f"HTTP/ktutil.{place.domain}").stdout
    return int(shown.rsplit("kvno = ", 1)[1])


def by_kadmin(place: Place, folder: Path) -> Keytab:
    keytab = on_websvc(place, folder, f"HTTP/kadmin.{place.domain}")
    done = run(place, "kadmin.local", "-q", f"ktadd -norandkey -k {keytab.file} {keytab.spn}")
    assert keytab.file.exists(), done.stdout + done.stderr
    return keytab


def by_samba(place: Place, folder: Path) -> Keytab:
    keytab = on_websvc(place, folder, f"HTTP/samba.{place.domain}")
    done_by(place, "samba-tool", "domain", "exportkeytab", str(keytab.file),
            f"--principal={keytab.spn}")
    return keytab


def resolving(place: Place) -> dict[str, str]:
    """Both look the domain controller up by its name."""
    return {"LD_PRELOAD": "libnss_wrapper.so",
            "NSS_WRAPPER_HOSTS": str(Path(place.realm.folder) / "hosts")}


def admin_cache(place: Place, folder: Path) -> str:
    path = folder / "admin.ccache"
    place.run("kinit", "-c", f"FILE:{path}", "-kt", place.keytab("admin"), "admin")
    return str(path)


def by_adcli(place: Place, folder: Path) -> Keytab:
    """A joined computer."""
    name = f"adcli{next(COMPUTERS)}"
    host = f"{name}.{place.domain}"
    keytab = Keytab(place, folder / "service.keytab", f"{name.upper()}$", f"HTTP/{host}")
    done_by(place, "adcli", "join", f"--domain={place.domain}", f"--domain-realm={place.name}",
            f"--domain-controller=dc1.{place.domain}",
            f"--login-ccache={admin_cache(place, folder)}", f"--host-keytab={keytab.file}",
            f"--host-fqdn={host}", f"--computer-name={name.upper()}", "--service-name=HTTP",
            **resolving(place))
    return keytab


def by_msktutil(place: Place, folder: Path) -> Keytab:
    """Its own way of a joined computer: the name in small and in capital letters."""
    name = f"mskutil{next(COMPUTERS)}"
    host = f"{name}.{place.domain}"
    keytab = Keytab(place, folder / "service.keytab", f"{name}$", f"HTTP/{host}")
    done_by(place, "msktutil", "--create", "--server", f"dc1.{place.domain}", "--realm",
            place.name, "--keytab", str(keytab.file), "--computer-name", name, "--hostname",
            host, "--service", "HTTP", "--no-reverse-lookups", "--base", "CN=Computers",
            KRB5CCNAME=f"FILE:{admin_cache(place, folder)}", **resolving(place))
    return keytab


@dataclass(frozen=True)
class Writer:
    name: str
    kind: str
    write: Callable[[Place, Path], Keytab]
    program: str
    # Whether the account's own name stands in the keytab.
    names_account: bool = True


WRITERS = [
    Writer("ktutil", "mit", by_ktutil, "ktutil"),
    Writer("ktutil", "ad", by_ktutil, "ktutil"),
    Writer("kadmin", "mit", by_kadmin, "kadmin.local", names_account=False),
    Writer("samba-tool", "ad", by_samba, "samba-tool", names_account=False),
    Writer("adcli", "ad", by_adcli, "adcli"),
    Writer("msktutil", "ad", by_msktutil, "msktutil"),
]
SBIN = "/usr/local/sbin:/usr/sbin:/sbin"


def missing(writer: Writer) -> str:
    """Why it cannot be tried here, or ''."""
    path = f"{os.environ.get('PATH', '')}:{SBIN}"
    if shutil.which(writer.program, path=path) is None:
        return f"{writer.program} is not installed"
    if writer.name in ("adcli", "msktutil") and not any(
            Path(folder).glob("**/libnss_wrapper.so*") for folder in ("/usr/lib", "/usr/lib64")):
        return f"libnss-wrapper, by which {writer.name} finds the controller, is not installed"
    return ""


@pytest.fixture(params=WRITERS, ids=lambda one: f"{one.name}-{one.kind}")
def written(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Writer, Keytab]:
    writer = request.param
    if reason := missing(writer):
        pytest.skip(reason)
    place = request.getfixturevalue(writer.kind)
    if f":{SBIN}" not in place.environment["PATH"]:
        place.environment["PATH"] += f":{SBIN}"
    return writer, writer.write(place, tmp_path)


# Findings R16 and R17; kvno -k and kinit -k are the measure.
def test_verdicts_are_those_of_kvno_and_kinit(written: tuple[Writer, Keytab]) -> None:
    writer, keytab = written
    assert keytab.kvno_opens(keytab.spn), "the program's own keytab works"
    assert keytab.kinit_takes() == writer.names_account
    keytab.expect_same_verdicts()

    more = f"HTTP/more-{writer.name}.{keytab.place.domain}"
    done = keytab.mutauth("account", "add", keytab.account, more, *directory(keytab.place),
                          *as_user(keytab.place, "admin"))
    assert done.returncode == 0, done.stderr
    assert more not in keytab.names()
    added = keytab.mutauth("keytab", "add", str(keytab.file), more,
                           "--service-account", keytab.account)
    assert added.returncode == 0, added.stderr
    assert more in keytab.names() and keytab.kvno_opens(more)

    old = Path(f"{keytab.file}.old")
    shutil.copy(keytab.file, old)
    rotated = keytab.mutauth("keytab", "rotate", str(keytab.file),
                             "--service-account", keytab.account)
    assert rotated.returncode == 0, rotated.stderr
    assert keytab.kvno_opens(keytab.spn) and keytab.kvno_opens(more)
    keytab.expect_same_verdicts()
    assert not keytab.kvno_opens(keytab.spn, old)
    assert keytab.check(old).returncode == 1
    assert keytab.verify(old).returncode == 1
    if writer.names_account:
        assert keytab.kinit_takes()


# Finding R17: it always writes RC4 keys, which are a warning that a rotation clears.
@pytest.mark.parametrize("written", [w for w in WRITERS if w.name in ("adcli", "msktutil")],
                         ids=lambda one: one.name, indirect=True)
def test_weak_keys_are_a_warning_that_its_remedy_clears(written: tuple[Writer, Keytab]) -> None:
    _, keytab = written
    before = keytab.check()
    assert before.returncode == 0, before.stdout + before.stderr
    assert "warning weak_enctype" in before.stdout
    rotated = keytab.mutauth("keytab", "rotate", str(keytab.file),
                             "--service-account", keytab.account)
    assert rotated.returncode == 0, rotated.stderr
    after = keytab.check()
    assert (after.returncode, after.stdout) == (0, "the keytab is in order\n"), after.stdout
