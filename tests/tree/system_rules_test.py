"""A library leaves its process alone: no environment, no output, no exit, no signals."""

from __future__ import annotations

import re
from pathlib import Path

from tree_files import ROOT

# Not a member's name, but with or without :: or std:: in front.
_CALL = r"(?<![.>\w])(?:{})\s*\("
RULES = {
    "environment": _CALL.format("(?:set|put|get|unset|secure_get|clear)env"),
    "output": _CALL.format("v?f?printf|puts|fputs|putchar|perror")
    + r"|\bstd::(?:cout|cerr|clog)\b|\bfmt::print\b",
    "end": _CALL.format("abort|_?exit|_Exit|quick_exit|terminate|at_quick_exit|atexit"),
    "signals": _CALL.format("signal|sigaction|sigprocmask|pthread_sigmask"),
    "process": _CALL.format("setlocale|f?chdir|umask") + r"|\blocale::global\b",
    "catch": r"\bcatch\s*\(",
}

# Where a rule does not hold, and why.
ALLOWED: dict[tuple[str, str], str] = {
    ("catch", "capi/guard.h"): "the one net under every C entry point",
    ("catch", "capi/guard.cpp"): "the one net under every C entry point",
    ("catch", "src/core/on_thread.h"): "what leaves a thread's function ends the process",
    ("catch", "src/core/joined_thread.h"): "std::thread throws where none can be started",
    ("catch", "src/credential/background_renewal.cpp"): "the same",
    ("end", "src/identity/thread_credentials.cpp"): "a thread that stays somebody else",
    ("end", "src/identity/spawned_child.cpp"): "a child that could not become the program",
    ("signals", "src/identity/spawned_child.cpp"): "of a child, before it becomes the program",
    ("process", "src/identity/spawned_child.cpp"): "the same",
    ("signals", "src/core/signals_blocked.h"): "while a thread is started that takes none",
    ("catch", "src/credential/pending_fetch.cpp"): "the same as in background_renewal.cpp",
    ("signals", "src/credential/size_signal.h"): "one thread's mask during a write, then put back",
    ("catch", "src/directory/module/wire.cpp"): "libldap calls it: C frames pass no exception on",
    ("catch", "src/credential/kdc_hook.cpp"): "libkrb5 calls it, as in wire.cpp",
}

_SOURCES = {".h", ".hpp", ".c", ".cpp"}
_QUIET = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"', re.S)


def faults(root: Path) -> list[str]:
    found = []
    for path in sorted([*(root / "src").rglob("*"), *(root / "capi").rglob("*")]):
        if path.suffix not in _SOURCES:
            continue
        name = path.relative_to(root).as_posix()
        code = _QUIET.sub(_blank, path.read_text(encoding="utf-8"))
        for rule, pattern in RULES.items():
            if (rule, name) in ALLOWED:
                continue
            for match in re.finditer(pattern, code):
                line = code.count("\n", 0, match.start()) + 1
                found.append(f"{name}:{line}: {rule}: {match[0].strip()}")
    return found


def _blank(quiet: re.Match[str]) -> str:
    """Keeps the line numbers."""
    return " " + "\n" * quiet[0].count("\n")


def test_the_library_leaves_its_process_alone() -> None:
    found = faults(ROOT)
    assert not found, "\n" + "\n".join(found)


def _of(root: Path, line: str, name: str = "src/core/a.cpp") -> list[str]:
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).write_text(line + "\n")
    return [fault.split(": ")[1] for fault in faults(root)]


def test_each_rule_can_fail(tmp_path: Path) -> None:
    assert _of(tmp_path, 'auto a = ::getenv("A");') == ["environment"]
    assert _of(tmp_path, 'std::printf("a");') == ["output"]
    assert _of(tmp_path, 'std::cerr << "a";') == ["output"]
    assert _of(tmp_path, "std::abort();") == ["end"]
    assert _of(tmp_path, "signal(SIGPIPE, SIG_IGN);") == ["signals"]
    assert _of(tmp_path, "umask(077);") == ["process"]
    assert _of(tmp_path, "} catch (...) {") == ["catch"]


def test_what_is_allowed_passes(tmp_path: Path) -> None:
    assert _of(tmp_path, "// getenv() is not ours\nstd::snprintf(b, n, f); loop.exit();") == []
    assert _of(tmp_path, 'say("call exit(1)"); try_catch_(1);') == []
    assert _of(tmp_path, "} catch (...) {", "capi/guard.h") == []
