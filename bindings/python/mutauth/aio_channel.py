"""mutauth.aio's channels."""

from __future__ import annotations

import asyncio
import socket
from types import TracebackType
from typing import Any, Callable, Optional, Union, cast

from ._errors import ReceiveQueueFull, StreamTruncated, WrongState
from ._mutauth import Credential, Engine, Identity, Negotiation, Policy, Spn
from .fetching import fetch
from .negotiation import client
from .unproven import address_of, host_and_port


class Channel(asyncio.Protocol):
    """A framed, sealed stream between two programs that have proved themselves.

    Several tasks may send and receive. Leaving an async with statement seals the end; if an
    exception leaves it, the connection is dropped, and the peer sees truncation.
    """

    def __init__(self, negotiation: Negotiation) -> None:
        """Made by connect(), open() and serve()."""
        self._loop = asyncio.get_running_loop()
        self._engine = Engine.begin(negotiation)
        self._transport: Optional[asyncio.Transport] = None
        self._peer_address: Optional[str] = None
        self._held: list[bytes] = []
        self._eof = False
        self._paused = False
        self._waiting: set[asyncio.Future[None]] = set()
        self._proven: asyncio.Future[None] = self._loop.create_future()
        self._lost: asyncio.Future[None] = self._loop.create_future()

    def __repr__(self) -> str:
        identity = self._engine.identity
        if identity is None:
            return "<mutauth.aio.Channel, not yet proven>"
        return f"<mutauth.aio.Channel {identity.client} to {identity.asked_service}>"

    @property
    def identity(self) -> Identity:
        """Who the two sides are."""
        identity = self._engine.identity
        if identity is None:
            raise WrongState("the peer is not proven")
        return identity

    @property
    def peer_address(self) -> Optional[str]:
        """The peer's "address:port", for logs and limits; None if the socket is no IP socket."""
        return self._peer_address

    async def send(self, message: Any) -> None:
        """Send one message, sealed.

        Waits while the transport has more to send than it likes. Cancelled meanwhile, nothing of
        the message is sent.
        """
        await self._until(lambda: not self._paused)
        self._refuse_lost()
        self._engine.send(message)
        self._flush()

    async def receive(self) -> Optional[bytes]:
        """The next message, or None at the end that the peer sealed."""
        engine = self._engine
        await self._until(lambda: engine.receives or not engine.feeds)
        try:
            return engine.receive()
        finally:
            self._feed_held()

    async def close(self) -> None:
        """Seal the end of what this side sends. The peer may still send; receive until None."""
        self._refuse_lost()
        self._engine.close()
        self._flush()
        await self._until(lambda: not self._paused)

    async def refuse(self, reason: str) -> None:
        """Tell the proven peer, sealed, that its call is refused, and end the sending side."""
        self._refuse_lost()
        self._engine.refuse(reason)
        self._flush()
        await self._until(lambda: not self._paused)

    async def wait_closed(self, timeout: float = 30.0) -> None:
        """Send what waits, and close the connection. The peer sees truncation unless close() or
        refuse() came before.

        timeout: seconds that a peer has to take what waits; then the connection is dropped
        """
        if self._transport is None:
            return
        self._transport.close()
        try:
            await asyncio.wait([self._lost], timeout=timeout)
        finally:
            # Without effect on a transport that is closed.
            self._transport.abort()
        await self._lost

    def abort(self) -> None:
        """Drop the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    def __aiter__(self) -> Channel:
        return self

    async def __anext__(self) -> bytes:
        message = await self.receive()
        if message is None:
            raise StopAsyncIteration
        return message

    async def __aenter__(self) -> Channel:
        return self

    async def __aexit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        where: Optional[TracebackType],
    ) -> None:
        if kind is not None:
            self.abort()
            return
        try:
            await self.close()
        except (StreamTruncated, WrongState):
            # The peer may be gone already; whoever must know that the end was sent calls close.
            pass
        except BaseException:
            self.abort()
            raise
        await self.wait_closed()

    async def _until(self, holds: Callable[[], bool]) -> None:
        while not holds() and not self._lost.done():
            changed = self._loop.create_future()
            self._waiting.add(changed)
            try:
                await changed
            finally:
                self._waiting.discard(changed)

    def _wake(self) -> None:
        for changed in self._waiting:
            if not changed.done():
                changed.set_result(None)

    def _refuse_lost(self) -> None:
        if self._lost.done():
            raise StreamTruncated("the peer closed the connection")

    def _flush(self) -> None:
        waiting = self._engine.to_send()
        if waiting and self._transport is not None:
            self._transport.write(waiting)
            self._engine.sent(len(waiting))

    def _feed_held(self) -> None:
        """Takes up what came while too many messages waited, and reading when there is room."""
        held, self._held = self._held, []
        for data in held:
            self._feed(data)
        if self._eof and not self._held:
            self._ended()
        elif self._transport is not None and self._engine.feeds:
            self._transport.resume_reading()

    def _feed(self, data: bytes) -> None:
        if self._held:
            self._held.append(data)
            return
        try:
            self._engine.feed(data)
        except ReceiveQueueFull:
            self._held.append(data)
        except WrongState:
            # What failed was told already, and a peer may go on sending for a while.
            pass

    def _ended(self) -> None:
        try:
            self._engine.ended()
        except StreamTruncated as error:
            self._failed(error)

    def _failed(self, error: Exception) -> None:
        self._flush()
        if not self._proven.done():
            self._proven.set_exception(error)
        if self._transport is not None:
            self._transport.close()

    async def _until_proven(self) -> None:
        try:
            await self._proven
        except asyncio.CancelledError:
            self.abort()
            raise

    async def _drop(self, connection: socket.socket) -> None:
        """Ends what failed, with its connection."""
        if self._transport is None:
            connection.close()
        else:
            self._transport.abort()
            await self._lost
        if self._proven.done() and not self._proven.cancelled():
            # Told already, or nobody asks any more.
            self._proven.exception()

    # What the transport calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The transport is there."""
        self._transport = cast(asyncio.Transport, transport)
        self._peer_address = address_of(transport.get_extra_info("peername"))
        self._flush()

    def data_received(self, data: bytes) -> None:
        """Bytes came from the peer."""
        try:
            self._feed(data)
        except Exception as error:
            self._failed(error)
            return
        self._flush()
        if not self._proven.done() and self._engine.proven:
            self._proven.set_result(None)
        if self._transport is not None and not self._engine.feeds:
            self._transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        """The peer's bytes ended; this side may still send."""
        self._eof = True
        if not self._held:
            self._ended()
        self._wake()
        return True

    def pause_writing(self) -> None:
        """The transport has more to send than it likes."""
        self._paused = True

    def resume_writing(self) -> None:
        """The transport takes more again."""
        self._paused = False
        self._wake()

    def connection_lost(self, error: Optional[Exception]) -> None:
        """The transport is gone; messages that came before can still be received."""
        self._eof = True
        if not self._held:
            self._ended()
        self._lost.set_result(None)
        self._wake()


