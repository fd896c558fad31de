"""The little LDAP (RFC 4511) that it takes to have two writes under way at once."""

import socket

ADD_VALUE, DELETE_VALUE = 0, 1
SUCCESS, CONSTRAINT_VIOLATION = 0, 19


def element(tag: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    size = len(content)
    if size < 128:
        return bytes([tag, size]) + content
    return bytes([tag, 0x82]) + size.to_bytes(2, "big") + content


def text(value: str, tag: int = 0x04) -> bytes:
    return element(tag, value.encode())


class Racer:
    """One connection; `send` and `result` are apart so that requests of two can overlap."""

    def __init__(self, path: str) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.settimeout(20)
        self._socket.connect(path)
        self._input = self._socket.makefile("rb")
        # BindRequest, version 3, SASL EXTERNAL
        self._send(element(0x60, element(0x02, b"\3"), text(""),
                           element(0xA3, text("EXTERNAL"), text(""))))
        assert self.result() == SUCCESS

    def send(self, entry: str, operation: int, values: dict[str, str]) -> None:
        """ModifyRequest with one value per attribute."""
        changes = [element(0x30, element(0x0A, bytes([operation])),
                           element(0x30, text(name), element(0x31, text(value))))
                   for name, value in values.items()]
        self._send(element(0x66, text(entry), element(0x30, *changes)))

    def result(self) -> int:
        """The resultCode: the first element of the answer's operation."""
        message = self._value()
        _, message = split(message)
        operation, _ = split(message)
        code, _ = split(operation)
        return code[0]

    def close(self) -> None:
        self._input.close()
        self._socket.close()

    def _send(self, operation: bytes) -> None:
        self._socket.sendall(element(0x30, element(0x02, b"\1"), operation))

    def _value(self) -> bytes:
        head = self._input.read(2)
        size = head[1]
        if size & 0x80:
            size = int.from_bytes(self._input.read(size & 0x7F), "big")
        return self._input.read(size)


def split(encoded: bytes) -> tuple[bytes, bytes]:
    """The first element's content, and what follows it."""
    size, start = encoded[1], 2
    if size & 0x80:
        start += size & 0x7F
        size = int.from_bytes(encoded[2:start], "big")
    return encoded[start:start + size], encoded[start + size:]
