"""
Finds places in C++ source where a small fault can be seeded.

The text is read as clang-format lays it out: a binary operator stands between blanks, a statement
begins on a line of its own. Whatever is misread does not compile and is left out by the caller.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

TURNED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
COMPARISON = re.compile(r" (<=|>=|==|!=|<|>) ")
CONDITION = re.compile(r"\b(if|while) \(")
RETURNED = re.compile(r"\breturn\s")
DECLARATION = re.compile(r"^\s*(const |auto\b|[\w:]+(<[^;]*>)?[ *&]+\w+ = )")
STATEMENT = re.compile(r"(?<=[;{}])\n\s+(?=[A-Za-z_*(:])")
NO_STATEMENT = re.compile(
    r"(return|if|for|while|switch|case|break|continue|using|const|auto|static|typedef|struct|class"
    r"|enum|namespace|public|private|protected|default|delete|throw|else|do|goto|template|try"
    r"|friend|explicit|virtual|inline|constexpr|extern|catch|union)\b"
)
OPENER = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True)
class Place:
    """One fault: `text` between `start` and `end` becomes `expression`, with %d for its number."""

    file: str
    line: int
    start: int
    end: int
    kind: str
    text: str
    replacement: str

    def lines(self) -> range:
        return range(self.line, self.line + self.text.count("\n") + 1)

    @property
    def name(self) -> str:
        """How a list names it: it survives when lines move."""
        return f"{self.file} | {self.kind} | {' '.join(self.text.split())}"


def masked(source: str) -> str:
    """The source with comments, literals and preprocessor lines blanked, of the same length."""
    pattern = re.compile(
        r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\''
        r"|^[ \t]*#(?:\\\n|[^\n])*",
        re.S | re.M,
    )
    # A digit separator is no character literal.
    return pattern.sub(lambda m: blank(m.group()), re.sub(r"(?<=\d)'(?=\d)", "_", source))


def blank(text: str) -> str:
    filler = "x" if text[0] in "\"'R" else " "
    return "".join("\n" if c == "\n" else filler for c in text)


def closing(text: str, start: int) -> int | None:
    """Where the bracket that opens at start closes."""
    depth = 0
    for at in range(start, len(text)):
        if text[at] in "([{":
            depth += 1
        elif text[at] in ")]}":
            depth -= 1
            if depth == 0:
                return at
    return None


def split(text: str, start: int, end: int, marks: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """The pieces between marks outside brackets: (start, end, the mark after it or "")."""
    out, depth, begin, at = [], 0, start, start
    while at < end:
        mark = next((m for m in marks if text.startswith(m, at)), None) if depth == 0 else None
        if mark:
            out.append((begin, at, mark))
            at += len(mark)
            begin = at
            continue
        depth += (text[at] in "([{") - (text[at] in ")]}")
        at += 1
    return [*out, (begin, end, "")]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


class Source:
    def __init__(self, file: str, source: str) -> None:
        self.file = file
        self.source = source
        self.text = masked(source)

    def places(self) -> Iterator[Place]:
        for found in CONDITION.finditer(self.text):
            if end := closing(self.text, found.end() - 1):
                yield from self.of_condition(found.group(1), found.end(), end)
        for found in RETURNED.finditer(self.text):
            (start, end, mark), *_ = split(self.text, found.end(), len(self.text), (";",))
            if mark:
                yield from self.of_expression(start, end)
        for found in STATEMENT.finditer(self.text):
            yield from self.of_statement(found.end())

    def of_condition(self, word: str, start: int, end: int) -> Iterator[Place]:
        start, end, _ = split(self.text, start, end, (";",))[-1]
        start, end = trimmed(self.text, start, end)
        if start == end or DECLARATION.match(self.text[start:end]):
            return
        text = self.source[start:end]
        yield self.place(start, end, "condition never", f"(!::seeded::fault(%d) && ({text}))")
        if word == "if":
            yield self.place(start, end, "condition always", f"(::seeded::fault(%d) || ({text}))")
        yield from self.of_expression(start, end)

    def of_expression(self, start: int, end: int) -> Iterator[Place]:
        """The operands of && and ||, and a comparison that is turned."""
        if "?" in self.text[start:end] or "{" in self.text[start:end]:
            return
        alternatives = split(self.text, start, end, ("||",))
        for begin, stop, _ in alternatives:
            if len(alternatives) > 1:
                yield self.operand(begin, stop, "!::seeded::fault(%d) && ")
            operands = split(self.text, begin, stop, ("&&",))
            for first, last, _ in operands:
                if len(operands) > 1:
                    yield self.operand(first, last, "::seeded::fault(%d) || ")
                yield from self.of_comparison(first, last)

    def operand(self, start: int, end: int, guard: str) -> Place:
        start, end = trimmed(self.text, start, end)
        return self.place(start, end, "operand dropped", f"({guard}({self.source[start:end]}))")

    def of_comparison(self, start: int, end: int) -> Iterator[Place]:
        start, end = trimmed(self.text, start, end)
        pieces = split(self.text, start, end, tuple(f" {sign} " for sign in TURNED))
        if len(pieces) != 2 or "," in self.text[start:end]:
            return
        (_, left, mark), (right, _, _) = pieces
        text = self.source[start:end]
        other = f"{self.source[start:left]} {TURNED[mark.strip()]} {self.source[right:end]}"
        yield self.place(start, end, f"comparison{mark}turned",
                         f"(::seeded::fault(%d) ? ({other}) : ({text}))")

    def of_statement(self, start: int) -> Iterator[Place]:
        (_, end, mark), *_ = split(self.text, start, len(self.text), (";",))
        text = self.text[start:end]
        if not mark or NO_STATEMENT.match(text) or not re.search(r"[(=]|\+\+|--", text):
            return
        if re.match(r"[\w:<>,*& ]+ [*&]?\w+(\(|\{| = |$)", text):
            return
        if text.count("{") != text.count("}") or "\n\n" in text:
            return
        whole = self.source[start:end]
        yield self.place(start, end + 1, "statement removed",
                         f"if (!::seeded::fault(%d)) {{ {whole}; }}")

    def place(self, start: int, end: int, kind: str, replacement: str) -> Place:
        line = self.source.count("\n", 0, start) + 1
        # A replacement keeps the number of lines, so that a compiler's words fit the original.
        return Place(self.file, line, start, end, kind, self.source[start:end], replacement)


def seeded(source: str, chosen: dict[int, Place]) -> str:
    """The source with these faults in it, by their numbers."""
    for number, place in sorted(chosen.items(), key=lambda item: -item[1].start):
        # The text of a place may hold a percent sign of its own.
        text = place.replacement.replace("fault(%d)", f"fault({number})")
        source = source[: place.start] + text + source[place.end :]
    return source
