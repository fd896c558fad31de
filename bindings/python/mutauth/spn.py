"""Service principal names: mutauth.spn.compose("http", "web.example.test")."""

from __future__ import annotations

from ._mutauth import Spn

__all__ = ["Spn", "compose", "for_target", "parse"]

compose = Spn.compose
for_target = Spn.compose_for_target
parse = Spn.parse
