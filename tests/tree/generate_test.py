"""bindings/generate.py: what it makes of small headers, and what it refuses."""

from __future__ import annotations

import importlib.util
import json
import pickle
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import generate
from tree_files import ROOT

STATUS_DEF = """\
/* Statuses. */
KIND(outcome, 0, "not a failure")
STATUS(ok, 0, "done", "")
KIND(usage, 100, "the caller's mistake")
STATUS(invalid_argument, -101, "an argument is missing", "give it")
STATUS(too_long, -102, "the text is too long", "")
"""

HEADER = """\
/* Things. */
#ifndef MUTAUTH_THING_H
#define MUTAUTH_THING_H

#include <mutauth/status.h>

MUTAUTH_BEGIN_C

/** A thing. One thread at a time. */
typedef struct mutauth_thing mutauth_thing;

/** The most things. */
#define MUTAUTH_THING_MAX 7

/**
 * Make a thing.
 *
 * @param name  UTF-8: what it is called
 * @param out   the thing, NULL on failure; free with mutauth_thing_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT, MUTAUTH_TOO_LONG  name or out is NULL, or name is
 *         too long
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_thing_new(const char *name, mutauth_thing **out);

/**
 * Free the thing.
 *
 * @param thing  may be NULL
 * @since 0.1
 */
MUTAUTH_API void mutauth_thing_free(mutauth_thing *thing);

MUTAUTH_END_C

#endif
"""

AGAIN = """
/**
 * Make it again.
 *
 * @return {returned}
 * @since {since}
 */
MUTAUTH_API mutauth_status mutauth_thing_again(void);
"""


STRUCT = """
/** A part of a thing. */
typedef struct mutauth_part {
    /** Where it is. */
    void *data;
    /** In bytes. */
    size_t size;
} mutauth_part;
"""


class Tree:
    def __init__(self, root: Path) -> None:
        self.root = root
        self.put("include/mutauth/thing.h", HEADER)
        self.put("capi/status.def", STATUS_DEF)
        self.put("capi/abi/released/.keep", "")

    def put(self, name: str, text: str) -> None:
        (self.root / name).parent.mkdir(parents=True, exist_ok=True)
        (self.root / name).write_text(text)

    def text(self, name: str) -> str:
        return (self.root / name).read_text()

    def change(self, name: str, old: str, new: str) -> None:
        assert old in self.text(name), old
        self.put(name, self.text(name).replace(old, new))

    def add(self, declaration: str) -> None:
        self.change("include/mutauth/thing.h", "MUTAUTH_END_C", declaration + "\nMUTAUTH_END_C")

    def generate(self, *arguments: str) -> int:
        return generate.main([*arguments, "--root", str(self.root)])

    def release(self, name: str = "0.1") -> None:
        assert self.generate() == 0
        self.put(f"capi/abi/released/{name}.json", self.text("capi/abi/current.json"))


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    return Tree(tmp_path)


def test_writes_statuses(tree: Tree) -> None:
    assert tree.generate() == 0
    header = tree.text("include/mutauth/status.h")
    assert "#define MUTAUTH_OK 0\n" in header
    assert "/** The text is too long. */\n#define MUTAUTH_TOO_LONG (-102)\n" in header
    assert "#define MUTAUTH_KIND_USAGE 100\n" in header
    assert "    too_long = -102,\n" in tree.text("src/core/status.h")
    assert '"MUTAUTH_TOO_LONG", "the text is too long", ""}' in tree.text("src/core/status.cpp")


def test_breaks_a_literal_that_is_wider_than_a_line(tree: Tree) -> None:
    remedy = " ".join(["shorten"] * 30)
    says = '"the text is too long", '
    tree.change("capi/status.def", f'{says}""', f'{says}"{remedy}"')
    assert tree.generate() == 0
    source = tree.text("src/core/status.cpp")
    assert max(map(len, source.splitlines())) <= 100
    assert remedy in source.replace('"\n     "', "")


