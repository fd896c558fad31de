"""Getting tickets ahead in an event loop."""

from __future__ import annotations

import asyncio
from typing import Optional, Union

from ._mutauth import Credential, Spn


async def fetch(
    credential: Credential,
    spn: Optional[Union[Spn, str]] = None,
    timeout: Optional[float] = None,
) -> None:
    """Get the ticket to a service, so that beginning as its client touches no network.

    Raises what credential.fetch raises. Cancelling the task cancels the fetch.

    credential: a client's
    spn: the service; None for the ticket-granting ticket alone
    timeout: seconds; None for 30, math.inf for no end
    """
    loop = asyncio.get_running_loop()
    with credential.start_fetch(spn, timeout) as going:
        over = asyncio.Event()
        loop.add_reader(going.fileno(), over.set)
        try:
            await over.wait()
        finally:
            loop.remove_reader(going.fileno())
        going.done()
