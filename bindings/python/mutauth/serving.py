"""Serving many clients, each on a thread of its own. mutauth.aio does the same on an event loop."""

from __future__ import annotations

import socket
import sys
import threading
import time
from types import TracebackType
from typing import Any, Callable, Optional

from . import unproven
from ._errors import Cancelled, Error, WrongState
from ._mutauth import Channel
from .negotiation import Acceptor
from .unproven import TooManyUnproven

#: After a failure to accept, such as too many open files, which no hurry mends.
_PAUSE = 0.2
#: How long a thread may take to see that its channel was freed.
_LAST = 1.0


class Server:
    """A listening socket, and the clients that it serves. Threads may share one.

    Leaving a with statement calls shutdown(), without a grace if an exception leaves it.
    """

    def __init__(
        self,
        handler: Callable[[Channel], object],
        listener: socket.socket,
        acceptor: Acceptor,
        proof_timeout: float,
        refused: Optional[Callable[[Exception], object]],
        places: unproven.Unproven,
    ) -> None:
        """Made by serve()."""
        self._handler = handler
        self._listener = listener
        self._acceptor = acceptor
        self._proof_timeout = proof_timeout
        self._refused = refused
        self._places = places
        self._address = unproven.address_of(listener.getsockname()) or ""
        self._changed = threading.Condition()
        self._closed = False
        self._ending = False
        self._clients: dict[threading.Thread, Optional[Channel]] = {}
        self._proving: set[socket.socket] = set()
        threading.Thread(target=self._accept, name="mutauth.serve", daemon=True).start()

    def __repr__(self) -> str:
        return f"<mutauth.Server at {self._address}>"

    @property
    def address(self) -> str:
        """Where it listens: "127.0.0.1:7000"."""
        return self._address

    def close(self) -> None:
        """Take no more clients. Those that have proven nothing are dropped, those that are served
        go on."""
        with self._changed:
            self._closed = True
            proving = list(self._proving)
            self._changed.notify_all()
        # Ends an accept that waits.
        _shut(self._listener)
        self._listener.close()
        for connection in proving:
            _shut(connection)

    def wait_closed(self) -> None:
        """Wait until close() or shutdown() was called and the last client was served."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed and not self._others())

    def shutdown(self, grace: float = 5.0) -> None:
        """Take no more clients, and drop those that are still served after so many seconds: their
        channels are freed, and calls on them raise Cancelled or WrongState."""
        self.close()
        with self._changed:
            self._changed.wait_for(lambda: not self._others(), grace)
            self._ending = True
            this = threading.current_thread()
            left = [
                channel
                for thread, channel in self._clients.items()
                if channel is not None and thread is not this
            ]
        for channel in left:
            channel.free()
        with self._changed:
            self._changed.wait_for(lambda: not self._others(), _LAST)

    def __enter__(self) -> Server:
        return self

    def __exit__(
        self,
        kind: Optional[type[BaseException]],
        error: Optional[BaseException],
        where: Optional[TracebackType],
    ) -> None:
        self.shutdown(5.0 if kind is None else 0.0)

    def _others(self) -> bool:
        """A handler may shut its own server down, and waits for all but itself."""
        return any(thread is not threading.current_thread() for thread in self._clients)

    def _accept(self) -> None:
        while not self._closed:
            try:
                connection, peer = self._listener.accept()
            except ConnectionAbortedError:
                continue
            except OSError as error:
                if not self._closed:
                    self._tell(error)
                    time.sleep(_PAUSE)
                continue
            self._admit(connection, peer)

    def _admit(self, connection: socket.socket, peer: Any) -> None:
        place = self._places.admit(unproven.origin_of(peer))
        if place is None:
            connection.close()
            self._tell(self._places.surplus())
            return
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        place.close = lambda: _shut(connection)
        thread = threading.Thread(target=self._run, args=(connection, place), daemon=True)
        with self._changed:
            self._clients[thread] = None
            self._proving.add(connection)
        try:
            thread.start()
        except RuntimeError as error:
            # There are as many threads as there may be.
            with self._changed:
                del self._clients[thread]
            self._end_proof(connection, place)
            connection.close()
            self._tell(error)

    def _run(self, connection: socket.socket, place: unproven.Place) -> None:
        try:
            channel = self._prove(connection, place)
            if channel is not None:
                self._serve(channel)
        finally:
            with self._changed:
                del self._clients[threading.current_thread()]
                self._changed.notify_all()

    def _prove(self, connection: socket.socket, place: unproven.Place) -> Optional[Channel]:
        try:
            with connection:
                return self._acceptor.open(connection, self._proof_timeout)
        except (Error, OSError) as error:
            self._tell(self._places.surplus() if place.lost else error)
            return None
        finally:
            self._end_proof(connection, place)

    def _end_proof(self, connection: socket.socket, place: unproven.Place) -> None:
        with self._changed:
            self._proving.discard(connection)
        self._places.leave(place)

    def _serve(self, channel: Channel) -> None:
        with self._changed:
            self._clients[threading.current_thread()] = channel
            ending = self._ending
        if ending:
            channel.free()
            return
        try:
            with channel:
                self._handler(channel)
        except (Cancelled, WrongState):
            # After a shutdown the channel was freed under the handler.
            if not self._ending:
                raise

    def _tell(self, error: Optional[Exception]) -> None:
        if error is None or self._refused is None or self._closed:
            return
        try:
            self._refused(error)
        except Exception:
            # As if it had ended the thread, which has more to do.
            thread = threading.current_thread()
            threading.excepthook(threading.ExceptHookArgs((*sys.exc_info(), thread)))


def _shut(connection: socket.socket) -> None:
    """Ends what another thread does with the connection."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        pass


def _listen(address: str) -> socket.socket:
    host, port = unproven.host_and_port(address)
    found = socket.getaddrinfo(
        host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE | socket.AI_NUMERICSERV
    )
    listener = socket.socket(found[0][0], socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(found[0][4])
        listener.listen(unproven.BACKLOG)
    except BaseException:
        listener.close()
        raise
    return listener


def serve(
    handler: Callable[[Channel], object],
    address: str,
    acceptor: Acceptor,
    *,
    proof_timeout: float = 30.0,
    refused: Optional[Callable[[Exception], object]] = None,
    most_unproven: int = unproven.MOST,
    most_unproven_of_one: int = unproven.MOST_OF_ONE,
) -> Server:
    """Listen, and run the handler on a thread of its own for each client that proved itself.

    The channel is closed when the handler returns, and freed alone if it raises. A client may take
    its time between two messages; a handler that is to end with idle ones gives receive() a
    timeout.

    address: "host:port" or "[v6]:port"; port 0 for a free one
    acceptor: the service's keys and names
    proof_timeout: seconds that a client has to prove itself
    refused: is told why a client did not come to the handler, on that client's thread; of those
        that were closed because too many had proven nothing, by TooManyUnproven
    most_unproven: how many connections may be proving themselves; one more is closed at once, or
        takes the place of another that has had its turn
    most_unproven_of_one: how many of them from one address
    """
    places = unproven.Unproven(most_unproven, most_unproven_of_one)
    return Server(handler, _listen(address), acceptor, proof_timeout, refused, places)


__all__ = ["Server", "TooManyUnproven", "serve"]
