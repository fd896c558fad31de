"""An installed copy of the release build, moved from where it was installed to."""

from __future__ import annotations

import shutil

import pytest

from installation import BUILD, Installed, run


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("installed")
    run("cmake", "--install", BUILD, "--prefix", folder / "first")
    shutil.move(folder / "first", folder / "moved")
    return Installed(folder / "moved")
