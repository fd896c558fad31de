"""The links between the pages lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

from tree_files import ROOT, files

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def anchors(text: str) -> set[str]:
    """As forges make them of headings."""
    headings = re.findall(r"^#+ (.*)$", text, re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken(page: Path, text: str) -> list[str]:
    found = []
    for link in LINK.findall(text):
        if "://" in link:
            continue
        name, _, anchor = link.partition("#")
        target = page.parent / name if name else page
        if not target.exists():
            found.append(f"{page}: no file {link}")
        elif anchor and target.suffix == ".md" and anchor not in anchors(target.read_text()):
            found.append(f"{page}: no heading {link}")
    return found


def test_every_link_leads_somewhere() -> None:
    pages = [ROOT / path for path in files() if path.suffix == ".md"]
    assert len(pages) > 10
    assert [one for page in pages for one in broken(page, page.read_text())] == []


def test_a_broken_link_is_found() -> None:
    page = ROOT / "README.md"
    assert broken(page, "[a](docs/none.md)") == [f"{page}: no file docs/none.md"]
    assert broken(page, "[a](docs/abi.md#none)") == [f"{page}: no heading docs/abi.md#none"]
    assert broken(page, "[a](docs/abi.md#the-promise) [b](#the-promise)") == []
