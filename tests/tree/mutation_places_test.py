"""The places in C++ source that ./dev mutate seeds faults in."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "mutation"))

from places import Place, Source, seeded  # noqa: E402


def places(source: str) -> list[Place]:
    return list(Source("a.cpp", source).places())


def kinds(source: str) -> set[tuple[str, str]]:
    return {(place.kind, place.text) for place in places(source)}


def test_a_condition_its_operands_and_its_comparison() -> None:
    assert kinds("void f() {\n    if (a < b && ready()) {\n    }\n}\n") == {
        ("condition never", "a < b && ready()"),
        ("condition always", "a < b && ready()"),
        ("operand dropped", "a < b"),
        ("operand dropped", "ready()"),
        ("comparison < turned", "a < b"),
    }


def test_the_condition_after_an_initialiser() -> None:
    assert ("condition never", "!made") in kinds(
        "void f() {\n    if (auto made = make(); !made) {\n    }\n}\n")


def test_a_declaration_as_a_condition_is_left_alone() -> None:
    assert kinds("void f() {\n    if (const auto one = first()) {\n    }\n}\n") == set()


def test_a_loop_is_never_made_endless() -> None:
    assert ("condition always", "more") not in kinds("void f() {\n    while (more) {\n    }\n}\n")


def test_a_statement_and_no_declaration() -> None:
    source = "void f() {\n    Lock lock(mutex);\n    int n = 1;\n    wipe(key);\n    n = 2;\n}\n"
    assert kinds(source) == {("statement removed", "wipe(key);"), ("statement removed", "n = 2;")}


def test_comments_and_literals_are_no_code() -> None:
    source = 'void f() {\n    // if (a < b) {\n    say("if (a < b) {");\n}\n'
    assert kinds(source) == {("statement removed", 'say("if (a < b) {");')}


def test_what_is_returned() -> None:
    assert kinds("bool f() {\n    return a == b || c;\n}\n") == {
        ("operand dropped", "a == b"),
        ("operand dropped", "c"),
        ("comparison == turned", "a == b"),
    }


def test_seeding_keeps_the_lines_and_numbers_each_fault() -> None:
    source = "void f() {\n    if (left %\n        right) {\n        go();\n    }\n}\n"
    chosen = [place for place in places(source) if "always" not in place.kind]
    text = seeded(source, dict(enumerate(chosen)))
    assert text.splitlines()[1] == "    if ((!::seeded::fault(0) && (left %"
    assert "if (!::seeded::fault(1)) { go(); }" in text
    assert text.count("\n") == source.count("\n")