def test_writes_one_version_node_a_release(tree: Tree) -> None:
    tree.add(AGAIN.format(returned="MUTAUTH_OK", since="0.2"))
    assert tree.generate() == 0
    text = tree.text("capi/mutauth.map")
    first, second = text[text.index("MUTAUTH_0.1 {") :].split("MUTAUTH_0.2 {")
    assert "mutauth_thing_new;" in first and "local:\n        *;" in first
    assert second == "\n    global:\n        mutauth_thing_again;\n} MUTAUTH_0.1;\n"


def test_writes_the_model(tree: Tree) -> None:
    assert tree.generate() == 0
    record = json.loads(tree.text("capi/abi/current.json"))
    made = record["functions"][0]
    assert made["name"] == "mutauth_thing_new"
    assert [param["direction"] for param in made["params"]] == ["in", "out"]
    assert made["statuses"] == ["MUTAUTH_OK", "MUTAUTH_INVALID_ARGUMENT", "MUTAUTH_TOO_LONG"]
    assert record["handles"][0]["doc"] == "A thing. One thread at a time."
    assert record["constants"][0]["value"] == 7


def test_a_structs_layout_is_a_part_of_the_abi(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    tree.add(STRUCT)
    tree.release()
    struct = json.loads(tree.text("capi/abi/current.json"))["structs"][0]
    assert struct["doc"] == "A part of a thing."
    assert [(one["type"], one["name"]) for one in struct["fields"]] == [
        ("void *", "data"),
        ("size_t", "size"),
    ]
    tree.change("include/mutauth/thing.h", "size_t size;", "int32_t size;")
    assert tree.generate() == 1
    assert "struct mutauth_part changed its layout" in capsys.readouterr().err


def test_a_field_of_a_struct_is_documented(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    tree.add(STRUCT.replace("    /** In bytes. */\n", ""))
    assert tree.generate() == 1
    assert "each field has a comment" in capsys.readouterr().err


def test_writes_python_exceptions(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    assert tree.generate() == 0
    spec = importlib.util.spec_from_file_location(
        "errors_of_a_thing", tree.root / "bindings/python/mutauth/_errors.py"
    )
    assert spec is not None and spec.loader is not None
    errors = importlib.util.module_from_spec(spec)
    # Pickle looks classes up in the package that shows them.
    monkeypatch.setitem(sys.modules, "mutauth", errors)
    monkeypatch.setitem(sys.modules, spec.name, errors)
    spec.loader.exec_module(errors)
    error = errors.make_error(-102, "no", evidence=[("a", "b"), ("a", "c")], native=[(3, -1)])
    assert type(error) is errors.TooLong and isinstance(error, errors.UsageError)
    assert (error.status, error.symbol, error.kind) == (-102, "MUTAUTH_TOO_LONG", 100)
    assert error.evidence.get_all("a") == ["b", "c"]
    error._failure = object()
    copied = pickle.loads(pickle.dumps(error))
    assert type(copied) is errors.TooLong and copied.evidence == error.evidence
    assert not hasattr(copied, "_failure")
    assert errors.error_class(-150) is errors.UsageError
    assert errors.error_class(-999) is errors.Error


def test_check_finds_drift_and_writes_nothing(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tree.generate() == 0
    assert tree.generate("--check") == 0
    tree.change("include/mutauth/status.h", "(-102)", "(-103)")
    assert tree.generate("--check") == 1
    assert "-#define MUTAUTH_TOO_LONG (-103)" in capsys.readouterr().out
    assert "(-103)" in tree.text("include/mutauth/status.h")


def test_references_are_followed(tree: Tree) -> None:
    returned = "the failures of mutauth_thing_new, but for MUTAUTH_TOO_LONG"
    tree.add(AGAIN.format(returned=returned, since="0.1"))
    assert tree.generate() == 0
    again = json.loads(tree.text("capi/abi/current.json"))["functions"][2]
    assert again["statuses"] == ["MUTAUTH_INVALID_ARGUMENT"]


def test_a_status_may_be_reached_by_the_wildcard_alone(tree: Tree) -> None:
    tree.change("include/mutauth/thing.h", ", MUTAUTH_TOO_LONG", "")
    assert tree.generate() == 1
    tree.add(AGAIN.format(returned="MUTAUTH_...  whatever goes wrong", since="0.1"))
    assert tree.generate() == 0


REFUSED_HEADERS = [
    ("/**\n * Free the thing.", "/*\n * Free the thing.", "mutauth_thing_free is undocumented"),
    (" * Make a thing.\n *\n", "", "mutauth_thing_new is undocumented"),
    ("/** A thing. One thread at a time. */\n", "", "mutauth_thing is undocumented"),
    ("/** The most things. */\n", "", "MUTAUTH_THING_MAX is undocumented"),
    (" * @param thing  may be NULL\n * @since 0.1\n", " * @param thing  x\n", "has no @since"),
    ("@since 0.1", "@since soon", "a release such as 0.1"),
    (" * @param thing  may be NULL\n", "", "parameter thing has no @param"),
    (" * @param thing ", " * @param a  b\n * @param thing ", "@param a is for no parameter"),
    (" * @param thing  may be NULL\n", " * @param thing\n", "@param needs a name and words"),
    ("_free(mutauth_thing *thing)", "_free(mutauth_thing *)", "a type and a name"),
    ("MUTAUTH_API void", "MUTAUTH_API int", "mutauth_thing_free: has no @return"),
    ("may be NULL\n", "x\n * @return y\n", "returns nothing, but has @return"),
    ("@return MUTAUTH_OK", "@return MUTAUTH_FINE", "@return MUTAUTH_FINE is not in status.def"),
    ("@return MUTAUTH_OK", "@return MUTAUTH_X_...", "MUTAUTH_X_... fits nothing"),
    ("@return MUTAUTH_OK", "@return as mutauth_no_such", "mutauth_no_such, which is no function"),
    (", MUTAUTH_TOO_LONG", "", "MUTAUTH_TOO_LONG: no function's @return mentions it"),
    ("MUTAUTH_API void", "void", "a struct, a callback nor a MUTAUTH_API function"),
    (" * @since 0.1\n */\nMUTAUTH_API void", " * @sins 1\n */\nMUTAUTH_API void", "tag @sins"),
    ("MUTAUTH_END_C", "int x = {1};", "not understood"),
]


@pytest.mark.parametrize(
    "old, new, said", REFUSED_HEADERS, ids=[row[2] for row in REFUSED_HEADERS]
)
def test_refuses_a_header(
    tree: Tree, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    tree.change("include/mutauth/thing.h", old, new)
    assert tree.generate() == 1
    assert said in capsys.readouterr().err


REFUSED_STATUSES = [
    ("too_long, -102", "too_long, -101", "number -101 stands twice"),
    ("too_long, -102", "invalid_argument, -102", "status invalid_argument stands twice"),
    ("too_long, -102", "too_long, -202", "too_long = -202 is outside its kind usage"),
    ("too_long, -102", "too_long, 3", "too_long = 3 is outside its kind usage"),
    ("STATUS(ok, 0,", "STATUS(ok, 100,", "ok = 100 is outside its kind outcome"),
    ('"the text is too long"', '""', "too_long says nothing"),
    (', "give it")', ")", "neither KIND(name, block, says) nor STATUS"),
    ("too_long", "time_out_error", "MUTAUTH_TIME_OUT_ERROR: no function"),
]


@pytest.mark.parametrize(
    "old, new, said", REFUSED_STATUSES, ids=[row[2] for row in REFUSED_STATUSES]
)
def test_refuses_a_status(
    tree: Tree, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    tree.change("capi/status.def", old, new)
    if new == "time_out_error":
        tree.change("include/mutauth/thing.h", ", MUTAUTH_TOO_LONG", "")
    assert tree.generate() == 1
    assert said in capsys.readouterr().err


def test_refuses_an_exception_named_as_a_builtin(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    tree.change("capi/status.def", "too_long", "lookup_error")
    tree.change("include/mutauth/thing.h", "MUTAUTH_TOO_LONG", "MUTAUTH_LOOKUP_ERROR")
    assert tree.generate() == 1
    assert "name LookupError is taken" in capsys.readouterr().err


HEADER_PATH, STATUS_PATH = "include/mutauth/thing.h", "capi/status.def"
BROKEN_RELEASES = [
    (HEADER_PATH, HEADER[HEADER.index("/**\n * Free") : HEADER.index("MUTAUTH_END_C")], "",
     "mutauth_thing_free was removed"),
    (HEADER_PATH, "const char *name,", "const void *name,", "mutauth_thing_new changed from"),
    (HEADER_PATH, "MUTAUTH_API void", "MUTAUTH_API void *", "mutauth_thing_free changed from"),
    (HEADER_PATH, "THING_MAX 7", "THING_MAX 8", "MUTAUTH_THING_MAX changed from 7 to 8"),
    (HEADER_PATH, "@since 0.1", "@since 0.2", "changed its @since"),
    (STATUS_PATH, "too_long, -102", "too_long, -103", "MUTAUTH_TOO_LONG changed from -102"),
    (STATUS_PATH, "too_long, -102", "lengthy, -102", "MUTAUTH_LENGTHY reuses the number -102"),
]


@pytest.mark.parametrize(
    "path, old, new, said", BROKEN_RELEASES, ids=[row[3] for row in BROKEN_RELEASES]
)
def test_refuses_to_break_a_release(
    tree: Tree, capsys: pytest.CaptureFixture[str], path: str, old: str, new: str, said: str
) -> None:
    tree.release()
    tree.change(path, old, new)
    if "lengthy" in new:
        tree.change(HEADER_PATH, "MUTAUTH_TOO_LONG", "MUTAUTH_LENGTHY")
    if "void *" in new and "API" in new:
        tree.change(HEADER_PATH, "@param thing  may be NULL", "@param thing  x\n * @return y")
    assert tree.generate() == 1
    assert said in capsys.readouterr().err


def test_a_new_function_needs_a_new_release(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    tree.release()
    assert tree.generate("--check") == 0
    tree.change("capi/abi/released/0.1.json", '"version": "0.0.0"', '"version": "0.1.0"')
    tree.add(AGAIN.format(returned="MUTAUTH_OK", since="0.1"))
    assert tree.generate() == 1
    assert "mutauth_thing_again is new but says @since 0.1" in capsys.readouterr().err
    tree.change(HEADER_PATH, AGAIN.format(returned="MUTAUTH_OK", since="0.1"),
                AGAIN.format(returned="MUTAUTH_OK", since="0.2"))
    assert tree.generate() == 0


STUB = '''class Thing:
    def __init__(self, name: str) -> None:
        """@doc mutauth_thing_new"""

# covers: mutauth_thing_free
'''
STUB_PATH = "bindings/python/mutauth/_mutauth.pyi"


def test_expands_the_stub(tree: Tree) -> None:
    tree.put(f"{STUB_PATH}.in", STUB)
    assert tree.generate() == 0
    text = tree.text(STUB_PATH)
    assert '        """Make a thing.\n\n        name: what it is called\n' in text
    assert "            InvalidArgument, TooLong: name is too long\n" in text
    assert "Returns" not in text
    assert "@doc" not in text and "covers" not in text
    compile(text, STUB_PATH, "exec")
    # What help() shows is the same.
    assert "name: what it is called" in tree.text("bindings/python/mutauth/_docs.h")
    assert '    "mutauth_thing_new": "Thing",' in tree.text("bindings/python/mutauth/_names.py")


BOUND = """
/**
 * Join things. See mutauth_thing_free. The buffer may overlap.
 *
 * - One that is wide
 *   counts twice.
 * - One of MUTAUTH_LEVEL_HIGH counts once.
 *
 * @param things     the things; none of them NULL
 * @param count      how many
 * @param name       UTF-8, or NULL for none; copied
 * @param deadline   NULL for 30 seconds
 * @param out        what is joined; free with mutauth_thing_free
 *
 * @return MUTAUTH_OK
 * @return MUTAUTH_INVALID_ARGUMENT  things is NULL and count is not 0, or count is negative, or the
 *                                   name is wrong; the deadline was too short
 * @return the statuses of mutauth_thing_new, but for MUTAUTH_INVALID_ARGUMENT
 * @since 0.1
 */
MUTAUTH_API mutauth_status mutauth_thing_join(const mutauth_thing *const *things,
                                              size_t count,
                                              const char *name,
                                              const mutauth_deadline *deadline,
                                              mutauth_thing **out);
"""
JOINED = '''"""Join things. See close().

- One that is wide counts twice.
- One of Level.HIGH counts once.

things: the things
name: None for none
timeout: seconds to wait at most; None for 30, math.inf for no end

Returns: what is joined

Raises:
    InvalidArgument: the name is wrong; the timeout was too short
    Error: whatever Thing raises, but for InvalidArgument
"""'''


def test_docstrings_are_told_to_pythons_programmers(tree: Tree) -> None:
    tree.add(BOUND)
    stub = STUB.replace("# covers: mutauth_thing_free", "# covers: mutauth_thing_free as close()")
    joining = ('def join(things: list[Thing], name: Optional[str] = None,\n'
               '         timeout: Optional[float] = None) -> Thing:\n{}\n')
    tree.put(f"{STUB_PATH}.in", stub + joining.format('    """@doc mutauth_thing_join"""'))
    assert tree.generate() == 0
    assert textwrap.indent(JOINED, "    ") in tree.text(STUB_PATH)
    # What is written in the stub goes before what the header says.
    written = '    """@doc mutauth_thing_join\n    Put together.\n\n    name: a word\n' \
        '        or two\n    Returns: them all\n    """'
    tree.put(f"{STUB_PATH}.in", stub + joining.format(written))
    assert tree.generate() == 0
    text = tree.text(STUB_PATH)
    for line in ("Put together.", "name: a word or two", "things: the things", "Returns: them all"):
        assert line in text, line
    assert "Join things" not in text


def test_a_function_that_a_docstring_names_has_a_name_in_python(
    tree: Tree, capsys: pytest.CaptureFixture[str]
) -> None:
    tree.change(HEADER_PATH, "Make a thing.", "Make a thing for mutauth_thing_free.")
    tree.put(f"{STUB_PATH}.in", STUB)
    assert tree.generate() == 1
    assert "speaks of mutauth_thing_free, which Python has no name for" in capsys.readouterr().err


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("# covers: mutauth_thing_free\n", "", "mutauth_thing_free is bound nowhere"),
        ("@doc mutauth_thing_new", "@doc mutauth_thing_nwe", "mutauth_thing_nwe names no function"),
        ("mutauth_thing_free", "mutauth_thing_free, mutauth_gone", "mutauth_gone, which is no"),
        ('"""@doc mutauth_thing_new"""', '"""@doc mutauth_thing_new."""', "a placeholder is"),
    ],
)
def test_refuses_a_stub(
    tree: Tree, capsys: pytest.CaptureFixture[str], old: str, new: str, said: str
) -> None:
    tree.put(f"{STUB_PATH}.in", STUB.replace(old, new))
    assert tree.generate() == 1
    assert said in capsys.readouterr().err


def test_this_tree_is_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "bindings/generate.py"), "--check"],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
