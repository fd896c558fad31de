"""The headers' comments, told to a Python programmer."""

from __future__ import annotations

import re
import textwrap

from .model import Function, Model, Param, Return
from .python_names import exception_names

_WIDTH = 90

# What concerns C alone: whose memory it is, how text is encoded, what stands for a missing object.
_C_ONLY = (
    (re.compile(r"[;,] still to be freed"), ""),
    (re.compile(r"[;,] free with mutauth_\w+_free(?:, also after handing it on)?"), ""),
    (re.compile(r"[;,] (?:which )?lives? (?:as long as|until|as the|during)[^;]*"), ""),
    (re.compile(r"^lives as long as[^;]*(?:; )?"), ""),
    (re.compile(r"[;,] NULL (?:on failure|unless the status is MUTAUTH_OK)"), ""),
    (re.compile(r"(?:^|[;,] )(?:NULL|0|-1) for a wrong handle(?=[;,]|$)"), ""),
    (re.compile(r", else 0, also for a wrong handle"), ", else 0"),
    (re.compile(r"^UTF-8: |^UTF-8, |^UTF-8 (?=text )|^UTF-8$| in UTF-8"), ""),
    (re.compile(r", never NULL|^never NULL[;,] ?"), ""),
    (re.compile(r"(?:^|, )UTF-8(?=[;,]|$)"), ""),
    (re.compile(r"^(?:out|dn|fd|written) is NULL(?:,? or |, |$)"), ""),
    (re.compile(r"(\w+), (\w+) or out is NULL"), r"\1 or \2 is NULL"),
    (re.compile(r" or out is NULL"), " is NULL"),
    (re.compile(r", out is NULL"), ""),
)
# Python has no deadlines but the length of the wait.
_TIMEOUT = ("timeout", "seconds to wait at most; None for 30, math.inf for no end")
_PATIENCE = ("timeout", "seconds to wait at most; None for no end")
_ARGUMENT_SIZES = re.compile(r"\w+_size|capacity")
_FUNCTION = re.compile(r"\bmutauth_(\w+)(?:\(\))?")
_SYMBOL = re.compile(r"(?<!\")\bMUTAUTH_([A-Z0-9_]+)")


def _waiting(deadline: Param) -> tuple[str, str]:
    return _PATIENCE if deadline.doc == "NULL for none" else _TIMEOUT


class Prose:
    def __init__(self, model: Model) -> None:
        self._model = model
        self._exceptions = exception_names(model.statuses)
        nouns = [one.name.removeprefix("mutauth_") for one in model.handles]
        self._nouns = sorted(nouns, key=len, reverse=True)

    def docstring(self, function: Function) -> str:
        sections = [self._paragraphs(function.comment.prose)]
        arguments = [
            self._item(*_waiting(one) if one.name == "deadline" else (one.name, one.doc))
            for one in self._arguments(function)
            if self.words(one.doc)
        ]
        sections.append("\n".join(arguments))
        results = [text for text in self._results(function) if text]
        sections.append("\n".join(self._item("Returns", text) for text in results))
        sections.append("\n".join(self._raises(function)))
        return "\n\n".join(section for section in sections if section)

    def words(self, text: str) -> str:
        for pattern, replacement in _C_ONLY:
            text = pattern.sub(replacement, text)
        text = _FUNCTION.sub(lambda found: self._callable(found[1]), text)
        text = _SYMBOL.sub(lambda found: self._symbol(found[0]), text)
        return re.sub(r"\bNULL\b", "None", text).strip(" ;,")

    def _callable(self, name: str) -> str:
        for noun in self._nouns:
            if name == noun or name.startswith(f"{noun}_"):
                verb = name.removeprefix(noun).removeprefix("_")
                return noun.capitalize() + (f".{verb}" if verb else "")
        return name

    def _symbol(self, symbol: str) -> str:
        return self._exceptions.get(symbol, symbol.removeprefix("MUTAUTH_"))

    def _paragraphs(self, prose: str) -> str:
        paragraphs = [" ".join(part.split()) for part in prose.split("\n\n")]
        return "\n\n".join(textwrap.fill(self.words(part), _WIDTH) for part in paragraphs)

    def _arguments(self, function: Function) -> list[Param]:
        """Without the object itself, the outputs, and the sizes that Python's buffers know."""
        own = next((noun for noun in self._nouns if _belongs(function.name, noun)), "")
        given = [one for one in function.params if one.direction == "in"]
        if given and given[0].type.removeprefix("const ") == f"mutauth_{own} *":
            given = given[1:]
        return [one for one in given if not _ARGUMENT_SIZES.fullmatch(one.name)]

    def _results(self, function: Function) -> list[str]:
        if self._is_getter(function):
            return [self.words(one.text) for one in function.comment.returns]
        written = [one for one in function.params if one.direction == "out"]
        if any(one.name == "buffer" for one in written):
            return ["the bytes"]
        said = [(one.name, self.words(one.doc)) for one in written]
        return [doc if len(said) == 1 else f"{name}: {doc}" for name, doc in said]

    def _is_getter(self, function: Function) -> bool:
        """Whether what it returns is a value, not whether it worked."""
        return not self._model.reaches[function.name]

    def _raises(self, function: Function) -> list[str]:
        if self._is_getter(function):
            return []
        own_buffer = any(one.name == "buffer" for one in function.params)
        lines: list[str] = []
        for returned in function.comment.returns:
            names = [self._exceptions[name] for name in returned.names if name in self._exceptions]
            why = self._why(returned)
            if why and not self.words(why):
                continue
            if own_buffer and returned.names == ("MUTAUTH_BUFFER_TOO_SMALL",):
                continue
            if names or any(name.endswith("...") for name in returned.names):
                lines.append(self._item(", ".join(names) or "Error", why))
            elif not returned.names:
                lines.append(self._item("Error", returned.text))
        return ["Raises:", *(textwrap.indent(line, "    ") for line in lines)] if lines else []

    def _why(self, returned: Return) -> str:
        if returned.text or len(returned.names) > 1:
            return returned.text
        return self._model.statuses.by_symbol()[returned.names[0]].says

    def _item(self, name: str, text: str) -> str:
        said = self.words(text)
        line = f"{name}: {said}" if said else name
        return textwrap.fill(line, _WIDTH - 4, subsequent_indent="    ")


def _belongs(name: str, noun: str) -> bool:
    return name.startswith(f"mutauth_{noun}_")
