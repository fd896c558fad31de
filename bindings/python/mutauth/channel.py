"""Connecting to services, and waiting for clients."""

from __future__ import annotations

import time
from typing import Optional, Union

from ._mutauth import Channel, Credential, Listener, Policy, Spn
from .negotiation import client


def connect(
    address: str,
    spn: Union[Spn, str],
    credential: Optional[Credential] = None,
    *,
    policy: Optional[Policy] = None,
    timeout: Optional[float] = None,
) -> Channel:
    """Connect to a service by TCP and negotiate.

    address: "host:port" or "[v6]:port", only where to connect to
    spn: the name that must be proven there
    credential: whose tickets to use; None for those that kinit left for this user
    policy: None for the safe defaults
    timeout: seconds for all of it; None for 30, math.inf for no end
    """
    length = 30.0 if timeout is None else timeout
    end = time.monotonic() + length
    negotiation = client(spn, credential, policy=policy, timeout=length)
    return Channel.connect(address, negotiation, max(0.0, end - time.monotonic()))


def listen(address: str) -> Listener:
    """Listen on "host:port" or "[v6]:port"; port 0 for a free one. Hand what its accept() returns
    to Acceptor.open."""
    return Listener.open(address)
