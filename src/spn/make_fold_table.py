#!/usr/bin/python3
"""Writes fold_table.inc, how a directory folds each character, from Python's Unicode data.

[MS-ADTS] 3.1.1.2.2.4.13 and 6.5.1: servicePrincipalName compares with IGNORECASE, IGNOREKANATYPE,
IGNORENONSPACE and IGNOREWIDTH. Windows' own sort weights are not published in full, so the table is
made of what Unicode says:

 * the compatibility decomposition (width, circles, ligatures), but where that is a blank, except
   U+3000, which is a blank in full width;
 * without non-spacing marks (category Mn), but those of class 0, which are vowels in Indic scripts,
   and viramas (class 9), which change the letter;
 * full case folding, and the capital or small letter that a letter "with stroke" is made of;
 * katakana as hiragana.

Hangul syllables stay as they are. ASCII is folded by the code itself and not in the table.
"""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path

_HANGUL = range(0xAC00, 0xD7A4)
_SURROGATES = range(0xD800, 0xE000)
_STROKES = (" WITH STROKE", " WITH DIAGONAL STROKE")
_PER_LINE = 5


def _without_stroke(character: str) -> str:
    name = unicodedata.name(character, "")
    for stroke in _STROKES:
        if name.startswith("LATIN ") and name.endswith(stroke):
            try:
                return unicodedata.lookup(name.removesuffix(stroke))
            except KeyError:
                return character
    return character


def _decomposed(character: str) -> str:
    whole = unicodedata.normalize("NFKD", character)
    return character if " " in whole and character != "\u3000" else whole


def _is_dropped(character: str) -> bool:
    return (unicodedata.category(character) == "Mn"
            and unicodedata.combining(character) not in (0, 9))


def _hiragana(character: str) -> str:
    katakana = "\u30a1" <= character <= "\u30f6" or character in "\u30fd\u30fe"
    return chr(ord(character) - 0x60) if katakana else character


def _once(text: str) -> str:
    letters = "".join(map(_decomposed, text)).casefold()
    letters = "".join(map(_without_stroke, "".join(map(_decomposed, letters))))
    return "".join(_hiragana(one) for one in letters if not _is_dropped(one))


def folded(character: str) -> str:
    """Folded until folding changes nothing more, so that folding twice is folding once."""
    before, after = character, _once(character)
    while before != after:
        before, after = after, _once(after)
    return after


def _table() -> dict[int, str]:
    codes = (code for code in range(0x80, sys.maxunicode + 1)
             if code not in _HANGUL and code not in _SURROGATES)
    pairs = ((code, folded(chr(code))) for code in codes)
    return {code: text for code, text in pairs if text != chr(code)}


def _runs(singles: dict[int, int]) -> list[tuple[int, int, int, int]]:
    """(first, last, step, to): every step-th code of the run folds to the one as far behind `to`
    as it is behind first."""
    runs: list[list[int]] = []
    for code, to in sorted(singles.items()):
        if runs:
            first, last, step, start = runs[-1]
            if first == last and code - last in (1, 2) and to - start == code - last:
                runs[-1] = [first, code, code - last, start]
                continue
            if first != last and code - last == step and to - start == code - first:
                runs[-1][1] = code
                continue
        runs.append([code, code, 1, to])
    return [tuple(run) for run in runs]


def _lines(words: list[str], per_line: int) -> str:
    rows = (words[at : at + per_line] for at in range(0, len(words), per_line))
    return "\n".join("    " + " ".join(row) for row in rows)


def made() -> str:
    table = _table()
    singles = {code: ord(text) for code, text in table.items() if len(text) == 1}
    others = {code: text for code, text in table.items() if len(text) != 1}
    runs = [f"{{{first:#x},{last:#x},{step},{to:#x}}}," for first, last, step, to in _runs(singles)]
    pool = ""
    spans = []
    for code, text in others.items():
        at = pool.find(text)
        if at < 0:
            at = len(pool)
            pool += text
        spans.append(f"{{{code:#x},{at},{len(text)}}},")
    codes = [f"{ord(one):#x}," for one in pool]
    return f"""\
// Made by make_fold_table.py from Unicode {unicodedata.unidata_version}. Not to be edited.
// clang-format off
inline constexpr Run kRuns[] = {{
{_lines(runs, 4)}
}};
inline constexpr Span kSpans[] = {{
{_lines(spans, 6)}
}};
inline constexpr char32_t kPool[] = {{
{_lines(codes, 13)}
}};
// clang-format on
"""


if __name__ == "__main__":
    Path(__file__).with_name("fold_table.inc").write_text(made(), encoding="ascii")
