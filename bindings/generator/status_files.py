"""include/mutauth/status.h, src/core/status.h and src/core/status.cpp."""

from __future__ import annotations

import textwrap

from .model import Status, Statuses

MADE = "Made by bindings/generate.py from capi/status.def; do not edit."
_WIDTH = 100


def public_header(statuses: Statuses) -> str:
    lines = [
        "/*",
        " * The statuses of the C ABI, and their kinds.",
        " *",
        f" * {MADE}",
        " */",
        "#ifndef MUTAUTH_STATUS_H",
        "#define MUTAUTH_STATUS_H",
        "",
        "#include <stdint.h>",
        "",
        "/** 0 is success, above 0 an outcome that is no failure, below 0 a failure. */",
        "typedef int32_t mutauth_status;",
    ]
    for kind in statuses.kinds:
        lines += ["", *_comment(f"Kind: {kind.says}."), f"#define {kind.symbol} {kind.block}"]
        for status in statuses.all:
            if status.kind == kind:
                lines += _comment(_sentence(status))
                lines.append(f"#define {status.symbol} {_literal(status.number)}")
    return "\n".join([*lines, "", "#endif", ""])


def core_header(statuses: Statuses) -> str:
    lines = ["// Every status, as the core names it.", f"// {MADE}"]
    lines += ["#pragma once", "", "#include <cstdint>", "", "namespace mutauth {", ""]
    lines.append("enum class Status : std::int32_t {")
    lines += [f"    {core_name(status)} = {status.number}," for status in statuses.all]
    lines += [
        "};",
        "",
        '/// Such as "MUTAUTH_SERVICE_UNKNOWN"; "MUTAUTH_UNKNOWN" for a number that is no status.',
        "const char* status_symbol(std::int32_t number) noexcept;",
        '/// What it says by itself; "unknown status" for a number that is no status.',
        "const char* status_says(Status status) noexcept;",
        '/// The first remedy; "" if there is none.',
        "const char* status_remedy(Status status) noexcept;",
        "/// The block of a failure, 300 for -305; 0 for success and outcomes.",
        "std::int32_t status_kind(Status status) noexcept;",
        '/// What the statuses of a block have in common; "of no known kind" for another number.',
        "const char* kind_says(std::int32_t kind) noexcept;",
        "bool status_known(std::int32_t number) noexcept;",
        "",
        "}  // namespace mutauth",
        "",
    ]
    return "\n".join(lines)


def core_source(statuses: Statuses) -> str:
    rows: list[str] = []
    for status in sorted(statuses.all, key=lambda status: status.number):
        rows += _row(status)
    last = max(kind.block for kind in statuses.kinds)
    kinds = [f"    {{{kind.block}, {quoted(kind.says)}}}," for kind in statuses.kinds]
    return _SOURCE.format(made=MADE, rows="\n".join(rows), kinds="\n".join(kinds), last=last)


def core_name(status: Status) -> str:
    return f"{status.name}_" if status.name in _KEYWORDS else status.name


def _sentence(status: Status) -> str:
    says = status.says[0].upper() + status.says[1:]
    return f"{says}. Remedy: {status.remedy}." if status.remedy else f"{says}."


def _comment(text: str) -> list[str]:
    if len(text) + 7 <= _WIDTH:
        return [f"/** {text} */"]
    wrapped = textwrap.wrap(text, _WIDTH - 3, break_long_words=False, break_on_hyphens=False)
    return ["/**", *(f" * {line}" for line in wrapped), " */"]


def _literal(number: int) -> str:
    return f"({number})" if number < 0 else str(number)


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _row(status: Status) -> list[str]:
    """A row as clang-format breaks it: as many fields on a line as fit."""
    fields = [str(status.number), *map(quoted, (status.symbol, status.says, status.remedy))]
    lines = ["    {" + fields[0]]
    for index, text in enumerate(fields[1:], 2):
        end = "}," if index == len(fields) else ","
        if len(lines[-1]) + len(", ") + len(text) + len(end) <= _WIDTH:
            lines[-1] += f", {text}"
        else:
            lines[-1] += ","
            lines += _pieces(text, "     ", end)
    lines[-1] += "},"
    return lines


def _pieces(literal: str, indent: str, end: str) -> list[str]:
    """One literal on as many lines as it needs, broken behind blanks."""
    lines = []
    while len(indent) + len(literal) + len(end) > _WIDTH:
        at = literal.rindex(" ", 0, _WIDTH - len(indent) - 1) + 1
        lines.append(f'{indent}{literal[:at]}"')
        literal = '"' + literal[at:]
    return [*lines, indent + literal]


_KEYWORDS = {"continue", "break", "default", "delete", "new", "public", "private", "protected"}

_SOURCE = """\
// {made}
#include "core/status.h"

#include <algorithm>
#include <iterator>

namespace mutauth {{
namespace {{

struct Row {{
    std::int32_t number;
    const char* symbol;
    const char* says;
    const char* remedy;
}};

// In the order of the numbers.
constexpr Row rows[] = {{
{rows}
}};

struct KindRow {{
    std::int32_t number;
    const char* says;
}};

constexpr KindRow kind_rows[] = {{
{kinds}
}};

constexpr std::int32_t block_size = 100;
constexpr std::int32_t last_block = {last};

const Row* find(std::int32_t number) noexcept {{
    const Row* row =
        std::lower_bound(std::begin(rows), std::end(rows), number,
                         [](const Row& one, std::int32_t sought) {{ return one.number < sought; }});
    return row != std::end(rows) && row->number == number ? row : nullptr;
}}

const Row* find(Status status) noexcept {{
    return find(static_cast<std::int32_t>(status));
}}

}}  // namespace

const char* status_symbol(std::int32_t number) noexcept {{
    const Row* row = find(number);
    return row != nullptr ? row->symbol : "MUTAUTH_UNKNOWN";
}}

const char* status_says(Status status) noexcept {{
    const Row* row = find(status);
    return row != nullptr ? row->says : "unknown status";
}}

const char* status_remedy(Status status) noexcept {{
    const Row* row = find(status);
    return row != nullptr ? row->remedy : "";
}}

std::int32_t status_kind(Status status) noexcept {{
    const auto number = static_cast<std::int32_t>(status);
    if (number >= 0) {{
        return 0;
    }}
    const std::int32_t block = -(number / block_size) * block_size;
    // A number below every block is still a failure, so it must not pass for an outcome.
    return block == 0 ? last_block : block;
}}

const char* kind_says(std::int32_t kind) noexcept {{
    const KindRow* row = std::find_if(std::begin(kind_rows), std::end(kind_rows),
                                      [&](const KindRow& one) {{ return one.number == kind; }});
    return row != std::end(kind_rows) ? row->says : "of no known kind";
}}

bool status_known(std::int32_t number) noexcept {{
    return find(number) != nullptr;
}}

}}  // namespace mutauth
"""
