"""bindings/python/mutauth: _errors.py, _docs.h and _mutauth.pyi."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path

from .model import Fault, Kind, Model, Status
from .python_names import NEVER_RAISED, BUILTINS, exception_names, kind_class, status_class
from .python_prose import Prose
from .python_stub import COVERS, PLACEHOLDER, Stub
from .python_words import Words
from .status_files import quoted

_HERE = Path(__file__).parent
_NATIVE = "MUTAUTH_NATIVE_"


def errors(model: Model, stub: Stub) -> str:
    failing = [kind for kind in model.statuses.kinds if kind.block > 0]
    names = exception_names(model.statuses)
    kinds = [_kind(kind) for kind in failing]
    words = Words(model, stub)
    reasons = [_reason(status, words) for status in model.statuses.all if status.number < 0]
    natives = {
        str(one.value): quoted(one.name.removeprefix(_NATIVE).lower())
        for one in model.constants
        if one.name.startswith(_NATIVE)
    }
    head = (_HERE / "errors_head.py.in").read_text(encoding="utf-8")
    tail = (_HERE / "errors_tail.py.in").read_text(encoding="utf-8")
    tables = [
        _table("by_status", "type[Error]", {f"{name}.status": name for name in names.values()}),
        _table("by_kind", "type[Error]", {str(kind.block): kind_class(kind) for kind in failing}),
        _table("native_systems", "str", natives),
    ]
    exported = ["Error", "Evidence", *(kind_class(kind) for kind in failing), *names.values()]
    tables.append("\n".join(["__all__ = [", *(f"    {quoted(name)}," for name in exported), "]"]))
    return "\n\n".join([head, *kinds, *reasons, "\n".join(tables) + "\n", tail])


def _kind(kind: Kind) -> str:
    return (
        f"class {kind_class(kind)}(Error):\n"
        f'    """{_capital(kind.says)}."""\n\n'
        f"    kind = {kind.block}\n"
    )


def _reason(status: Status, words: Words) -> str:
    bases = [kind_class(status.kind), *filter(None, [BUILTINS.get(status.name)])]
    says = f"{_capital(status.says)}."
    if status.remedy:
        says += f"\n\nRemedy: {words.remedy(status.remedy)}."
    if status.symbol in NEVER_RAISED:
        says = "A mistake that callers from C can make; from Python it is never raised."
    wrapped = ["\n".join(textwrap.wrap(part, 94)) for part in says.split("\n\n")]
    doc = textwrap.indent("\n\n".join(wrapped), "    ").lstrip()
    doc += "\n    " if "\n" in doc else ""
    return (
        f"class {status_class(status)}({', '.join(bases)}):\n"
        f'    """{doc}"""\n\n'
        f"    status = {status.number}\n"
        f'    symbol = "{status.symbol}"\n'
    )


def names(stub: Stub) -> str:
    """_names.py: for what the library itself says, which names C's functions."""
    rows = [f"    {quoted(function)}: {quoted(name)}," for function, name in stub.names.items()]
    return "\n".join([
        '"""What Python calls the functions that the library names in its advice.',
        "",
        "Made by bindings/generate.py from _mutauth.pyi.in; do not edit.",
        '"""',
        "",
        "from __future__ import annotations",
        "",
        "import re",
        "",
        "NAMES = {",
        *rows,
        "}",
        "",
        "",
        "def in_python(text: str) -> str:",
        '    """The text in Python\'s words for C\'s."""',
        '    named = re.sub(r"\\bmutauth_[a-z0-9_]+", lambda one: NAMES.get(one[0], one[0]), text)',
        '    return re.sub(r"\\bdeadline\\b", "timeout", named)',
        "",
    ])


def _table(name: str, type_: str, rows: dict[str, str]) -> str:
    lines = [f"    {key}: {value}," for key, value in rows.items()]
    return "\n".join([f"{name}: dict[int, {type_}] = {{", *lines, "}"])


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def docs_header(model: Model, stub: Stub) -> str:
    prose = Prose(model, stub)
    lines = [
        "// The docstrings of the functions, by the names of the C functions behind them.",
        "// Made by bindings/generate.py from the headers and _mutauth.pyi.in; do not edit.",
        "#pragma once",
        "",
        "// clang-format off",
    ]
    for function in model.functions:
        if function.name not in stub.bound:
            continue
        text = prose.docstring(function, stub.bound[function.name])
        if ')doc"' in text:
            raise Fault(f"{function.where}: {function.name}: the comment ends a raw string")
        lines.append(f'inline constexpr char doc_{function.name}[] = R"doc({text})doc";')
    return "\n".join([*lines, "// clang-format on", ""])


def stub_file(model: Model, stub: Stub, template: str) -> str:
    """The hand-written stub with each placeholder replaced by the function's docstring."""
    functions = {function.name: function for function in model.functions}
    prose = Prose(model, stub)

    def expanded(found: re.Match[str]) -> str:
        text = prose.docstring(functions[found["name"]], stub.bound[found["name"]])
        text = text.replace("\\", "\\\\")
        body = f'"""{text}\n"""' if "\n" in text else f'"""{text}"""'
        return textwrap.indent(body, found["indent"])

    made = "# Made by bindings/generate.py from _mutauth.pyi.in; do not edit.\n"
    return made + PLACEHOLDER.sub(expanded, COVERS.sub("", template))