async def connect(
    address: str,
    spn: Union[Spn, str],
    credential: Optional[Credential] = None,
    *,
    policy: Optional[Policy] = None,
) -> Channel:
    """Connect to a service by TCP and negotiate.

    address: "host:port" or "[v6]:port", only where to connect to
    spn: the name that must be proven there
    credential: whose tickets to use; None for those that kinit left for this user
    policy: None for the safe defaults
    """
    host, port = host_and_port(address)
    loop = asyncio.get_running_loop()
    if credential is None:
        credential = Credential.from_environment()
    await fetch(credential, spn)
    negotiation = client(spn, credential, policy=policy)
    _, channel = await loop.create_connection(lambda: Channel(negotiation), host, port)
    await channel._until_proven()
    return channel


async def open(connection: socket.socket, negotiation: Negotiation) -> Channel:
    """Negotiate on a connected stream socket, which becomes the channel's; if that fails, it is
    still the caller's, open and as it was."""
    channel = Channel(negotiation)
    loop = asyncio.get_running_loop()
    timeout = connection.gettimeout()
    copy = connection.dup()
    copy.setblocking(False)
    try:
        await loop.create_connection(lambda: channel, sock=copy)
        await channel._until_proven()
    except BaseException:
        await channel._drop(copy)
        # The copy shares the mode.
        connection.settimeout(timeout)
        raise
    connection.close()
    return channel
