"""SPNEGO (RFC 4178) with peers that prefer, list and sign other things than mutauth would."""

from __future__ import annotations

import pytest

from conftest import Place
from conversation import Peer, Refused, converse, establish, refuses
from peers_test import gssapi_client, pyspnego_client, pyspnego_service

NTLM_FIRST = ["ntlm", "kerberos"]


@pytest.fixture
def place(mit: Place, pypi) -> Place:
    mit.peer("spnego_peer.py", pypi.path)
    return mit


def test_kerberos_is_chosen_where_ntlm_was_preferred(place: Place) -> None:
    # The client's first token is one of NTLM, so that 4.2.1 costs a leg and 5 signs the list.
    client, service = pyspnego_client(place, "negotiate", preferred=NTLM_FIRST)
    establish(client, service)
    assert client.facts()["protocol"] == "kerberos"
    assert client.facts()["signed"] is True
    assert service.facts()["client"] == f"alice@{place.name}"
    converse(client, service)


@pytest.mark.parametrize("mic", ["absent", "wrong"])
def test_a_list_of_mechanisms_that_is_not_signed_is_refused(place: Place, mic: str) -> None:
    client, service = pyspnego_client(place, "negotiate", preferred=NTLM_FIRST, mic=mic)
    with pytest.raises((Refused, AssertionError)):
        establish(client, service)
    refuses(service, "finish")


def drops_the_first_message(sender: Peer, receiver: Peer) -> None:
    """The receiver must notice."""
    sender.bytes_of("seal", b"the first")
    second = sender.bytes_of("seal", b"the second")
    assert refuses(receiver, "open", second).name == "MessageOutOfOrder"


def test_what_is_no_signature_is_not_counted_as_a_message(place: Place) -> None:
    # Anybody on the way can put a copy of the token where the signature of the list would be.
    client, service = pyspnego_service(place, "negotiate", mic="copied")
    establish(client, service)
    drops_the_first_message(service, client)


@pytest.mark.parametrize("preferred", [NTLM_FIRST, ["kerberos"]], ids="+".join)
def test_a_signed_list_hides_no_message(place: Place, preferred: list[str]) -> None:
    client, ours = pyspnego_client(place, "negotiate", preferred=preferred)
    establish(client, ours)
    drops_the_first_message(client, ours)
    ours, service = pyspnego_service(place, "negotiate", preferred=preferred)
    establish(ours, service)
    drops_the_first_message(service, ours)


def test_a_client_that_offers_ntlm_alone_is_refused(place: Place) -> None:
    client, service = pyspnego_client(place, "negotiate", preferred=["ntlm"])
    token, _ = client.step()
    assert b"NTLMSSP\0" in token
    assert refuses(service, "step", token).name == "MechanismRefused"
    refuses(service, "finish")


def test_ntlm_outside_spnego_is_refused(place: Place) -> None:
    client, service = pyspnego_client(place, "negotiate", preferred=["ntlm"])
    token, _ = client.step()
    bare = token[token.index(b"NTLMSSP\0"):]
    assert refuses(service, "step", bare).name in ("MechanismRefused", "TokenMalformed")


@pytest.mark.parametrize("listed", [["ms_kerberos", "kerberos"], ["kerberos", "ms_kerberos"],
                                    ["ms_kerberos"], ["ms_kerberos", "kerberos", "ntlm"]],
                         ids="+".join)
def test_kerberos_goes_by_both_of_its_oids(place: Place, listed: list[str]) -> None:
    client, service = pyspnego_client(place, "negotiate", listed=listed)
    establish(client, service)
    converse(client, service)


def test_a_service_that_wants_the_list_signed_is_answered(place: Place) -> None:
    client, service = pyspnego_service(place, "negotiate", preferred=NTLM_FIRST)
    establish(client, service)
    assert service.facts()["signed"] is True
    assert service.facts()["client"] == f"alice@{place.name}"
    converse(client, service)


def test_a_service_that_signs_another_list_is_refused(place: Place) -> None:
    client, service = pyspnego_service(place, "negotiate", preferred=NTLM_FIRST, mic="wrong")
    with pytest.raises(Refused):
        establish(client, service)
    refuses(client, "finish")


def test_a_service_that_waits_for_a_signature_has_proved_itself_all_the_same(place: Place) -> None:
    # MIT's SPNEGO sends no signature of the list where it gets none. The client loses nothing by
    # it: Kerberos is all that it offered, and the AP-REP is there.
    client, service = pyspnego_service(place, "negotiate", preferred=NTLM_FIRST, mic="absent")
    token, done = service.step(client.step()[0])
    assert not done
    assert client.step(token) == (b"", True)
    assert client.facts()["asked_service"] == f"{place.spn}@{place.name}"


@pytest.mark.parametrize(("answer", "names"), [
    ("completes", {"PeerNotProven"}),
    ("chooses NTLM", {"MechanismRefused"}),
    ("completes by NTLM", {"MechanismRefused", "PeerNotProven"}),
    ("rejects", {"PeerRefused"}),
])
def test_a_service_that_proves_nothing_is_refused(place: Place, answer: str,
                                                  names: set[str]) -> None:
    client = place.our_client("negotiate")
    service = place.peer("spnego_peer.py").start(role="lie", answer=answer)
    token, _ = client.step()
    lie, _ = service.step(token)
    assert refuses(client, "step", lie).name in names
    refuses(client, "finish")


@pytest.mark.parametrize(("theirs", "ours"), [("krb5", "negotiate"), ("negotiate", "krb5")])
def test_a_service_takes_only_the_mechanism_of_its_policy(mit: Place, theirs: str,
                                                          ours: str) -> None:
    client, _ = gssapi_client(mit, theirs)
    service = mit.our_service(ours)
    token, _ = client.step()
    assert refuses(service, "step", token).name in ("MechanismRefused", "TokenMalformed")
    refuses(service, "finish")
