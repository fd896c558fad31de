"""What stands between two programs: a recorder, and an impostor."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable

from .frames import SEALED, TOKEN, Splitter, frame, payloads

_PATIENCE = 10.0


class _Listener:
    """Serves one connection on a free local port, on a thread of its own."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._socket.settimeout(_PATIENCE)
        self.port = self._socket.getsockname()[1]
        self.address = f"127.0.0.1:{self.port}"
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        # Wakes a thread that is still waiting for somebody to connect.
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join(_PATIENCE)
        self._socket.close()

    def wait(self) -> None:
        """Until both ends of the connection have gone."""
        self._thread.join(_PATIENCE)

    def _run(self) -> None:
        with contextlib.suppress(OSError):
            connection, _peer = self._socket.accept()
            with connection:
                connection.settimeout(_PATIENCE)
                self.serve(connection)

    def serve(self, connection: socket.socket) -> None:
        raise NotImplementedError


class Recorder(_Listener):
    """Passes one connection on and keeps every byte of both directions."""

    def __init__(self, target: str, tamper: bool = False) -> None:
        super().__init__()
        host, _, port = target.rpartition(":")
        self._target = (host, int(port))
        self._tamper = tamper
        self.to_service = b""
        self.to_client = b""

    def serve(self, connection: socket.socket) -> None:
        with socket.create_connection(self._target, _PATIENCE) as onward:
            def record_to_client(data: bytes) -> None:
                self.to_client += data

            def record_to_service(data: bytes) -> None:
                self.to_service += data

            back = threading.Thread(target=_pump, daemon=True,
                                    args=(onward, connection, record_to_client, None))
            back.start()
            _pump(connection, onward, record_to_service, _flip if self._tamper else None)
            back.join(_PATIENCE)

    @property
    def sealed_to_service(self) -> int:
        return len(payloads(self.to_service, SEALED))

    @property
    def sealed_to_client(self) -> int:
        return len(payloads(self.to_client, SEALED))

    def carries(self, text: str) -> bool:
        return text.encode() in self.to_service + self.to_client


def _pump(source: socket.socket, sink: socket.socket, record: Callable[[bytes], None],
          change: Callable[[bytes], bytes] | None) -> None:
    splitter = Splitter()
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            record(data)
            if change is None:
                sink.sendall(data)
            else:
                sink.sendall(b"".join(map(change, splitter.feed(data))))
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def _flip(whole: bytes) -> bytes:
    """One bit of a sealed frame's last byte."""
    return whole[:-1] + bytes([whole[-1] ^ 1]) if whole[4] == SEALED else whole


class Impostor(_Listener):
    """Speaks the frames but has no key: answers the client's token with what it has."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        super().__init__()
        self._answer = answer
        self.heard = b""

    def serve(self, connection: socket.socket) -> None:
        while not payloads(self.heard, TOKEN):
            if not self._hear(connection):
                return
        connection.sendall(frame(TOKEN, self._answer(payloads(self.heard, TOKEN)[0])))
        while self._hear(connection):
            pass

    def _hear(self, connection: socket.socket) -> bool:
        data = connection.recv(65536)
        self.heard += data
        return bool(data)

    @property
    def sealed(self) -> int:
        return len(payloads(self.heard, SEALED))
