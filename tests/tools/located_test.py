"""Servers found by DNS, with a name server of the test's own: see located_cases.py."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from conftest import ROOT

TOOL = ROOT / "tools" / "mutauth-realm"
UNSHARE = ["unshare", "--user", "--map-root-user", "--net", "--mount", "--"]

INSIDE = f"""
import os, sys
sys.path.insert(0, {str(TOOL)!r})
from mutauth_realm.namespaces import raise_loopback
raise_loopback()
os.execv({str(TOOL / "mutauth-realm")!r}, ["mutauth-realm", "run", "--ad", "--", *sys.argv[1:]])
"""


def test_servers_found_by_dns(tmp_path) -> None:
    if shutil.which("dnsmasq") is None:
        pytest.skip("dnsmasq, the name server of this test, is not installed")
    tried = subprocess.run([*UNSHARE, "true"], capture_output=True, text=True, check=False)
    if tried.returncode != 0:
        pytest.skip(f"no user namespaces here: {tried.stderr.strip()}")
    done = subprocess.run(
        [*UNSHARE, sys.executable, "-c", INSIDE, sys.executable, "-m", "pytest", "-q", "-rs",
         "-p", "no:cacheprovider", "-p", "no:xdist", f"--basetemp={tmp_path / 'cases'}",
         str(ROOT / "tests" / "tools" / "located_cases.py"), "--noconftest"],
        capture_output=True, text=True, timeout=300,
        check=False)
    print(done.stdout, done.stderr)
    assert done.returncode == 0, done.stdout + done.stderr
