"""The command mutauth, as pip installs it: python -m mutauth is the same."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn


def main() -> NoReturn:
    """Become the command that lies in the package, with this process's arguments."""
    command = Path(__file__).with_name("bin") / "mutauth"
    try:
        os.execv(command, ["mutauth", *sys.argv[1:]])
    except OSError as error:
        sys.exit(f"mutauth: {command}: {error.strerror}; only the package that pip installs has "
                 "the command inside, others have it on PATH")


if __name__ == "__main__":
    main()
