"""Every function of the C ABI is called by a test of the C ABI."""

from __future__ import annotations

import json
import re
from pathlib import Path

from tree_files import ROOT

_COMMENT = re.compile(r"//[^\n]*|/\*.*?\*/", re.S)


def uncalled(functions: list[str], texts: list[str]) -> list[str]:
    """A free function counts also where a test's smart pointer is given it."""
    code = "\n".join(_COMMENT.sub("", text) for text in texts)
    used = set(re.findall(r"\b(mutauth_\w+)\s*[(,;)}>]", code))
    return [name for name in functions if name not in used]


def test_every_function_is_called() -> None:
    record = json.loads((ROOT / "capi/abi/current.json").read_text())
    names = [function["name"] for function in record["functions"]]
    sources: list[Path] = []
    for pattern in ("*.c", "*.cpp", "*.h"):
        sources += (ROOT / "tests/capi").rglob(pattern)
    missing = uncalled(names, [path.read_text() for path in sources])
    assert not missing, "called by no test in tests/capi:\n" + "\n".join(missing)


def test_an_uncalled_function_is_seen() -> None:
    texts = ["// mutauth_b() is spoken of\nmutauth_a(1);\nPtr p(x, mutauth_c_free);"]
    assert uncalled(["mutauth_a", "mutauth_b", "mutauth_c_free"], texts) == ["mutauth_b"]
