"""Reads the public headers: functions, callbacks, handles, structs and constants, each with its
comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from . import comments
from .model import Comment, Constant, Fault, Field, Function, Handle, Model, Param, Statuses, Struct

GENERATED = "status.h"

_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<comment>/\*.*?\*/)"
    r"|(?P<directive>^#(?:[^\n]*\\\n)*[^\n]*)"
    r"|(?P<bracket>\bMUTAUTH_(?:BEGIN|END)_C\b)"
    r"|(?P<struct>typedef struct \w+ \{[^{}]*\} \w+;)"
    r"|(?P<declaration>[^#;/{}]+;)",
    re.S | re.M,
)
_HANDLE = re.compile(r"typedef struct (mutauth_\w+) (mutauth_\w+)")
_STRUCT = re.compile(r"typedef struct (mutauth_\w+) \{(?P<fields>.*)\} (mutauth_\w+);", re.S)
_FIELD = re.compile(r"\s*/\*\*(?P<doc>.*?)\*/\s*(?P<type>[^;]*[ *])(?P<name>\w+);\s*", re.S)
_CALLBACK = re.compile(r"typedef (?P<type>[\w *]+?)\(\*(?P<name>mutauth_\w+)\)\((?P<params>.*)\)")
_FUNCTION = re.compile(r"MUTAUTH_API (?P<type>[\w *]+?)(?P<name>\w+)\((?P<params>.*)\)")
_PARAM = re.compile(r"(?P<type>.*[ *])(?P<name>\w+)")
_CONSTANT = re.compile(r"#define (MUTAUTH_\w+) \(?(-?\d+)\)?")
_SCALARS = r"(?:u?int(?:8|16|32|64)_t|size_t|int|mutauth_status)"
_OUTPUT = re.compile(rf"{_SCALARS} \*|.+\*\*|void \*\*")


@dataclass
class _Declaration:
    text: str
    comment: str
    line: int


def read(folder: Path, statuses: Statuses) -> Model:
    model = Model(statuses)
    for path in sorted(folder.glob("*.h")):
        if path.name != GENERATED:
            model = _read_header(path, model)
    return model


def _read_header(path: Path, model: Model) -> Model:
    text = path.read_text(encoding="utf-8")
    if not text.startswith("/*"):
        raise Fault(f"{path.name}:1: a header opens with a comment that says what it is for")
    head = comments.read(text[: text.index("*/") + 2], f"{path.name}:1")
    anywhere = [name for returned in head.returns for name in returned.names]
    model = replace(model, anywhere=model.anywhere + tuple(anywhere))
    group = ""
    for declaration in _declarations(path.name, text):
        where = f"{path.name}:{declaration.line}"
        if declaration.text.startswith("#"):
            # A comment may stand on a group of constants.
            group = declaration.comment or group
            model = _with_constant(model, declaration, group, path.name, where)
        else:
            group = ""
            model = _with_declaration(model, declaration, path.name, where)
    return model


def _declarations(name: str, text: str) -> Iterator[_Declaration]:
    """Each declaration and #define with the documentation comment that stands on it."""
    comment, at = "", 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        line = text.count("\n", 0, at) + 1
        if found is None:
            raise Fault(f"{name}:{line}: not understood: {text[at:].splitlines()[0]}")
        at = found.end()
        if found["struct"]:
            yield _Declaration(found[0], comment, line)
            comment = ""
        elif found["comment"]:
            comment = found[0] if found[0].startswith("/**") else ""
        elif found["declaration"]:
            yield _Declaration(" ".join(found[0][:-1].split()), comment, line)
            comment = ""
        elif found["directive"]:
            yield _Declaration(found[0], comment, line)
            comment = ""


def _with_constant(
    model: Model, declaration: _Declaration, comment: str, header: str, where: str
) -> Model:
    found = _CONSTANT.fullmatch(declaration.text)
    if found is None:
        return model
    if not comment:
        raise Fault(f"{where}: {found[1]} is undocumented")
    doc = comments.read(comment, where).prose
    constant = Constant(found[1], header, int(found[2]), doc)
    return replace(model, constants=(*model.constants, constant))


def _with_declaration(
    model: Model, declaration: _Declaration, header: str, where: str
) -> Model:
    text = declaration.text
    if handle := _HANDLE.fullmatch(text):
        if handle[1] != handle[2]:
            raise Fault(f"{where}: {handle[2]} is a typedef of another struct, {handle[1]}")
        comment = _comment(declaration, handle[1], where)
        return replace(model, handles=(*model.handles, Handle(handle[1], header, comment.prose)))
    if struct := _STRUCT.fullmatch(text):
        return replace(model, structs=(*model.structs, _struct(struct, declaration, header, where)))
    if callback := _CALLBACK.fullmatch(text):
        function = _function(callback, declaration, header, where)
        return replace(model, callbacks=(*model.callbacks, function))
    if found := _FUNCTION.fullmatch(text):
        function = _function(found, declaration, header, where)
        return replace(model, functions=(*model.functions, function))
    raise Fault(
        f"{where}: neither a handle, a struct, a callback nor a MUTAUTH_API function: {text}"
    )


def _struct(
    found: re.Match[str], declaration: _Declaration, header: str, where: str
) -> Struct:
    name = found[1]
    if name != found[3]:
        raise Fault(f"{where}: {found[3]} is a typedef of another struct, {name}")
    comment = _comment(declaration, name, where)
    fields, at, text = [], 0, found["fields"]
    while at < len(text):
        field = _FIELD.match(text, at)
        if field is None:
            raise Fault(f"{where}: {name}: each field has a comment, a type and a name")
        at = field.end()
        doc = " ".join(field["doc"].split())
        fields.append(Field(field["name"], " ".join(field["type"].split()), doc))
    return Struct(name, header, tuple(fields), comment.prose)


def _comment(declaration: _Declaration, name: str, where: str) -> Comment:
    comment = comments.read(declaration.comment, where)
    if not comment.prose:
        raise Fault(f"{where}: {name} is undocumented")
    return comment


def _function(
    found: re.Match[str], declaration: _Declaration, header: str, where: str
) -> Function:
    name = found["name"]
    comment = _comment(declaration, name, where)
    documented = dict(comment.params)
    listed = [] if found["params"] == "void" else found["params"].split(",")
    params = []
    for text in listed:
        param = _PARAM.fullmatch(text.strip())
        if param is None:
            raise Fault(f"{where}: {name}: a parameter has a type and a name: {text.strip()}")
        type_ = param["type"].strip()
        doc = documented.get(param["name"], "")
        params.append(Param(param["name"], type_, _direction(type_, param["name"]), doc))
    return Function(name, header, found["type"].strip(), tuple(params), comment, where)


def _direction(type_: str, name: str) -> str:
    if _OUTPUT.fullmatch(type_) or (type_ == "void *" and name == "buffer"):
        return "out"
    return "in"
