"""Areas depend one way, as the table says, and nothing in src knows of what stands on it."""

from __future__ import annotations

import re
from pathlib import Path

from tree_files import ROOT

# What each area may include from, besides itself. An area that is not here may not exist.
BELOW: dict[str, set[str]] = {"core": set()}
BELOW["spn"] = {"core"}
BELOW["credential"] = BELOW["spn"] | {"spn"}
BELOW["context"] = BELOW["credential"] | {"credential"}
BELOW["channel"] = BELOW["context"] | {"context"}
BELOW["directory"] = BELOW["context"] | {"context"}
BELOW["registration"] = BELOW["directory"] | {"directory"}
BELOW["identity"] = BELOW["directory"] | {"directory"}
BELOW["publication"] = BELOW["registration"] | {"registration"}
BELOW["rpc"] = set(BELOW) - {"rpc"}
BELOW["explain"] = set(BELOW) - {"explain"}

_INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)
_SOURCES = {".h", ".hpp", ".c", ".cpp", ".inc", ".def"}


def faults(root: Path) -> list[str]:
    found = []
    for top, check in (("src", _core_fault), ("capi", _capi_fault), ("tools", _tool_fault)):
        for path in sorted((root / top).rglob("*")):
            if path.suffix not in _SOURCES:
                continue
            name = path.relative_to(root).as_posix()
            for bracket, target in _INCLUDE.findall(path.read_text(encoding="utf-8")):
                if why := _relative(target) or check(name.split("/"), bracket, target, root):
                    found.append(f"{name}: #include {target}: {why}")
    found += [
        f"src/{path.name}: not an area of the table"
        for path in sorted((root / "src").iterdir())
        if path.is_dir() and path.name not in BELOW
    ]
    return found


def _relative(target: str) -> str:
    parts = target.split("/")
    return "a relative include" if "." in parts or ".." in parts else ""


def _core_fault(parts: list[str], bracket: str, target: str, _root: Path) -> str:
    area, seen = parts[1], target.split("/")[0]
    if seen in ("capi", "tools", "bindings"):
        return f"nothing in src sees {seen}"
    if bracket == '"' and seen not in BELOW:
        return "quotes are for the areas of src"
    if bracket == "<" and seen in BELOW and "/" in target:
        return "an area's header stands in quotes"
    if seen in BELOW and "/" in target and seen != area and seen not in BELOW.get(area, set()):
        return f"{area} may not see {seen}"
    return ""


def _capi_fault(_parts: list[str], bracket: str, target: str, root: Path) -> str:
    seen = target.split("/")[0]
    if bracket == '"' and seen not in BELOW and not (root / "capi" / target).exists():
        if not (seen == "capi" and (root / target).exists()):
            return "quotes are for the areas of src and for capi"
    return ""


def _tool_fault(parts: list[str], bracket: str, target: str, root: Path) -> str:
    if bracket == '"' and not (root / "tools" / parts[1] / target).exists():
        return "a tool sees its own headers and <mutauth/...>"
    if bracket == "<" and target.split("/")[0] in BELOW.keys() | {"capi"} and "/" in target:
        return "a tool sees the public headers alone"
    return ""


def test_includes_follow_the_order() -> None:
    found = faults(ROOT)
    assert not found, "\n" + "\n".join(found)


def _plant(root: Path, name: str, line: str) -> list[str]:
    for top in ("src/core", "capi", "tools/mutauth"):
        (root / top).mkdir(parents=True, exist_ok=True)
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(line + "\n")
    return faults(root)


def test_an_arrow_down_passes(tmp_path: Path) -> None:
    assert _plant(tmp_path, "src/context/a.cpp", '#include "credential/b.h"') == []
    assert _plant(tmp_path, "src/rpc/a.cpp", '#include "publication/b.h"') == []
    assert _plant(tmp_path, "tools/mutauth/a.cpp", "#include <mutauth/spn.h>") == []
    assert _plant(tmp_path, "capi/a.cpp", '#include "explain/b.h"') == []


def test_an_arrow_up_or_sideways_fails(tmp_path: Path) -> None:
    up = _plant(tmp_path, "src/core/a.cpp", '#include "spn/b.h"')
    assert up == ["src/core/a.cpp: #include spn/b.h: core may not see spn"]
    assert len(_plant(tmp_path, "src/channel/a.cpp", '#include "directory/b.h"')) == 2
    assert len(_plant(tmp_path, "src/registration/a.cpp", '#include "identity/b.h"')) == 3


def test_capi_and_relative_paths_fail(tmp_path: Path) -> None:
    assert len(_plant(tmp_path, "src/core/a.cpp", '#include "capi/guard.h"')) == 1
    assert len(_plant(tmp_path, "src/core/b.cpp", '#include "../spn/b.h"')) == 2
    assert len(_plant(tmp_path, "tools/mutauth/a.cpp", '#include "core/error.h"')) == 3


def test_an_unknown_area_fails(tmp_path: Path) -> None:
    assert _plant(tmp_path, "src/utils/a.cpp", "") == ["src/utils: not an area of the table"]
