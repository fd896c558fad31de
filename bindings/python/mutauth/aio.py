"""Channels for asyncio, on the engine: no thread waits for a peer.

    async with await aio.connect("192.0.2.7:7000", "echo/host1.example.test") as channel:
        await channel.send(b"hello")
        print(await channel.receive())

A channel's next message is waited for without end, as mutauth.Channel does. Give a wait its end by
asyncio.wait_for or asyncio.timeout; a wait that is cancelled loses nothing.
Everything here belongs to the event loop's thread.
"""

from .aio_channel import Channel, connect, open
from .aio_serving import Server, serve
from .unproven import TooManyUnproven

__all__ = ["Channel", "Server", "TooManyUnproven", "connect", "open", "serve"]
