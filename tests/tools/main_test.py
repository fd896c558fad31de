"""The command line itself: help, version, usage."""

import re
import subprocess

import pytest

SUBCOMMANDS = ["spn compose", "spn target", "spn parse", "account list", "account add",
               "account delete", "account verify", "keytab check", "keytab add",
               "keytab rotate", "find", "duplicates", "serve", "connect", "explain"]


def test_version(mutauth):
    done = mutauth("--version")
    assert done.returncode == 0 and re.fullmatch(r"mutauth \d+\.\d+\.\d+\n", done.stdout)


def test_help_names_subcommands_examples_and_exit_codes(mutauth):
    done = mutauth("--help")
    assert done.returncode == 0 and done.stderr == ""
    for word in ("spn", "account", "find", "duplicates", "serve", "connect", "explain", "Examples:",
                 "Exit codes:"):
        assert word in done.stdout


@pytest.mark.parametrize("name", SUBCOMMANDS)
def test_each_subcommand_has_help_with_an_example(mutauth, name):
    done = mutauth(*name.split(), "--help")
    assert done.returncode == 0
    assert "Example" in done.stdout and f"mutauth {name}" in done.stdout
    assert all(len(line) <= 100 for line in done.stdout.splitlines())


@pytest.mark.parametrize("name", ["account list", "find", "connect"])
def test_help_tells_whose_credential_is_used(mutauth, name):
    assert "Without these it is the environment's" in mutauth(*name.split(), "--help").stdout


@pytest.mark.parametrize("arguments", [
    [], ["nothing"], ["spn"], ["account"], ["--nothing"], ["spn", "compose"],
    ["spn", "compose", "http", "a", "--pair"], ["spn", "compose", "http", "a", "--port", "0"],
    ["spn", "compose", "http", "a", "--port", "65536"],
    ["spn", "compose", "http", "a", "--port", "x"],
    ["account", "list"], ["account", "add", "websvc", "--server", "x"],
    ["find", "--server", "x"], ["serve"], ["serve", "--spn", "a/b"],
    ["serve", "--spn", "a/b", "--listen", "127.0.0.1:0", "--max-clients", "0"],
    ["connect"], ["connect", "127.0.0.1:1"], ["connect", "127.0.0.1:1", "--spn", ""],
    ["connect", "127.0.0.1:1", "--spn", "a/b", "--timeout", "0"],
    ["connect", "127.0.0.1:1", "--spn", "a/b", "--timeout", "nan"],
    ["connect", "127.0.0.1:1", "--spn", "a/b", "--timeout", "1e9"],
    ["connect", "127.0.0.1:1", "--spn", "a/b", "--ccache", ""],
    ["connect", "127.0.0.1:1", "--spn", "a/b", "--ccache", "x", "--keytab", "y"],
    ["connect", "127.0.0.1:1", "--spn", "a/b", "--principal", "alice"],
    ["connect", "127.0.0.1:1", "--spn", "a/b", "--password-file", "x"],
    ["explain"], ["explain", "1", "2"],
])
def test_what_makes_no_sense_ends_with_2(mutauth, arguments):
    done = mutauth(*arguments)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert done.stderr.startswith("mutauth: ")


def test_a_full_disk_is_noticed(mutauth):
    with open("/dev/full", "wb") as full:
        done = subprocess.run([mutauth.path, "spn", "compose", "http", "web"], stdout=full,
                              stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 6 and "cannot write to stdout" in done.stderr
