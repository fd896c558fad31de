"""The table of how directories fold is what its script makes of Unicode's data."""

from __future__ import annotations

import importlib.util
import unicodedata
from types import ModuleType

import pytest

from tree_files import ROOT

SCRIPT = ROOT / "src/spn/make_fold_table.py"
TABLE = ROOT / "src/spn/fold_table.inc"


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_fold_table", SCRIPT)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_table_is_what_the_script_makes() -> None:
    head = TABLE.read_text(encoding="ascii").partition("\n")[0]
    if f"Unicode {unicodedata.unidata_version}." not in head:
        pytest.skip(f"this Python has Unicode {unicodedata.unidata_version}; the table: {head}")
    assert TABLE.read_text(encoding="ascii") == _script().made()


@pytest.mark.parametrize(("character", "folded"), [
    ("\u014d", "o"), ("\u0127", "h"), ("\u00d8", "o"), ("\uff28", "h"), ("\u32e1", "\u3064"),
    ("\u30c4", "\u3064"), ("\u0130", "i"), ("\u00df", "ss"), ("\u00a0", "\u00a0"),
    ("\u3000", " "), ("\u043e", "\u043e"), ("\u094d", "\u094d"), ("\u0301", ""),
])
def test_the_script_folds_as_directories_do(character: str, folded: str) -> None:
    assert _script().folded(character) == folded
