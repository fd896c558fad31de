"""One text of a header in a Python programmer's words."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .model import Fault, Model
from .python_names import class_of, enumeration, exception_names
from .python_stub import Stub

# What concerns C alone: whose memory it is, how text is encoded, what stands for a missing object.
_C_ONLY = (
    (r"[;,] still to be freed", ""),
    (r"[;,] free with mutauth_\w+_free(?:, also after handing it on)?", ""),
    (r"[;,] (?:which )?lives? (?:as long as|until|as the|during)[^;]*", ""),
    (r"^lives as long as[^;]*(?:; )?", ""),
    (r"^copied$|[;,] copied$", ""),
    (r"[;,] NULL (?:on failure|unless the status is MUTAUTH_OK)", ""),
    (r"[;,] (?:(?:NULL|0|-1) )?on failure$", ""),
    (r"(?:^|[;,] )(?:NULL|0|-1|4294967295) for a wrong handle(?=[;,]|$)", ""),
    (r",? (?:also|and|or) (?:for a wrong handle|(?:if )?the handle is wrong)", ""),
    (r"(?:,|;)? (?:\w+ )?also for a wrong handle", ""),
    (r"for a wrong handle or ", "for "),
    (r"[;,] none of them NULL", ""),
    (r"; no output is touched(?:, and (?=the))?", "; "),
    (r"; must outlive[^;]*|; copied(?=\.)|\. Kept until the new one is freed", ""),
    (r"[;,]? ?may be NULL(?: if (?:the )?(?:size|capacity) is 0)?", ""),
    (r"(?:^|[;,] )NULL if it does not matter", ""),
    (r"NULL with count 0", "NULL"),
    (r"^UTF-8[:,] (?:or )?|^UTF-8 (?=text )|^UTF-8$| in UTF-8|(?:^|, )UTF-8(?=[;,]|$)", ""),
    (r", never NULL|^never NULL[;,] ?", ""),
    (r"; MUTAUTH_OK also[^;]*", ""),
    (r",? but(?: for)? MUTAUTH_BUFFER_TOO_SMALL", ""),
    (r"the deadline was cancelled", "free() was called meanwhile"),
)
# Reasons that a call of Python's cannot have: it takes objects for objects, and no pointers.
_CLAUSE = r"(?:(?<=^)|(?<=, )|(?<= or ))"
_POINTERS = re.compile(
    rf"{_CLAUSE}(?:an? pointer|\w+(?:, \w+)*(?:,? or \w+)?) (?:is|are) (?:missing|NULL)"
    r"(?: with a (?:size|capacity)| and \w+ is not 0)?(?P<rest>,? or |, |$)")
_RAISED = re.compile(r"(?:the statuses|the failures|every failure) of "
                     r"(mutauth_\w+(?:(?:, | and )mutauth_\w+)*)")
_FUNCTION = re.compile(r"\b(mutauth_\w+)(?:\(\))?")
_SYMBOL = re.compile(r"(?<!\")\bMUTAUTH_([A-Z0-9_]+(?:\.\.\.)?)")


class Words:
    def __init__(self, model: Model, stub: Stub) -> None:
        self._stub = stub
        self._exceptions = exception_names(model.statuses)
        self._classes = {one.name: class_of(one.name) for one in model.handles}
        self._values = {one.name: f"{one.value} bytes" if "bytes" in one.doc else str(one.value)
                        for one in model.constants}
        self._patterns = [(re.compile(pattern), new) for pattern, new in _C_ONLY]

    def told(self, text: str) -> str:
        for pattern, replacement in self._patterns:
            text = pattern.sub(replacement, text)
        text = _RAISED.sub(
            lambda found: f"whatever {found[1]} {'raise' if ' ' in found[1] else 'raises'}", text)
        text = _FUNCTION.sub(lambda found: self._called(found[1]), text)
        text = _SYMBOL.sub(lambda found: self.symbol(found[0]), text)
        text = re.sub(r"\bdeadline\b", "timeout", text)
        text = re.sub(r"\bNULL\b", "None", text)
        return re.sub(r"([,;])(?:\s*[,;])+", r"\1", text).strip(" ;,")

    def reason(self, text: str, only_c: Iterable[str] = ()) -> str:
        """Why something is raised, without what only C's callers can do wrong: pointers, arguments
        and functions that only C has."""
        if any(function in text for function in self._stub.absent):
            return ""
        wrongs = [_POINTERS, *(re.compile(rf"{_CLAUSE}{name} (?:is|are) [^,;]*?(?:,? or |, |$)")
                               for name in only_c)]
        before = None
        while before != text:
            before = text
            for wrong in wrongs:
                text = wrong.sub("", text)
        return self.told(re.sub(r"(?:,? or|,)\s*$", "", text))

    def remedy(self, text: str) -> str:
        """What status.def advises, by Python's names of functions."""
        text = _FUNCTION.sub(lambda found: self._called(found[1]), text)
        return re.sub(r"\bdeadline\b", "timeout", text)

    def _called(self, function: str) -> str:
        if function in self._classes:
            return self._classes[function]
        if function not in self._stub.names:
            raise Fault(f"a docstring speaks of {function}, which Python has no name for: give it "
                        f"one by '# covers: {function} as ...' in the stub")
        return self._stub.names[function]

    def symbol(self, symbol: str) -> str:
        """An exception, a member of an enumeration, a number that the module has or its value."""
        if symbol in self._exceptions:
            return self._exceptions[symbol]
        name = symbol.removeprefix("MUTAUTH_")
        if member := enumeration(name):
            return member
        if name in self._stub.constants or symbol not in self._values:
            return name
        return self._values[symbol]
