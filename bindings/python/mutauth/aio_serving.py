"""mutauth.aio's servers. mutauth.serve does the same on threads."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable
from types import TracebackType
from typing import Any, Callable, Optional, cast

from . import unproven
from ._errors import StreamTruncated
from .aio_channel import Channel
from .negotiation import Acceptor
from .unproven import address_of, host_and_port

#: How many connections are taken before others are looked after again.
_AT_ONCE = 64
#: After a failure to accept, such as too many open files.
_PAUSE = 0.2
#: How long a handler may take to see that it was cancelled.
_LAST = 1.0


class Server:
    """A listening socket, and the clients that it serves.

    Leaving an async with statement calls shutdown(), without a grace if an exception leaves it.
    """

    def __init__(
        self,
        handler: Callable[[Channel], Awaitable[None]],
        sockets: list[socket.socket],
        acceptor: Acceptor,
        proof_timeout: float,
        refused: Optional[Callable[[Exception], object]],
        places: unproven.Unproven,
    ) -> None:
        """Made by serve()."""
        self._loop = asyncio.get_running_loop()
        self._handler = handler
        self._sockets = sockets
        self._acceptor = acceptor
        self._proof_timeout = proof_timeout
        self._refused = refused
        self._places = places
        self._address = address_of(sockets[0].getsockname()) or ""
        self._closed: asyncio.Future[None] = self._loop.create_future()
        self._proving: dict[asyncio.Task[None], tuple[socket.socket, unproven.Place]] = {}
        self._tasks: dict[asyncio.Task[None], Optional[Channel]] = {}
        for one in sockets:
            self._loop.add_reader(one, self._accept, one)

    def __repr__(self) -> str:
        return f"<mutauth.aio.Server at {self._address}>"

    @property
    def address(self) -> str:
        """Where it listens: "127.0.0.1:7000"."""
        return self._address

    def close(self) -> None:
        """Take no more clients. Those that have proven nothing are dropped, those that are served
        go on."""
        if self._closed.done():
            return
        self._closed.set_result(None)
        for one in self._sockets:
            self._loop.remove_reader(one)
            one.close()
        for task in self._proving:
            task.cancel()

    async def wait_closed(self) -> None:
        """Wait until close() or shutdown() was called and the last client was served."""
        await asyncio.shield(self._closed)
        while others := self._others():
            await asyncio.wait(others)

    async def shutdown(self, grace: float = 5.0) -> None:
        """Take no more clients, and drop those that are still served after so many seconds: their
        handlers are cancelled."""
        self.close()
        if others := self._others():
            await asyncio.wait(others, timeout=grace)
        others = self._others()
        for task in others:
            task.cancel()
        if others:
            await asyncio.wait(others, timeout=_LAST)
        # A handler that will not be cancelled has nobody to talk to any more.
        for task in self._others():
            if (channel := self._tasks[task]) is not None:
                channel.abort()

    async def __aenter__(self) -> Server:
        return self

    async def __aexit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        where: Optional[TracebackType],
    ) -> None:
        await self.shutdown(5.0 if kind is None else 0.0)

    def _others(self) -> list[asyncio.Task[None]]:
        """A handler may shut its own server down, and waits for all but itself."""
        this = asyncio.current_task()
        return [task for task in self._tasks if task is not this]

    def _accept(self, listener: socket.socket) -> None:
        for _ in range(_AT_ONCE):
            try:
                connection, peer = listener.accept()
            except (BlockingIOError, InterruptedError, ConnectionAbortedError):
                return
            except OSError as error:
                self._pause(listener, error)
                return
            self._admit(connection, peer)

    def _pause(self, listener: socket.socket, error: OSError) -> None:
        """Too many open files, for one, which no hurry mends."""
        self._loop.remove_reader(listener)
        self._tell(error)

        def go_on() -> None:
            if not self._closed.done():
                self._loop.add_reader(listener, self._accept, listener)

        self._loop.call_later(_PAUSE, go_on)

    def _admit(self, connection: socket.socket, peer: Any) -> None:
        place = self._places.admit(unproven.origin_of(peer))
        if place is None:
            connection.close()
            self._tell(self._places.surplus())
            return
        connection.setblocking(False)
        task = self._loop.create_task(self._run(connection, place))
        self._tasks[task] = None
        self._proving[task] = connection, place
        task.add_done_callback(self._finished)

    async def _run(self, connection: socket.socket, place: unproven.Place) -> None:
        task = cast("asyncio.Task[None]", asyncio.current_task())
        try:
            channel = await self._prove(connection, place)
        except Exception as error:
            self._tell(self._places.surplus() if place.lost else error)
            return
        finally:
            del self._proving[task]
            self._places.leave(place)
        self._tasks[task] = channel
        async with channel:
            await self._handler(channel)

    async def _prove(self, connection: socket.socket, place: unproven.Place) -> Channel:
        try:
            channel = Channel(self._acceptor.negotiation())
        except BaseException:
            connection.close()
            raise
        place.close = channel.abort
        try:
            await self._loop.connect_accepted_socket(lambda: channel, connection)
            if place.lost:
                # It was sent away before there was a transport to abort.
                raise StreamTruncated("the connection gave way to others")
            await asyncio.wait_for(channel._until_proven(), self._proof_timeout)
        except BaseException:
            await channel._drop(connection)
            raise
        return channel

    def _finished(self, task: asyncio.Task[None]) -> None:
        self._tasks.pop(task, None)
        if task in self._proving:
            # It was cancelled before it began.
            connection, place = self._proving.pop(task)
            connection.close()
            self._places.leave(place)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._loop.call_exception_handler(
                {"message": "the handler of a client failed", "exception": error, "task": task}
            )

    def _tell(self, error: Optional[Exception]) -> None:
        if error is not None and self._refused is not None:
            self._refused(error)


async def _listen(address: str) -> list[socket.socket]:
    """One socket for each of the host's addresses, on one port."""
    host, port = host_and_port(address)
    loop = asyncio.get_running_loop()
    found = await loop.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE | socket.AI_NUMERICSERV
    )
    sockets: list[socket.socket] = []
    try:
        for family, name in dict.fromkeys((one[0], one[4]) for one in found):
            listener = socket.socket(family, socket.SOCK_STREAM)
            sockets.append(listener)
            listener.setblocking(False)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            if family == socket.AF_INET6:
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            # With port 0 the first one's is the others' too.
            port = port or (sockets[0].getsockname()[1] if len(sockets) > 1 else 0)
            listener.bind((name[0], port, *name[2:]))
            listener.listen(unproven.BACKLOG)
    except BaseException:
        for listener in sockets:
            listener.close()
        raise
    return sockets


async def serve(
    handler: Callable[[Channel], Awaitable[None]],
    address: str,
    acceptor: Acceptor,
    *,
    proof_timeout: float = 30.0,
    refused: Optional[Callable[[Exception], object]] = None,
    most_unproven: int = unproven.MOST,
    most_unproven_of_one: int = unproven.MOST_OF_ONE,
) -> Server:
    """Listen, and run the handler in a task of its own for each client that proved itself.

    The channel is closed when the handler returns, and dropped if it raises. A client may take its
    time between two messages; a handler that is to end with idle ones gives receive() a timeout.

    address: "host:port" or "[v6]:port"; port 0 for a free one
    acceptor: the service's keys and names
    proof_timeout: seconds that a client has to prove itself
    refused: is told why a client did not come to the handler; of those that were closed because too
        many had proven nothing, by TooManyUnproven
    most_unproven: how many connections may be proving themselves; one more is closed at once, or
        takes the place of another that has had its turn
    most_unproven_of_one: how many of them from one address
    """
    sockets = await _listen(address)
    places = unproven.Unproven(most_unproven, most_unproven_of_one)
    return Server(handler, sockets, acceptor, proof_timeout, refused, places)
