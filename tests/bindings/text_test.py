"""Text and bytes at the border: what C cannot take is refused, never cut short."""

from __future__ import annotations

import array
from typing import Any

import pytest

import mutauth
from conftest import Place


@pytest.mark.parametrize("call", [
    lambda text: mutauth.spn.compose("http", text),
    lambda text: mutauth.spn.compose(text, "a"),
    lambda text: mutauth.spn.compose("http", "a", 0, text),
    lambda text: mutauth.spn.for_target("http", "a", text),
    lambda text: mutauth.spn.parse(text),
    lambda text: mutauth.Credential.from_ccache(text),
    lambda text: mutauth.Credential.from_keytab(text),
    lambda text: mutauth.Credential.from_password("alice", text),
    lambda text: mutauth.Credential.from_password(text, "x"),
    lambda text: mutauth.listen(text),
    lambda text: mutauth.Requirements(clients=[text]),
    lambda text: mutauth.Requirements(service_keys=[text]),
    lambda text: mutauth.has_feature(text),
])
@pytest.mark.parametrize(("text", "error"), [
    ("http/a.example.test\0.evil.test", mutauth.TextHasNul),
    ("http/\udc80", mutauth.NotUtf8),
])
def test_nul_and_surrogates_are_refused(
    call: Any, text: str, error: type[mutauth.Error]
) -> None:
    with pytest.raises(error):
        call(text)


def test_text_goes_through_whole() -> None:
    name = "b\u00fccher \u2603 \U0001f511"
    assert mutauth.spn.parse(f"http/{name}").host == name


def test_anything_with_a_buffer_is_bytes(
    contexts: tuple[mutauth.Context, mutauth.Context]
) -> None:
    client, server = contexts
    numbers = array.array("i", [1, 2, 3])
    for message in (b"bytes", bytearray(b"bytearray"), memoryview(b"a view")[2:], numbers, b""):
        assert server.open(bytearray(client.seal(message))) == bytes(message)


def test_no_buffer_is_a_type_error(contexts: tuple[mutauth.Context, mutauth.Context]) -> None:
    for message in ("text", 5, None, object()):
        with pytest.raises(TypeError):
            contexts[0].seal(message)
    # Rows of a matrix do not lie side by side.
    with pytest.raises(BufferError):
        contexts[0].seal(memoryview(b"abcdef")[::2])


def test_the_buffer_is_let_go(contexts: tuple[mutauth.Context, mutauth.Context]) -> None:
    message = bytearray(b"x" * 100)
    contexts[0].seal(message)
    message.extend(b"more")


@pytest.mark.parametrize("timeout", [-1, -0.001, float("nan"), float("-inf")])
def test_bad_timeouts_are_value_errors(place: Place, timeout: float) -> None:
    with pytest.raises(ValueError):
        place.credential().fetch(timeout=timeout)


def test_a_timeout_is_a_number(place: Place) -> None:
    with pytest.raises(TypeError):
        place.credential().fetch(timeout="5")  # type: ignore[arg-type]


def test_paths_may_be_path_objects(place: Place) -> None:
    from pathlib import Path

    assert mutauth.Credential.from_keytab(Path(place.keytab("alice"))).principal == (
        f"alice@{place.realm}")
