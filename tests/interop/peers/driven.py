"""
One side of a context, driven by another program: a request a line on stdin, its answer a line on
stdout, both JSON, bytes in hex.

    {"do": "start", "with": {...}}   begins anew, with the words that the side's constructor takes
    {"do": "step", "take": [TOKEN]}  and so on: a method of the side, with bytes
"""

from __future__ import annotations

import json
import sys
from typing import Any


def _hex(value: Any) -> Any:
    return bytes(value).hex() if isinstance(value, (bytes, bytearray)) else value


def _failure(error: Exception) -> dict[str, Any]:
    # Some mechanisms end with a token for the peer.
    token = getattr(error, "token", None)
    return {"error": type(error).__name__, "text": str(error),
            "token": token.hex() if isinstance(token, bytes) and token else None}


def drive(sides: Any) -> None:
    """sides(**words) makes a side. Its step gives the token to send and whether it is done."""
    # What a library prints must not end up among the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    side = None
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if request["do"] == "start":
                side = sides(**request["with"])
                answer: Any = None
            else:
                taken = [bytes.fromhex(part) for part in request["take"]]
                answer = getattr(side, request["do"])(*taken)
            if isinstance(answer, tuple):
                answer = [_hex(part) for part in answer]
            said = {"answer": _hex(answer)}
        except Exception as error:
            said = _failure(error)
        print(json.dumps(said), file=answers, flush=True)
