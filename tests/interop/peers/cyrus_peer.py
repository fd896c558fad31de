"""A client of Cyrus SASL's GSSAPI mechanism (RFC 4752), by libsasl2."""

from __future__ import annotations

import ctypes
from typing import Optional

from driven import drive

OK, CONTINUE = 0, 1
CALLBACK_USER = 0x4001
SECURITY_PROPERTIES = 101

sasl = ctypes.CDLL("libsasl2.so.2")
sasl.sasl_errdetail.restype = ctypes.c_char_p

GetSimple = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int,
                             ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(ctypes.c_uint))


class Callback(ctypes.Structure):
    _fields_ = [("id", ctypes.c_ulong), ("proc", ctypes.c_void_p), ("context", ctypes.c_void_p)]


class SecurityProperties(ctypes.Structure):
    _fields_ = [("min_ssf", ctypes.c_uint), ("max_ssf", ctypes.c_uint),
                ("maxbufsize", ctypes.c_uint), ("security_flags", ctypes.c_uint),
                ("property_names", ctypes.c_void_p), ("property_values", ctypes.c_void_p)]


@GetSimple
def user(_context: object, _id: int, result: ctypes._Pointer, size: ctypes._Pointer) -> int:
    result[0] = b""
    if size:
        size[0] = 0
    return OK


CALLBACKS = (Callback * 2)(Callback(CALLBACK_USER, ctypes.cast(user, ctypes.c_void_p), None),
                           Callback(0, None, None))


class Side:
    def __init__(self, service: str, host: str, ssf: int) -> None:
        self._connection = ctypes.c_void_p()
        self._started = False
        self._done = False
        self._check(sasl.sasl_client_init(CALLBACKS))
        self._check(sasl.sasl_client_new(service.encode(), host.encode(), None, None, CALLBACKS, 0,
                                         ctypes.byref(self._connection)))
        wanted = SecurityProperties(ssf, ssf, 65536, 0, None, None)
        self._check(sasl.sasl_setprop(self._connection, SECURITY_PROPERTIES,
                                      ctypes.byref(wanted)))

    def _check(self, code: int) -> int:
        if code not in (OK, CONTINUE):
            detail = sasl.sasl_errdetail(self._connection) if self._connection else b""
            raise RuntimeError(f"SASL {code}: {(detail or b'').decode()}")
        return code

    def step(self, token: bytes = b"") -> tuple[Optional[bytes], bool]:
        out, size = ctypes.c_void_p(), ctypes.c_uint()
        if not self._started:
            self._started = True
            code = sasl.sasl_client_start(self._connection, b"GSSAPI", None, ctypes.byref(out),
                                          ctypes.byref(size), None)
        else:
            code = sasl.sasl_client_step(self._connection, token, len(token), None,
                                         ctypes.byref(out), ctypes.byref(size))
        self._done = self._check(code) == OK
        return ctypes.string_at(out, size.value) if out else b"", self._done

    def seal(self, message: bytes) -> bytes:
        return self._layered(sasl.sasl_encode, message)

    def open(self, sealed: bytes) -> bytes:
        return self._layered(sasl.sasl_decode, sealed)

    def _layered(self, function: ctypes._CFuncPtr, taken: bytes) -> bytes:
        out, size = ctypes.c_void_p(), ctypes.c_uint()
        self._check(function(self._connection, taken, len(taken), ctypes.byref(out),
                             ctypes.byref(size)))
        return ctypes.string_at(out, size.value)


if __name__ == "__main__":
    drive(Side)
