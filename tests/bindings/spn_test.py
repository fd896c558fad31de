"""Service principal names in Python, against the vectors of Windows and MIT."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

import mutauth
from conftest import ROOT
from mutauth import Spn, spn

_VECTORS = ROOT / "tests/vectors/spn_vectors.json"


def vectors(*functions: str) -> list[Any]:
    if not _VECTORS.exists():
        return []
    return [
        pytest.param(one["inputs"], one["expected"], id=one["id"])
        for one in json.loads(_VECTORS.read_text(encoding="utf-8"))
        # What Windows does with its own buffers and NULLs has no counterpart here.
        if one["function"] in functions
        and one["confidence"] != "ambiguous"
        and one["inputs"].get("ServiceClass", "") is not None
        and one["expected"].get("ret") != 111
        and one["inputs"].get("pcSpnLength") != "NULL ptr"
    ]


@pytest.mark.parametrize(("given", "expected"), vectors("DsMakeSpn"))
def test_for_target_makes_what_dsmakespn_makes(given: Any, expected: Any) -> None:
    arguments = (given["ServiceClass"], given["ServiceName"], given["InstanceName"],
                 given["InstancePort"], given["Referrer"])
    if expected["ret"] == 0:
        assert str(spn.for_target(*arguments)) == expected["spn"]
    else:
        with pytest.raises(mutauth.NamingError):
            spn.for_target(*arguments)


@pytest.mark.parametrize(("given", "expected"), vectors("DsClientMakeSpnForTargetServer"))
def test_for_target_makes_what_the_client_call_makes(given: Any, expected: Any) -> None:
    if expected["ret"] == 0:
        made = spn.for_target(given["ServiceClass"], given["ServiceName"])
        assert str(made) == expected["spn"]
    else:
        with pytest.raises(mutauth.NamingError):
            spn.for_target(given["ServiceClass"], given["ServiceName"])


@pytest.mark.parametrize(("given", "expected"), vectors("DsCrackSpn"))
def test_parse_finds_what_dscrackspn_finds(given: Any, expected: Any) -> None:
    if expected["ret"] != 0:
        with pytest.raises(mutauth.InvalidName):
            spn.parse(given["pszSpn"])
        return
    parsed = spn.parse(given["pszSpn"])
    assert str(parsed) == given["pszSpn"]
    assert parsed.port == expected["InstancePort"]
    if "ServiceClass" in expected:
        assert parsed.service_class == expected["ServiceClass"]
        assert parsed.host == expected["InstanceName"]
        # DsCrackSpn gives the host where there is no service name.
        assert (parsed.service or parsed.host) == expected["ServiceName"]


@pytest.mark.parametrize(("given", "expected"), vectors("SpnToKrb5Principal"))
def test_principal_is_what_krb5_unparses(given: Any, expected: Any) -> None:
    principal = spn.parse(given["spn"]).principal
    assert principal == expected["unparsed"].removesuffix(given["realm"])


def test_the_parts() -> None:
    made = spn.compose("ldap", "dc1.example.test", 3268, "example.test")
    assert (made.service_class, made.host, made.port, made.service, made.realm, made.instance) == (
        "ldap", "dc1.example.test", 3268, "example.test", "", "")
    assert made.text == str(made) == "ldap/dc1.example.test:3268/example.test"
    assert repr(made) == "mutauth.Spn('ldap/dc1.example.test:3268/example.test')"
    assert made.principal == "ldap/dc1.example.test:3268/example.test@"


def test_keywords() -> None:
    assert str(Spn.compose(service_class="http", host="a.example.test", port=8080)) == (
        "http/a.example.test:8080")
    assert str(spn.for_target("http", "a.example.test", referrer="b.example.test")) == (
        "http/a.example.test")


def test_the_realm_is_kept_apart() -> None:
    parsed = spn.parse("http/a.example.test@EXAMPLE.TEST")
    assert (parsed.text, parsed.realm) == ("http/a.example.test", "EXAMPLE.TEST")
    assert str(parsed) == "http/a.example.test@EXAMPLE.TEST"


def test_equality_is_exact_and_fits_the_hash() -> None:
    one, same = spn.parse("http/a"), spn.compose("http", "a")
    with_realm, upper = spn.parse("http/a@R"), spn.parse("HTTP/a")
    assert one == same and hash(one) == hash(same)
    assert one != with_realm and one != upper and one != "http/a"
    assert len({one, same, with_realm, upper}) == 3


def test_equal_compares_as_a_kdc_does() -> None:
    one = spn.parse("http/a")
    assert one.equal(spn.parse("http/a@R"))
    assert not one.equal(spn.parse("HTTP/a"))
    assert not spn.parse("http/a@R").equal(spn.parse("http/a@S"))


def test_own_host() -> None:
    import socket

    assert spn.compose("http").host == socket.gethostname().lower()


@pytest.mark.parametrize(("arguments", "error"), [
    (("", "a"), mutauth.InvalidName),
    (("http", ""), mutauth.InvalidName),
    (("http", "a/b"), mutauth.InvalidName),
    (("http", "a:1"), mutauth.InvalidName),
    (("http", "192.0.2.10"), mutauth.NameIsAddress),
    (("http", "2001:db8::1"), mutauth.NamingError),
    (("http", "a" * 1100), mutauth.NameTooLong),
])
def test_bad_parts_each_have_their_error(
    arguments: tuple[str, str], error: type[mutauth.Error]
) -> None:
    with pytest.raises(error) as raised:
        spn.compose(*arguments)
    assert raised.value.remedy


@pytest.mark.parametrize("arguments", [(b"http", "a"), (None, "a"), ("http", 1), ("http", "a", -1),
                                       ("http", "a", 65536), ("http", "a", "80")])
def test_wrong_types_are_type_errors(arguments: Any) -> None:
    with pytest.raises(TypeError):
        spn.compose(*arguments)


def test_there_is_no_making_one_out_of_nothing() -> None:
    with pytest.raises(TypeError):
        Spn()  # type: ignore[call-arg]
    with pytest.raises(TypeError):
        pickle.dumps(spn.parse("http/a"))
