"""docs/first-service.md, whose commands are run as they stand: finding W4."""

from __future__ import annotations

import os
import re
import subprocess

from conftest import BUILD, ROOT
from program import PATIENCE, free_port

PAGE = ROOT / "docs" / "first-service.md"
STEPS = ("spn lint", "account add", "keytab add", "account verify", "connect")


def test_its_commands_lead_to_an_answer(realm, tmp_path) -> None:
    script = "\n".join(re.findall(r"^```sh\n(.*?)^```", PAGE.read_text(), re.M | re.S))
    for step in STEPS:
        assert f"mutauth {step} " in script
    path = f"{BUILD / 'bin'}:{os.environ['PATH']}"
    # The service of this page must listen before its client calls.
    script = script.replace("127.0.0.1:7000 &", "127.0.0.1:7000 >told &\n"
                            "until grep -q listening told; do sleep 0.1; done", 1)
    script = script.replace("127.0.0.1:7000", f"127.0.0.1:{free_port()}")
    done = subprocess.run(
        ["sh", "-eu", "-c", script], cwd=tmp_path, text=True, capture_output=True,
        env={**realm.environment, "PATH": path, "KRB5CCNAME": f"FILE:{tmp_path}/tickets"},
        timeout=PATIENCE * 3, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "\nhello\n" in done.stdout
