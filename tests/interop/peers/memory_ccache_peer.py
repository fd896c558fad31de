"""This project's side, with tickets that another library of the process put into its memory."""

from __future__ import annotations

from typing import Any

import gssapi
import mutauth_peer
from driven import drive


class Side(mutauth_peer.Side):
    def __init__(self, tickets: str, ccache: str, **words: Any) -> None:
        theirs = gssapi.Credentials(usage="initiate", store={"ccache": tickets})
        theirs.store(store={"ccache": ccache}, usage="initiate", overwrite=True)
        super().__init__(ccache=ccache, **words)


if __name__ == "__main__":
    drive(Side)
