"""Rules that hold for the whole tree. Run: python3 -m pytest tests/tree"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "bindings"))
