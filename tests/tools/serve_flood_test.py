"""mutauth serve beside thousands of connections that prove nothing."""

from __future__ import annotations

import time

import pytest

from flood import flood, longest_call

# The head of a long token's frame, docs/channel.md, and some of the token.
SLOWLY = b"\0\0\x40\0\x01" + bytes(60)


def seconds_of_a_call(mutauth, address: str, account: str = "alice") -> float:
    began = time.monotonic()
    done = mutauth.connect(address, "hello", account=account)
    assert (done.returncode, done.stdout) == (0, "hello\n"), done.stderr
    return time.monotonic() - began


# Finding C20.
@pytest.mark.parametrize("said", [b"", SLOWLY], ids=["silent", "slow"])
def test_half_open_connections_keep_nobody_waiting(mutauth, service, said):
    port = int(service.address.rpartition(":")[2])
    alone = max(seconds_of_a_call(mutauth, service.address) for _ in range(3))
    limit = longest_call(alone)
    calls = []
    with flood(port, said=said) as running:
        while len(calls) < 3:
            calls.append(seconds_of_a_call(mutauth, service.address))
        count = running.wait_until_opened()
        for _ in range(6):
            calls.append(seconds_of_a_call(mutauth, service.address))
            time.sleep(0.3)
    print(f"{count} connections, {running.made} made; calls took {min(calls):.3f} to "
          f"{max(calls):.3f} s, alone {alone:.3f} s")
    assert max(calls) < limit, calls
    # Those that were sent away are told of, and not one by one.
    log = service.log()
    assert "connection=closed" in log and "lines_left_out=" in log
    assert len(log.splitlines()) < running.made / 10
    assert log.count("call=allowed") == len(calls) + 3


def test_one_address_has_a_share_of_the_places(mutauth, service):
    crowd = [service.raw() for _ in range(128)]
    try:
        with service.raw() as surplus:
            surplus.settimeout(5)
            assert surplus.recv(1) == b"", "it is closed at once"
        assert "why=\"too many have proven nothing" in service.line("connection=closed")
        # Once the crowd has had its turn, the oldest of it gives way.
        time.sleep(5.1)
        assert seconds_of_a_call(mutauth, service.address) < 5
        crowd[0].settimeout(5)
        assert crowd[0].recv(1) == b""
        crowd[1].setblocking(False)
        with pytest.raises(BlockingIOError):
            crowd[1].recv(1)
    finally:
        for one in crowd:
            one.close()
