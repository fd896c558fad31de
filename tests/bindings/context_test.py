"""Messages that a context protects."""

from __future__ import annotations

import threading

import pytest

import mutauth
from conftest import SPN, Place, establish

Contexts = tuple[mutauth.Context, mutauth.Context]


@pytest.mark.parametrize("size", [0, 1, 15, 16, 17, 1000, 65536, 1 << 20])
def test_seal_and_open_both_ways(contexts: Contexts, size: int) -> None:
    client, server = contexts
    message = bytes(range(256)) * (size // 256 + 1)
    message = message[:size]
    sealed = client.seal(message)
    assert len(sealed) == client.sealed_size(size)
    assert message not in sealed or size < 8
    assert server.open(sealed) == message
    assert client.open(server.seal(message)) == message


def test_sign_and_verify(contexts: Contexts) -> None:
    client, server = contexts
    signature = client.sign(b"in the clear")
    assert len(signature) == client.signature_size
    server.verify(b"in the clear", signature)
    with pytest.raises(mutauth.MessageTampered):
        server.verify(b"in the cleaR", client.sign(b"in the clear"))


def test_wrap_and_unwrap(contexts: Contexts) -> None:
    client, server = contexts
    wrapped = client.wrap(b"in the clear")
    assert len(wrapped) == client.wrapped_size(12) and b"in the clear" in wrapped
    assert server.unwrap(wrapped) == b"in the clear"
    assert server.unwrap(client.seal(b"sealed")) == b"sealed"
    with pytest.raises(mutauth.NotSealed):
        server.open(client.wrap(b"in the clear"))


def test_segments_are_sealed_where_they_are(contexts: Contexts) -> None:
    client, server = contexts
    protection = mutauth.SegmentProtection
    head, body = b"head", bytearray(b"a body that nobody else reads")
    segments = [(head, protection.SIGNED), (memoryview(body)[2:], protection.SEALED)]
    token = client.seal_segments(segments)
    assert len(token) == client.token_size
    assert body.startswith(b"a ") and b"nobody" not in body
    server.open_segments(segments, token)
    assert body == b"a body that nobody else reads"
    signature = server.sign_segments(segments)
    client.verify(head + bytes(body[2:]), signature)
    client.verify_segments(segments, server.sign(head + bytes(body[2:])))
    with pytest.raises(BufferError):
        client.seal_segments([(b"constant", protection.SEALED)])
    with pytest.raises(mutauth.InvalidArgument):
        client.seal_segments([(bytearray(3), 7)])
    with pytest.raises(mutauth.MessageTampered):
        server.open_segments(segments, bytes(client.token_size))
    assert body[2:] == bytes(len(body) - 2)


def test_a_context_moves_to_where_it_is_imported(contexts: Contexts) -> None:
    client, server = contexts
    sealed = client.seal(b"under way")
    key = server.session_key()
    assert len(key) in (16, 32) and client.session_key() == key
    exported = server.export()
    moved = mutauth.Context.from_export(exported)
    assert moved.open(sealed) == b"under way"
    assert moved.identity.client == server.identity.client
    with pytest.raises(mutauth.ContextExported):
        server.seal(b"m")
    with pytest.raises(mutauth.ExportMalformed):
        mutauth.Context.from_export(exported[:-1])
    with pytest.raises(mutauth.WeakKey):
        policy = mutauth.Policy(session_enctypes=[19])
        mutauth.Context.from_export(moved.export(), policy)


def test_limits_of_a_context(place: Place, alice: mutauth.Credential) -> None:
    limits = mutauth.Policy(message_limit=2, replay_window=64, longest_life=1000)
    assert limits.message_limit == 2 and limits.replay_window == 64
    acceptor = place.acceptor(policy=limits)
    client, server = establish(mutauth.client(SPN, alice, policy=limits), acceptor.negotiation())
    assert 900 < client.seconds_left <= 1000 and client.messages_left == 2
    first, second = client.seal(b"1"), client.seal(b"2")
    with pytest.raises(mutauth.MessageLimit):
        client.seal(b"3")
    assert server.open(second) == b"2"
    with pytest.raises(mutauth.MessageReplayed):
        server.open(second)
    assert server.open(first) == b"1"
    assert server.messages_left == 0
    with pytest.raises(mutauth.InvalidArgument):
        mutauth.Policy(replay_window=mutauth.REPLAY_WINDOW_MAX + 1)
    with pytest.raises(mutauth.InvalidArgument):
        mutauth.Policy(message_limit=0)


def test_a_changed_message_ends_the_context(contexts: Contexts) -> None:
    client, server = contexts
    sealed = bytearray(client.seal(b"pay 10 to alice"))
    sealed[-1] ^= 1
    with pytest.raises(mutauth.MessageTampered):
        server.open(sealed)
    with pytest.raises(mutauth.ContextBroken):
        server.open(client.seal(b"next"))


def test_a_replayed_message(contexts: Contexts) -> None:
    client, server = contexts
    sealed = client.seal(b"once")
    server.open(sealed)
    with pytest.raises(mutauth.MessageReplayed):
        server.open(sealed)


def test_a_missing_message(contexts: Contexts) -> None:
    client, server = contexts
    client.seal(b"lost")
    with pytest.raises(mutauth.MessageOutOfOrder):
        server.open(client.seal(b"second"))


def test_a_reflected_message(contexts: Contexts) -> None:
    client, _ = contexts
    with pytest.raises(mutauth.ProtectionError):
        client.open(client.seal(b"mine"))


def test_another_contexts_message(
    contexts: Contexts, alice: mutauth.Credential, acceptor: mutauth.Acceptor
) -> None:
    other, _ = establish(mutauth.client(SPN, alice), acceptor.negotiation())
    with pytest.raises(mutauth.MessageTampered):
        contexts[1].open(other.seal(b"hello"))


def test_a_signature_is_no_sealed_message(contexts: Contexts) -> None:
    with pytest.raises(mutauth.ProtectionError):
        contexts[1].open(contexts[0].sign(b"hello"))


@pytest.mark.parametrize("sealed", [b"", b"x", b"\x05\x04", b"\0" * 60])
def test_no_sealed_message_at_all(contexts: Contexts, sealed: bytes) -> None:
    with pytest.raises(mutauth.ProtectionError):
        contexts[1].open(sealed)


def test_too_long_a_message(contexts: Contexts) -> None:
    with pytest.raises(mutauth.InvalidArgument):
        contexts[0].seal(bytes(mutauth.MESSAGE_MAX + 1))


def test_threads_may_seal_and_open_at_once(contexts: Contexts) -> None:
    """Several threads on one side take turns; the order of the messages is theirs to keep."""
    client, server = contexts
    lock = threading.Lock()
    opened: list[bytes] = []

    def work(number: int) -> None:
        for i in range(200):
            # Opening in the order of sealing is what the lock is for.
            with lock:
                opened.append(server.open(client.seal(b"%d.%d" % (number, i))))

    def back() -> None:
        for i in range(800):
            assert client.open(server.seal(b"%d" % i)) == b"%d" % i

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    threads.append(threading.Thread(target=back))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(opened) == 800


def test_sealing_from_many_threads_keeps_the_context_whole(contexts: Contexts) -> None:
    client, server = contexts
    sealed: list[bytes] = []
    threads = [
        threading.Thread(target=lambda: sealed.extend(client.seal(b"x" * 64) for _ in range(100)))
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    # RFC 4121 4.2.6.2: the sequence number stands in octets 8 to 15.
    for message in sorted(sealed, key=lambda message: message[8:16]):
        assert server.open(message) == b"x" * 64


@pytest.mark.parametrize("ours", list(mutauth.Protector))
@pytest.mark.parametrize("theirs", list(mutauth.Protector))
def test_who_protects_makes_no_difference_to_the_peer(
    alice: mutauth.Credential, place: Place, ours: mutauth.Protector, theirs: mutauth.Protector
) -> None:
    acceptor = place.acceptor(policy=mutauth.Policy(protector=theirs))
    client, server = establish(
        mutauth.client(SPN, alice, policy=mutauth.Policy(protector=ours)), acceptor.negotiation()
    )
    assert (client.protector, server.protector) == (ours, theirs)
    assert server.open(client.seal(b"there")) == b"there"
    assert client.open(server.seal(b"and back")) == b"and back"
    client.verify(b"signed", server.sign(b"signed"))


def test_an_unknown_protector() -> None:
    with pytest.raises(mutauth.InvalidArgument):
        mutauth.Policy(protector=3)
