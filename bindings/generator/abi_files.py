"""capi/mutauth.map and capi/abi/current.json, and the replay of released ABIs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from .model import Fault, Function, Model

Record = dict[str, Any]


def release_key(release: str) -> tuple[int, ...]:
    return tuple(int(part) for part in release.split("."))


def version_map(model: Model) -> str:
    """A node for each release; only the first one hides what no node names."""
    releases = sorted({function.comment.since for function in model.functions}, key=release_key)
    lines = ["/* Made by bindings/generate.py from the public headers; do not edit. */"]
    before = ""
    for release in releases:
        lines += [f"MUTAUTH_{release} {{", "    global:"]
        names = sorted(one.name for one in model.functions if one.comment.since == release)
        lines += [f"        {name};" for name in names]
        if not before:
            lines += ["    local:", "        *;"]
        lines.append(f"}}{before};")
        before = f" MUTAUTH_{release}"
    return "\n".join([*lines, ""])


def current_json(model: Model) -> str:
    return json.dumps(record(model), indent=2) + "\n"


def record(model: Model) -> Record:
    version = {one.name: str(one.value) for one in model.constants}
    parts = [version.get(f"MUTAUTH_VERSION_{part}", "0") for part in ("MAJOR", "MINOR", "PATCH")]
    return {
        "library": "mutauth",
        "version": ".".join(parts),
        "handles": [
            {"name": one.name, "header": one.header, "doc": one.doc} for one in model.handles
        ],
        "structs": [
            {
                "name": one.name,
                "header": one.header,
                "doc": one.doc,
                "fields": [
                    {"name": field.name, "type": field.type, "doc": field.doc}
                    for field in one.fields
                ],
            }
            for one in model.structs
        ],
        "callbacks": [_function(one, model) for one in model.callbacks],
        "functions": [_function(one, model) for one in model.functions],
        "constants": [
            {"name": one.name, "header": one.header, "value": one.value, "doc": one.doc}
            for one in model.constants
        ],
        "kinds": [
            {"name": one.symbol, "block": one.block, "says": one.says}
            for one in model.statuses.kinds
        ],
        "statuses": [
            {
                "name": one.symbol,
                "number": one.number,
                "kind": one.kind.symbol,
                "says": one.says,
                "remedy": one.remedy,
            }
            for one in model.statuses.all
        ],
        "any_function_returns": list(model.anywhere),
    }


def _function(function: Function, model: Model) -> Record:
    comment = function.comment
    made: Record = {
        "name": function.name,
        "header": function.header,
        "since": comment.since,
        "type": function.type,
        "params": [
            {"name": one.name, "type": one.type, "direction": one.direction, "doc": one.doc}
            for one in function.params
        ],
        "returns": [{"names": list(one.names), "doc": one.text} for one in comment.returns],
        "statuses": list(model.reaches.get(function.name, ())),
        "doc": comment.prose,
    }
    return {key: value for key, value in made.items() if value != "" or key == "doc"}


def replay(model: Model, released: Path) -> None:
    """A program built against any release must still find what it was built against."""
    faults: list[str] = []
    for path in sorted(released.glob("*.json")):
        old = json.loads(path.read_text(encoding="utf-8"))
        new = record(model)
        faults += [f"{path.name}: {fault}" for fault in _broken(old, new)]
    if faults:
        raise Fault("\n".join(faults))


def _broken(old: Record, new: Record) -> Iterator[str]:
    for what in ("functions", "callbacks"):
        now = {one["name"]: one for one in new[what]}
        for one in old[what]:
            yield from _changed(one, now.get(one["name"]))
    structs = {one["name"]: _layout(one) for one in new["structs"]}
    for one in old.get("structs", []):
        if structs.get(one["name"]) != _layout(one):
            yield f"struct {one['name']} changed its layout"
    yield from _gone("handle", old["handles"], new["handles"])
    yield from _gone("constant", old["constants"], new["constants"])
    yield from _moved("constant", "value", _lasting(old["constants"]), new["constants"])
    yield from _gone("status", old["statuses"], new["statuses"])
    yield from _moved("status", "number", old["statuses"], new["statuses"])
    yield from _moved("kind", "block", old["kinds"], new["kinds"])
    names = {one["number"]: one["name"] for one in old["statuses"]}
    for one in new["statuses"]:
        was = names.get(one["number"], one["name"])
        if was != one["name"]:
            yield f"{one['name']} reuses the number {one['number']} of {was}"
    yield from _late(old, new)


def _changed(old: Record, new: Record | None) -> Iterator[str]:
    if new is None:
        yield f"{old['name']} was removed"
        return
    before, after = _shape(old), _shape(new)
    if before != after:
        yield f"{old['name']} changed from {before} to {after}"
    if old.get("since") != new.get("since"):
        yield f"{old['name']} changed its @since, and so its version node"


def _shape(function: Record) -> str:
    return f"{function['type']} ({', '.join(one['type'] for one in function['params'])})"


def _layout(struct: Record) -> list[tuple[str, str]]:
    return [(one["type"], one["name"]) for one in struct["fields"]]


def _gone(what: str, old: list[Record], new: list[Record]) -> Iterator[str]:
    names = {one["name"] for one in new}
    yield from (f"{what} {one['name']} was removed" for one in old if one["name"] not in names)


def _moved(what: str, key: str, old: list[Record], new: list[Record]) -> Iterator[str]:
    now = {one["name"]: one[key] for one in new}
    for one in old:
        value = now.get(one["name"], one[key])
        if value != one[key]:
            yield f"{what} {one['name']} changed from {one[key]} to {value}"


def _lasting(constants: list[Record]) -> list[Record]:
    return [one for one in constants if not one["name"].startswith("MUTAUTH_VERSION_")]


def _late(old: Record, new: Record) -> Iterator[str]:
    """A new function with an old @since would change a version node that has been shipped."""
    known = {one["name"] for one in old["functions"]}
    shipped = release_key(old["version"])[:2]
    for one in new["functions"]:
        if one["name"] not in known and release_key(one["since"]) <= shipped:
            yield f"{one['name']} is new but says @since {one['since']}"
