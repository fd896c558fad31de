"""Registration in directories of 1 000, 10 000 and 100 000 accounts, on slapd.

Each size has a realm of its own, filled before; every account has two SPNs. What is compared
is a size with the smallest: flat work has a ratio near 1 (the smaller's time over the larger's),
and so has the work for each account where all are read. Rounds of one operation are as many as the
median needs; memory is what a process needs more for duplicates than for one find.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / os.environ.get("MUTAUTH_BUILD", "build/release")
sys.path.insert(0, str(ROOT / "tools/mutauth-realm"))
sys.path.insert(0, str(BUILD / "python"))

import mutauth  # noqa: E402
from mutauth_realm import Realm  # noqa: E402

SIZES = (1000, 10_000, 100_000)
ROUNDS = 300


def accounts(count: int, suffix: str) -> str:
    entries = [
        f"dn: ou=bulk,{suffix}\nobjectClass: organizationalUnit\nou: bulk\n\n"
    ]
    entries += (
        f"dn: uid=b{i},ou=bulk,{suffix}\nobjectClass: account\nobjectClass: mutauthServiceAccount\n"
        f"uid: b{i}\nservicePrincipalName: http/host{i}.bulk.test\n"
        f"servicePrincipalName: host/host{i}.bulk.test\n\n"
        for i in range(count)
    )
    return "".join(entries)


def change(realm: Realm, ldif: str, *, add: bool = False) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".ldif") as file:
        file.write(ldif)
        file.flush()
        subprocess.run(
            ["ldapmodify", *(["-a"] if add else []), "-Q", "-Y", "EXTERNAL",
             "-H", realm.variables["MUTAUTH_REALM_LDAPI"], "-f", file.name],
            check=True, env=realm.environment, stdout=subprocess.DEVNULL)


def fill(realm: Realm, count: int) -> None:
    """Over LDAP: a slapd that runs does not know how far slapadd has come. Without the check of
    uniqueness meanwhile."""
    rule = ("dn: olcOverlay={0}unique,olcDatabase={1}mdb,cn=config\nchangetype: modify\n"
            "replace: olcUniqueURI\nolcUniqueURI: ")
    change(realm, rule + "ldap:///?rpcNsGroup?sub\n")
    change(realm, accounts(count, realm.variables["MUTAUTH_REALM_SUFFIX"]), add=True)
    change(realm, rule + "serialize ldap:///?krbPrincipalName?sub\n"
           "olcUniqueURI: serialize ldap:///?servicePrincipalName?sub\n")


def matching(directory: mutauth.Directory) -> None:
    assert len(list(directory.find_spns("*/host77.*"))) == 2


def median_ns(rounds: int, work: Callable[[int], object]) -> float:
    times = []
    for number in range(rounds):
        begin = time.perf_counter_ns()
        work(number)
        times.append(time.perf_counter_ns() - begin)
    return statistics.median(times)


def memory_of(realm: Realm, *command: str) -> int:
    """The most that a run of the command had in memory, in KiB; it must end with 0."""
    program = ("import resource, subprocess, sys; "
               "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); "
               "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)")
    address = realm.variables["MUTAUTH_REALM_LDAP_URI"].removeprefix("ldap://")
    done = subprocess.run(
        [sys.executable, "-c", program, str(BUILD / "bin/mutauth"), *command, "--server", address,
         "--keytab", str(realm.keytab("admin")), "--principal", "admin", "--timeout", "600"],
        env=realm.environment, capture_output=True, text=True, check=True)
    return int(done.stdout)


def measured(count: int) -> dict[str, float]:
    with Realm() as realm:
        fill(realm, count)
        # libkrb5 reads it, in this process too.
        os.environ["KRB5_CONFIG"] = realm.environment["KRB5_CONFIG"]
        admin = mutauth.Credential.from_keytab(str(realm.keytab("admin")), "admin")
        address = realm.variables["MUTAUTH_REALM_LDAP_URI"].removeprefix("ldap://")
        with mutauth.Directory.open(address, "ldap/localhost", admin) as directory:
            account = mutauth.Account.find(directory, "websvc")

            def holder(number: int) -> None:
                place = number * 7919 % count
                assert len(directory.find_holders(f"http/host{place}.bulk.test")) == 1

            def duplicates(_: int) -> None:
                found = directory.find_duplicates()
                while found.advance():
                    pass
                assert found.entries >= count
                assert list(found) == []

            out = {
                "find": median_ns(ROUNDS, holder),
                "find */host77.*": median_ns(50, lambda _: matching(directory)),
                "add": median_ns(
                    ROUNDS, lambda number: account.add_spn(f"race/n{number}.bulk.test")),
                "delete": median_ns(
                    ROUNDS, lambda number: account.delete_spn(f"race/n{number}.bulk.test")),
                "duplicates, each account": median_ns(3, duplicates) / count,
            }
        out["KiB"] = (memory_of(realm, "duplicates")
                      - memory_of(realm, "find", "http/host1.bulk.test"))
        return out


def main() -> None:
    smallest, *others = SIZES
    base = measured(smallest)
    for count in others:
        larger = measured(count)
        kib = larger.pop("KiB")
        for name, ns in larger.items():
            ratio = base[name] / ns
            row = {"name": f"{name}, {count} accounts", "against": f"{smallest} accounts",
                   "ratio": ratio, "min": ratio, "max": ratio, "ns": ns, "against_ns": base[name]}
            if name.startswith("duplicates"):
                row |= {"KiB": kib, "bytes_per_name": kib * 1024 / (2 * count),
                        "against_KiB": base["KiB"]}
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
