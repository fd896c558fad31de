"""The headers' comments, told to a Python programmer."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

from .model import Function, Model, Param, Return
from .python_names import NEVER_RAISED, exception_names
from .python_stub import RETURNS, Bound, Parameter, Stub
from .python_words import Words

_WIDTH = 90

# What a Python argument is called in C, where it is called otherwise.
_IN_C = {"connection": "fd", "data": "bytes", "other": "b", "users": "map", "spns": "texts",
         "fd": "socket"}
# Arguments that stand for objects of C's, or for several functions.
_TIMEOUT = "seconds to wait at most; None for 30, math.inf for no end"
_COMMON = {
    "timeout": _TIMEOUT,
    "dry_run": "True to change nothing and only tell on_step what would be done",
    "on_step": "called as on_step(moment, text) with each step; None for nobody",
    "log_level": "the least important lines that log is told",
    "allow_root": "True to allow a user whose uid is 0",
}
_PATIENCE = "seconds to wait at most; None for no end"
_NUMBERS = re.compile(r"1 (?:or 0|if [^,;]+, (?:else 0|0 if not))|(?:one|the bits) of [\w.]+")


class Prose:
    def __init__(self, model: Model, stub: Stub) -> None:
        self._model = model
        self._words = Words(model, stub)
        self._exceptions = exception_names(model.statuses)

    def docstring(self, function: Function, bound: Bound) -> str:
        sections = [
            self._paragraphs(bound.words or function.comment.prose),
            "\n".join(self._arguments(function, bound)),
            self._result(function, bound),
            "\n".join(self._raises(function, bound)),
        ]
        return "\n\n".join(section for section in sections if section)

    def _paragraphs(self, prose: str) -> str:
        told = []
        for part in prose.split("\n\n"):
            # Each item of a list begins a line.
            pieces = [" ".join(piece.split()) for piece in re.split(r"\n(?=- )", part)]
            lines = [_filled(_without_buffers(self._words.told(piece))) for piece in pieces]
            told.append("\n".join(line for line in lines if line))
        return "\n\n".join(part for part in told if part)

    def _arguments(self, function: Function, bound: Bound) -> Iterable[str]:
        given = {one.name: one for one in function.params}
        for parameter in bound.parameters:
            said = bound.items.get(parameter.name) or self._argument(parameter, given)
            if said:
                yield _item(parameter.name, said)

    def _argument(self, parameter: Parameter, given: dict[str, Param]) -> str:
        if parameter.name == "timeout" and "deadline" in given:
            return _PATIENCE if given["deadline"].doc == "NULL for none" else _TIMEOUT
        in_c = given.get(parameter.name) or given.get(_IN_C.get(parameter.name, ""))
        if in_c is None:
            return _COMMON.get(parameter.name, "")
        doc = in_c.doc
        if not parameter.takes_none:
            doc = re.sub(r"(?:^|[;,] )NULL (?!with)[^;]*(?=;|$)", "", doc)
        return self._words.told(doc)

    def _result(self, function: Function, bound: Bound) -> str:
        if RETURNS in bound.items:
            return _item(RETURNS, bound.items[RETURNS])
        if bound.returns == "None":
            return ""
        said = {name: self._returned(text, bound) for name, text in self._outputs(function)}
        if len(said) > 1 and bound.returns.startswith("tuple"):
            return "\n".join([f"{RETURNS}:", *(textwrap.indent(_item(name, text), "    ")
                                               for name, text in said.items())])
        return "\n".join(_item(RETURNS, text) for text in said.values() if text)

    def _outputs(self, function: Function) -> list[tuple[str, str]]:
        if not self._model.reaches[function.name]:
            # What it returns is a value, not whether it worked.
            return [("", one.text) for one in function.comment.returns]
        written = [one for one in function.params if one.direction == "out"]
        if any(one.name == "buffer" for one in written):
            return []
        return [(one.name, one.doc) for one in written]

    def _returned(self, text: str, bound: Bound) -> str:
        """A bool needs no words of 1 and 0, nor an enumeration of its numbers; None is no ""."""
        text = self._words.told(text)
        if bound.returns.startswith("Optional[str]"):
            text = text.replace('"" if', "None if")
        return "" if _NUMBERS.fullmatch(text) else text

    def _raises(self, function: Function, bound: Bound) -> list[str]:
        if not self._model.reaches[function.name]:
            return []
        lines = [line for returned in function.comment.returns
                 for line in self._raised(returned, function, bound)]
        return ["Raises:", *(textwrap.indent(line, "    ") for line in lines)] if lines else []

    def _raised(self, returned: Return, function: Function, bound: Bound) -> Iterable[str]:
        names = [self._exceptions[name] for name in returned.names
                 if name in self._exceptions and name not in NEVER_RAISED]
        wild = any(name.endswith("...") for name in returned.names)
        if returned.names and not names and not wild:
            return
        why = returned.text
        if not why and len(returned.names) == 1:
            why = self._model.statuses.by_symbol()[returned.names[0]].says
        python = {_IN_C.get(one.name, one.name): one.name for one in bound.parameters}
        usage = returned.names == ("MUTAUTH_INVALID_ARGUMENT",)
        said = self._words.reason(why, [one.name for one in function.params
                                        if usage and one.name not in python])
        for in_c, name in python.items():
            said = re.sub(rf"\b{in_c}\b", name, said) if len(in_c) > 1 else said
        if said or not why:
            yield _item(", ".join(names) or "Error", said)


def _without_buffers(paragraph: str) -> str:
    """C's callers bring the memory that results go to; Python's need not hear of it."""
    sentences = re.split(r"(?<=\.) (?=[A-Z])", paragraph)
    return " ".join(one for one in sentences if not re.search(r"\bbuffers?\b", one))


def _filled(paragraph: str) -> str:
    indent = "  " if paragraph.startswith("- ") else ""
    return textwrap.fill(paragraph, _WIDTH, subsequent_indent=indent, break_on_hyphens=False)


def _item(name: str, text: str) -> str:
    line = f"{name}: {text}" if text else name
    return textwrap.fill(line, _WIDTH - 4, subsequent_indent="    ", break_on_hyphens=False)
